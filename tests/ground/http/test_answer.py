"""What the head of an answer means, and how a form is sent."""

import asyncio
from collections.abc import Coroutine
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pamphleteer.ground import clock
from pamphleteer.ground.http import (
    Answer,
    PrivateError,
    RedirectError,
    SizeError,
    StatusError,
    host_of,
)
from pamphleteer.ground.http.answer import Link, links, max_age
from pamphleteer.ground.http.asking import Fetcher, Limits
from tests.collect.server import PartnerServer


def asked(url: str, *, form: dict[str, str] | None = None, **limits: Any) -> Answer:
    async def run() -> Answer:
        limited = Limits(**({"allow": ("127.0.0.0/8",), "seconds": 10.0} | limits))
        async with Fetcher.open(agent="test", limits=limited) as fetcher:
            done: Coroutine[Any, Any, Answer] = (
                fetcher.get(url) if form is None else fetcher.post(url, form)
            )
            return await done

    return asyncio.run(run())


@pytest.mark.parametrize(
    ("hops", "moved_to"),
    [
        ([301], "/1"),
        ([308, 301], "/2"),
        ([302], ""),
        ([301, 302, 301], "/1"),
        ([307, 301], ""),
        ([], ""),
    ],
)
def test_only_permanent_redirects_from_the_start_say_where_it_moved(
    server: PartnerServer, hops: list[int], moved_to: str
) -> None:
    for number, status in enumerate(hops):
        server.redirect(f"/{number}", f"/{number + 1}", status=status)
    server.give(f"/{len(hops)}", "<rss/>")

    assert asked(server.url("/0")).moved_to == (server.url(moved_to) if moved_to else "")


def test_a_fault_behind_redirects_says_where_it_was_and_whether_for_ever(
    server: PartnerServer,
) -> None:
    server.redirect("/moved", "/gone", status=301)
    server.redirect("/away", "/gone", status=302)
    server.give("/gone", b"the <b>page</b>", status=410, x_mark="yes")

    with pytest.raises(StatusError, match=r"^redirects to .*/gone, which answered 410") as lasting:
        asked(server.url("/moved"))
    with pytest.raises(StatusError) as passing:
        asked(server.url("/away"))

    assert (lasting.value.lasting, passing.value.lasting) == (True, False)
    assert lasting.value.page == b"the <b>page</b>"
    assert lasting.value.headers["x-mark"] == "yes"


def test_the_page_of_a_fault_is_read_no_further_than_is_needed(server: PartnerServer) -> None:
    with pytest.raises(StatusError) as caught:
        asked(server.give("/feed", b"x" * 1_000_000, status=403))
    assert len(caught.value.page) <= 65_536


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"cache-control": "public, max-age=600"}, 600.0),
        ({"cache-control": "max-age=600", "age": "100"}, 500.0),
        ({"cache-control": "max-age=600", "age": "900"}, 0.0),
        ({"cache-control": "no-store, max-age=600"}, None),
        ({"cache-control": "s-maxage=600"}, None),
        ({"cache-control": "max-age=soon"}, None),
        ({"expires": "Mon, 23 Nov 2026 10:30:00 GMT"}, 3600.0),
        ({"expires": "0"}, None),
        (
            {
                "expires": "Mon, 23 Nov 2026 08:10:00 GMT",
                "date": "Mon, 23 Nov 2026 08:00:00 GMT",
            },
            600.0,
        ),
        ({}, None),
    ],
)
def test_an_answer_says_how_long_it_is_fresh(
    headers: dict[str, str], seconds: float | None
) -> None:
    with clock.stopped(datetime(2026, 11, 23, 9, 30, tzinfo=UTC)):
        assert max_age(headers) == seconds


