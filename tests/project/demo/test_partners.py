"""The partners' server, asked over HTTP as a collector and a reader would."""

from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

import feedparser
import pytest

from pamphleteer.project.demo.partners import PartnerServer
from pamphleteer.project.demo.world import PartnerOutlet, partners
from tests.project.demo.web import ask

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.fixture
def server() -> Iterator[PartnerServer]:
    with PartnerServer(now=NOW) as server:
        yield server


def feed_path(partner: PartnerOutlet) -> str:
    return f"/{partner.slug}/feed"


@pytest.mark.parametrize("partner", partners(), ids=lambda partner: partner.slug)
def test_a_feed_tells_what_the_partner_published(
    server: PartnerServer, partner: PartnerOutlet
) -> None:
    reply = ask(server.port, feed_path(partner))
    found = feedparser.parse(reply.body)
    assert not found.bozo
    assert found.feed.title == partner.name
    assert found.feed.rights == partner.rights
    assert [entry.title for entry in found.entries] == [p.headline for p in partner.pieces]
    assert [entry.author for entry in found.entries] == [p.author for p in partner.pieces]
    assert [entry.summary for entry in found.entries] == [p.lead for p in partner.pieces]
    assert all(entry.published_parsed for entry in found.entries)


def test_feeds_carry_the_full_text_where_the_licence_lets_them(server: PartnerServer) -> None:
    for partner in partners():
        found = feedparser.parse(ask(server.port, feed_path(partner)).body)
        full = ["content" in entry for entry in found.entries]
        assert full == [partner.licence != "all-rights-reserved"] * len(partner.pieces)


def test_every_link_of_a_feed_leads_to_its_piece(server: PartnerServer) -> None:
    for partner in partners():
        found = feedparser.parse(ask(server.port, feed_path(partner)).body)
        for entry, piece in zip(found.entries, partner.pieces, strict=True):
            page = ask(server.port, urlsplit(entry.link).path)
            assert page.status == 200
            assert piece.paragraphs[-1].split("'")[0].split('"')[0][:40] in page.text


def test_a_known_etag_is_answered_without_a_body(server: PartnerServer) -> None:
    path = feed_path(partners()[0])
    etag = ask(server.port, path).headers["ETag"]
    again = ask(server.port, path, headers={"If-None-Match": etag})
    assert (again.status, again.body) == (304, b"")
    assert again.headers["ETag"] == etag


def test_a_known_date_is_answered_without_a_body(server: PartnerServer) -> None:
    path = feed_path(partners()[0])
    date = ask(server.port, path).headers["Last-Modified"]
    assert ask(server.port, path, headers={"If-Modified-Since": date}).status == 304


def test_another_etag_wins_over_a_known_date(server: PartnerServer) -> None:
    path = feed_path(partners()[0])
    date = ask(server.port, path).headers["Last-Modified"]
    asked = {"If-None-Match": '"other"', "If-Modified-Since": date}
    assert ask(server.port, path, headers=asked).status == 200


def test_a_feed_stays_the_same_for_the_same_day(server: PartnerServer) -> None:
    path = feed_path(partners()[1])
    etag = ask(server.port, path).headers["ETag"]
    port = server.port
    server.__exit__(None, None, None)
    with PartnerServer(now=NOW, port=port) as again:
        assert ask(again.port, path).headers["ETag"] == etag


def test_head_has_headers_and_no_body(server: PartnerServer) -> None:
    reply = ask(server.port, feed_path(partners()[0]), method="HEAD")
    assert int(reply.headers["Content-Length"]) > 1000
    assert reply.body == b""


@pytest.mark.parametrize(
    "path", ["/nobody/feed", "/night-desk/none.html", "/night-desk/../outlet.toml", "//x"]
)
def test_an_address_that_leads_nowhere_is_404(server: PartnerServer, path: str) -> None:
    assert ask(server.port, path).status == 404


def test_a_foreign_name_for_this_machine_gets_nothing(server: PartnerServer) -> None:
    reply = ask(server.port, "/", headers={"Host": f"evil.example:{server.port}"})
    assert reply.status == 421


def test_nothing_is_printed(server: PartnerServer, capfd: pytest.CaptureFixture[str]) -> None:
    ask(server.port, "/")
    ask(server.port, "/nothing")
    assert capfd.readouterr() == ("", "")


def test_a_taken_port_is_refused(server: PartnerServer) -> None:
    with pytest.raises(OSError, match="in use"):
        PartnerServer(now=NOW, port=server.port)
