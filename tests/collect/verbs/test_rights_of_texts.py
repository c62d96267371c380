"""Whole texts under licences that change, and from pages and servers that say odd things."""

from typing import Any

import pytest

from pamphleteer.collect.models import Robots, Text, WireItem
from pamphleteer.collect.verbs.poll import poll
from pamphleteer.collect.verbs.texts import round_
from pamphleteer.register.models import Entry, Licence
from tests.collect import articles
from tests.collect.conftest import source_at
from tests.collect.feeds import item, rss
from tests.collect.server import PartnerServer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("whole")]


@pytest.fixture
def whole(settings: Any, loopback: None) -> None:
    settings.COLLECT_FULL_TEXT = True
    settings.COLLECT_MEND_SECONDS = 30.0


def polled(server: PartnerServer, *urls: str, licence: str = "cc-by") -> None:
    pieces = [
        item(n, title=articles.HEADLINE, link=url, description=f"{articles.ENGLISH[n][:120]} […]")
        for n, url in enumerate(urls)
    ]
    source_at(server.give("/feed", rss(*pieces)), licence=licence)
    assert poll().new == len(urls)


def rounds() -> None:
    for _ in range(4):
        round_()


def page_with(server: PartnerServer, head: str, *, path: str = "/1") -> str:
    main = f"<article>{articles.paragraphs(articles.ENGLISH)}</article>"
    return server.give(path, articles.page(main, head=head), content_type="text/html")


def test_what_was_planned_is_let_be_when_its_licence_no_longer_allows_it(
    server: PartnerServer,
) -> None:
    polled(server, server.give("/1", articles.ghost(articles.ENGLISH), content_type="text/html"))
    Licence.objects.filter(slug="cc-by").update(full_text=False)
    rounds()
    text = Text.objects.get()
    assert text.words == (
        "not fetched: its page was not asked for: CC BY 4.0 allows no whole text any more"
    )
    assert articles.ENGLISH[5] not in WireItem.objects.get().body
    assert server.asked["/1"] == server.asked["/robots.txt"] == 0
    assert Entry.objects.filter(what="wire.came").count() == 1


def test_a_page_under_the_same_licence_but_with_changes_bound_to_it_is_not_taken(
    server: PartnerServer,
) -> None:
    page = articles.wordpress(licence="https://creativecommons.org/licenses/by-sa/4.0/")
    polled(server, server.give("/1", page, content_type="text/html"))
    rounds()
    assert Text.objects.get().fault.startswith("is under CC BY-SA 4.0, which allows less than")


def test_what_no_database_can_hold_is_left_out_of_what_a_page_tells(server: PartnerServer) -> None:
    picture = {"url": "/i.jpg", "creditText": "Bo\x00 Reed\ud800"}
    polled(server, page_with(server, articles.linked(author="Ada\x00 Quay\ud800", image=picture)))
    rounds()
    found = WireItem.objects.get()
    assert found.text.state == Text.State.DONE
    assert (found.authors, found.pictures[0]["credit"]) == (["Ada Quay"], "Bo Reed")


def test_a_server_with_a_longer_name_than_there_are_is_told_as_one_out_of_reach(
    server: PartnerServer,
) -> None:
    polled(server, f"http://{'a' * 60}.{'.'.join(['b' * 60] * 8)}.example/1")
    rounds()
    assert "robots.txt" in Text.objects.get().fault
    assert Robots.objects.get().access == Robots.Access.NONE


def test_a_front_page_on_a_port_of_its_own_is_no_pieces_address(server: PartnerServer) -> None:
    url = page_with(server, f'<link rel=canonical href="{server.url("/")}">')
    polled(server, url)
    rounds()
    assert WireItem.objects.get().canonical == url


def test_an_address_that_all_pages_give_is_believed_of_one_at_most(server: PartnerServer) -> None:
    head = '<link rel=canonical href="/news">'
    urls = [page_with(server, head, path=f"/{n}") for n in range(3)]
    polled(server, *urls)
    for _ in range(4):
        rounds()
    assert Text.objects.filter(state=Text.State.DONE).count() == 3
    said = list(WireItem.objects.order_by("pk").values_list("canonical", flat=True))
    assert said.count(server.url("/news")) <= 1


@pytest.mark.parametrize("hostile", ["javascript:alert(1)", "http://[x", "//169.254.169.254/a"])
def test_a_hostile_address_of_its_own_is_not_believed(server: PartnerServer, hostile: str) -> None:
    url = page_with(server, f'<link rel=canonical href="{hostile}">')
    polled(server, url)
    rounds()
    assert WireItem.objects.get().canonical == url