def test_links_of_the_head_are_found(server: PartnerServer) -> None:
    told = '<https://hub.example/>; rel="hub", </feed>; title="a, b; c"; rel=self'
    answer = asked(server.give("/old", "<rss/>", link=told))

    assert answer.linked("hub") == ["https://hub.example/"]
    assert answer.linked("self") == [server.url("/feed")]


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ('<a>; rel="next HUB"', [("https://x.example/a", "next"), ("https://x.example/a", "hub")]),
        ("<a>; REL = hub", [("https://x.example/a", "hub")]),
        ("<a>", []),
        ("rel=hub", []),
        ("<http://[>; rel=hub, <b>; rel=self", [("https://x.example/b", "self")]),
        ('<a>; title="x < y, <z>"; rel=hub', [("https://x.example/a", "hub")]),
        ('<a>; title="; rel=hub"; rel=prev', [("https://x.example/a", "prev")]),
        ("<a>; rel=prev; rel=hub", [("https://x.example/a", "prev")]),
        ("<a>; rel='hub'", [("https://x.example/a", "hub")]),
        ('<a>; rel=hub; anchor="/other"', []),
        ('<a>; rel=hub; anchor="https://x.example/"', [("https://x.example/a", "hub")]),
        ('<a>; rel="hub, <b>; rel=self', [("https://x.example/b", "self")]),
    ],
)
def test_odd_links_are_read_as_far_as_they_go(header: str, found: list[tuple[str, str]]) -> None:
    assert links(header, base="https://x.example/") == tuple(Link(*one) for one in found)


def test_a_hub_behind_many_other_links_is_found() -> None:
    # Sites send a link for each font and script that a page will want.
    head = ", ".join(f"</{number}.woff2>; rel=preload; as=font" for number in range(60))
    found = links(f"{head}, <https://hub.example/>; rel=hub", base="https://x.example/")
    assert found[-1] == Link("https://hub.example/", "hub")


@given(st.text(max_size=300))
def test_no_head_breaks_the_reading(text: str) -> None:
    links(text, base="https://x.example/")
    for name in ("cache-control", "expires", "age", "date"):
        max_age({name: text, "expires": "Mon, 23 Nov 2026 10:30:00 GMT"})


def test_a_form_is_sent_and_any_success_taken(server: PartnerServer) -> None:
    answer = asked(server.give("/hub", "", status=202), form={"hub.mode": "subscribe"})
    assert answer.status == 202
    assert server.forms == [{"hub.mode": "subscribe"}]


def test_a_form_is_sent_again_only_where_a_redirect_asks_for_it(server: PartnerServer) -> None:
    server.give("/hub", "", status=204)
    again = asked(server.redirect("/moved", "/hub", status=307), form={"a": "b"})
    assert (again.status, server.forms) == (204, [{"a": "b"}, {"a": "b"}])
    with pytest.raises(StatusError, match="answered 302"):
        asked(server.redirect("/away", "/hub", status=302), form={"a": "b"})


def test_a_form_is_sent_into_no_private_network(server: PartnerServer) -> None:
    with pytest.raises(PrivateError):
        asked(server.give("/hub", ""), form={"a": "b"}, allow=())
    assert not server.asked


@pytest.mark.parametrize(
    "head",
    [
        b"X-Long: " + b"x" * 50_000 + b"\r\n",
        b"".join(b"X-%d: %s\r\n" % (n, b"x" * 900) for n in range(60)),
        b"".join(b"X-%d: y\r\n" % n for n in range(2000)),
    ],
    ids=["one long line", "much in all", "many lines"],
)
def test_a_head_that_is_too_large_is_a_fault(server: PartnerServer, head: bytes) -> None:
    url = server.raw("/feed", b"HTTP/1.1 200 OK\r\n" + head + b"\r\n<rss/>")
    with pytest.raises(SizeError, match="sent a head of more than 32,000 bytes"):
        asked(url)


def test_the_limit_on_redirects_is_told(server: PartnerServer) -> None:
    url = server.redirect("/feed", "/feed")
    with pytest.raises(RedirectError, match=r"redirects more than 1 time$"):
        asked(url, redirects=1)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://Example.org/feed", "example.org:443"),
        ("http://example.org./", "example.org:80"),
        ("http://[::1]:8080/", "::1:8080"),
        ("http://example.org:99999/", ""),
        ("nonsense", ""),
    ],
)
def test_a_host_is_a_server_and_its_port(url: str, host: str) -> None:
    assert host_of(url) == host
