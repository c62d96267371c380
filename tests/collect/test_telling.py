"""A feed is told again as JSON Feed, with all that it says."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from pamphleteer.collect.commands import sources
from pamphleteer.collect.telling import told
from pamphleteer.collect.understand import understand
from tests.collect.feeds import item, rss
from tests.collect.server import PartnerServer

ADDRESS = "https://harbour-light.example/feed"
BROADCAST = (
    '<enclosure url="/tide.mp3" length="42301" type="audio/mpeg"/>'
    '<itunes:duration xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">1:02:05</itunes:duration>'
    '<podcast:transcript xmlns:podcast="https://podcastindex.org/namespace/1.0" url="/tide.vtt" '
    'type="text/vtt" language="en"/>'
)


def line(document: str, *, address: str = ADDRESS) -> dict[str, Any]:
    feed = understand(document.encode(), address=address, whole=True)
    said: dict[str, Any] = json.loads(json.dumps(told(feed)))
    return said


def run(*words: str) -> Result:
    return CliRunner().invoke(sources.command, ["read", *words])


def test_a_feed_is_told_whole() -> None:
    said = line(
        rss(
            item(1, inside=BROADCAST + '<source url="https://o.example/feed">The Origin</source>'),
            channel='<atom:link rel="self" href="/feed"/><atom:link rel="hub" href="//hub.example/"/>'
            "<description>News &amp;amp; views</description><language>en-GB</language><ttl>30</ttl>"
            "<copyright>All of us</copyright><image><url>/logo.png</url></image>"
            "<managingEditor>ada@harbour-light.example (Ada Quay)</managingEditor>"
            "<lastBuildDate>Mon, 23 Nov 2026 10:00:00 GMT</lastBuildDate>",
        )
    )
    (piece,) = said.pop("items")

    assert said == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "The Harbour Light",
        "home_page_url": "https://harbour-light.example/",
        "feed_url": "https://harbour-light.example/feed",
        "description": "News & views",
        "icon": "https://harbour-light.example/logo.png",
        "language": "en-GB",
        "authors": [{"name": "Ada Quay"}],
        "hubs": [{"type": "WebSub", "url": "https://hub.example/"}],
        "_pamphleteer": {
            "format": "RSS 2.0",
            "encoding": "utf-8",
            "updated": "2026-11-23T10:00:00Z",
            "rights": "All of us",
            "every": 1800.0,
        },
    }
    assert piece["attachments"] == [
        {
            "url": "https://harbour-light.example/tide.mp3",
            "mime_type": "audio/mpeg",
            "size_in_bytes": 42301,
            "duration_in_seconds": 3725,
            "_pamphleteer": {
                "transcripts": [
                    {
                        "url": "https://harbour-light.example/tide.vtt",
                        "type": "text/vtt",
                        "language": "en",
                    }
                ]
            },
        }
    ]
    assert (piece["id"], piece["date_published"]) == ("piece-1", "2026-11-23T09:01:00Z")
    assert piece["_pamphleteer"]["origin"] == {
        "title": "The Origin",
        "url": "https://o.example/feed",
    }
    assert "ada@" not in json.dumps([said, piece])


def test_what_is_told_means_the_same_when_it_is_read_again() -> None:
    said = line(rss(item(1, inside=BROADCAST), item(2)))
    again = line(json.dumps(said))
    for told_of in (said, again):
        told_of.pop("_pamphleteer")
        for piece in told_of["items"]:
            piece.pop("_pamphleteer")
            for attachment in piece.get("attachments", ()):
                attachment.pop("_pamphleteer", None)
    assert again == said


def test_a_piece_that_says_nothing_is_told_too_and_a_headline_is_not_invented() -> None:
    bare, doubled, again = line(rss("<item><guid>x</guid></item>", item(2), item(2)))["items"]
    assert (bare["id"], "title" in bare) == ("x", False)
    assert doubled == again


def test_pieces_that_share_an_id_are_told_by_what_they_are_known_by() -> None:
    pieces = "".join(
        f"<item><title>{n}</title><guid isPermaLink='false'>same</guid><link>https://a.example/{n}"
        "</link></item>"
        for n in (1, 2)
    )
    first, second = line(rss(pieces))["items"]
    assert (first["id"], second["id"]) == ("https://a.example/1", "https://a.example/2")
    assert first["_pamphleteer"]["id"] == second["_pamphleteer"]["id"] == "same"


def test_no_two_pieces_that_say_nothing_have_one_id() -> None:
    ids = [one["id"] for one in line(rss("<item/>", "<item/>", "<item/>"))["items"]]
    assert len({*ids}) == 3


def test_a_page_is_read_by_selectors(tmp_path: Path) -> None:
    page = tmp_path / "news.html"
    page.write_text(
        "<!doctype html><div class=x><b><a href=/1>Ferry late</a></b><i>It waited.</i></div>"
        "<div class=x><b><a href=/2>Pier shut</a></b><i>It rained.</i></div>"
    )
    words = ("--item", ".x", "--headline", "b", "--lead", "i", "--address", "https://a.example/")
    done = run(str(page), "--json", *words)
    assert done.exit_code == 0
    told_of = json.loads(done.output)["items"]
    assert [(one["title"], one["url"]) for one in told_of] == [
        ("Ferry late", "https://a.example/1"),
        ("Pier shut", "https://a.example/2"),
    ]
    assert told_of[0]["summary"] == "It waited."

    assert "is no part" not in run(str(page), "--item", "[[").output
    assert run(str(page), "--item", "[[").exit_code == 1


@pytest.mark.parametrize(
    ("links", "meant"),
    [
        ('<atom:link rel="self" href="https://a.example/x/feed"/>', "https://a.example/p"),
        ("", "https://harbour-light.example/p"),
    ],
)
def test_without_an_address_the_document_says_what_links_are_relative_to(
    links: str, meant: str
) -> None:
    (piece,) = line(rss(item(1, link="/p"), channel=links), address="")["items"]
    assert piece["url"] == meant


def test_several_sources_are_told_in_a_line_each(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.xml", tmp_path / "bad.txt"
    good.write_text(rss(item(1)))
    bad.write_text("Just a moment...")
    done = run(str(good), str(bad), str(tmp_path / "gone"), "--json")

    first, second, third = map(json.loads, done.output.splitlines())
    assert done.exit_code == 1
    assert first["title"] == "The Harbour Light"
    assert (second["source"], "is not a feed" in second["error"]) == (str(bad), True)
    assert third == {
        "source": str(tmp_path / "gone"),
        "error": "is no file that is there, nor an address that begins with http:// or https://",
    }


def test_people_are_shown_a_summary(tmp_path: Path) -> None:
    file = tmp_path / "feed.xml"
    file.write_text(rss(item(1, inside=BROADCAST)))
    done = run(str(file))
    assert done.exit_code == 0
    assert "“The Harbour Light”, RSS 2.0 in utf-8" in done.output
    assert "The tide comes in for the 1th time" in done.output
    assert "1 files" in done.output


def test_the_standard_input_is_read_too() -> None:
    done = CliRunner().invoke(sources.command, ["read", "-", "--json"], input=rss(item(1)))
    assert json.loads(done.output)["items"][0]["id"] == "piece-1"


@pytest.mark.usefixtures("loopback")
def test_an_address_is_fetched_and_its_fault_told(server: PartnerServer) -> None:
    done = run(server.give("/feed", rss(item(1))), server.url("/gone"), "--json")
    good, bad = map(json.loads, done.output.splitlines())
    assert good["items"][0]["id"] == "piece-1"
    assert "404" in bad["error"]
    assert done.exit_code == 1


def test_what_a_server_would_say_can_be_said_of_a_file(tmp_path: Path) -> None:
    file = tmp_path / "feed.xml"
    file.write_bytes(rss(item(1, title="Прилив", link="/p"), declaration="").encode("koi8-r"))
    words = ["--content-type", "text/xml; charset=koi8-r", "--address", "https://x.example/feed"]
    (piece,) = json.loads(run(str(file), "--json", *words).output)["items"]
    assert (piece["title"], piece["url"]) == ("Прилив", "https://x.example/p")


def test_the_one_command_reads_a_file_where_there_is_no_outlet(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(rss(item(1)))
    done = subprocess.run(
        [sys.executable, "-m", "pamphleteer", "sources", "read", "feed.xml", "--json"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["items"][0]["id"] == "piece-1"
    assert [file.name for file in tmp_path.iterdir()] == ["feed.xml"]
