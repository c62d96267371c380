"""`sources add` adds a feed, asks which of several, or says how to say it."""

import json
import os
import pty
import subprocess
import sys
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.db import connection

from pamphleteer.collect.commands import sources
from pamphleteer.collect.models import Source
from tests.collect.conftest import source_at
from tests.collect.feeds import atom, entry, item, rss
from tests.collect.server import PartnerServer
from tests.collect.sources.test_page import archive
from tests.collect.sources.test_page import entry as teaser
from tests.collect.verbs.test_discover import link, page

pytestmark = [pytest.mark.usefixtures("loopback"), pytest.mark.either_database]
WHOSE = ("--partner", "The Harbour Light", "--licence", "cc-by")


@pytest.fixture(autouse=True)
def _no_pause(settings: Any) -> None:
    settings.COLLECT_PAUSE = 0.0


def add(*words: str) -> Result:
    return CliRunner().invoke(sources.command, ["add", *words])


def two_feeds(server: PartnerServer) -> str:
    server.give("/feed", rss(item(1)))
    server.give("/atom", atom(entry()))
    return server.give("/", page(link("/feed") + link("/atom", kind="application/atom+xml")))


@pytest.mark.django_db
def test_a_feed_is_fetched_and_added(server: PartnerServer) -> None:
    url = server.give("/feed", rss(item(1)))
    added = add(url, *WHOSE)
    assert (added.exit_code, added.output) == (
        0,
        f"Added {url} of The Harbour Light, under CC BY 4.0.\n",
    )


@pytest.mark.django_db
def test_the_only_feed_of_a_page_is_added(server: PartnerServer) -> None:
    feed = server.give("/feed", rss(item(1)))
    assert add(server.give("/", page(link("/feed"))), *WHOSE).exit_code == 0
    assert Source.objects.get().url == feed


@pytest.mark.django_db
def test_of_several_nothing_is_added_where_nobody_can_answer(server: PartnerServer) -> None:
    told = add(two_feeds(server), *WHOSE)
    assert told.exit_code == 1
    for word in ("1", "2", "/feed", "/atom", "RSS 2.0", "Atom 1.0", "The Night Desk", "--pick N"):
        assert word in told.output
    assert not Source.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("pick", "paths"),
    [("2", {"/atom"}), ("1,2", {"/feed", "/atom"}), ("all", {"/feed", "/atom"}), ("{}/atom", {"/atom"})],
)  # fmt: skip
def test_a_script_says_which(server: PartnerServer, pick: str, paths: set[str]) -> None:
    picked = add(two_feeds(server), *WHOSE, "--pick", pick.format(server.url("")))
    assert picked.exit_code == 0
    assert {one.url for one in Source.objects.all()} == {server.url(path) for path in paths}


@pytest.mark.django_db
@pytest.mark.parametrize("pick", ["3", "x", "1,9", "https://nobody.example/"])
def test_a_choice_that_is_not_there_is_refused(server: PartnerServer, pick: str) -> None:
    refused = add(two_feeds(server), *WHOSE, "--pick", pick)
    assert refused.exit_code == 1
    assert "is none of them" in refused.output
    assert not Source.objects.exists()


@pytest.mark.django_db
def test_to_pick_all_where_all_are_here_is_refused(server: PartnerServer) -> None:
    url = two_feeds(server)
    assert add(url, *WHOSE, "--pick", "all").exit_code == 0

    again = add(url, *WHOSE, "--pick", "all")
    assert again.exit_code == 1
    assert "all of them are sources already" in again.output


@pytest.mark.django_db
def test_feeds_too_many_to_be_looked_at_are_told(server: PartnerServer) -> None:
    for number in range(10):
        server.give(f"/{number}/feed", rss(item(number)))
    url = server.give("/", page("".join(link(f"/{number}/feed") for number in range(10))))

    told = add(url, *WHOSE, "--pick", "1")
    assert "names 2 more, which were not looked at" in told.output
    for number in (8, 9):
        assert server.url(f"/{number}/feed") in told.output


@pytest.mark.django_db
def test_a_page_is_offered_beside_its_only_feed_of_comments(server: PartnerServer) -> None:
    server.give("/comments/feed", rss(item(3)))
    body = "".join(teaser(number) for number in range(1, 4))
    url = server.give("/", page(link("/comments/feed", title="Comments"), body))

    told = add(url, *WHOSE)
    assert "There is no feed of pieces; of the page itself these would be taken" in told.output
    assert add(url, *WHOSE, "--pick", "1").exit_code == 0
    assert (Source.objects.get().kind, Source.objects.get().url) == (Source.Kind.PAGE, url)


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["example.org", "example.org/feed", "news.example.org:8443/a?b"])
def test_an_address_is_one_of_the_web_where_it_does_not_say(typed: str) -> None:
    assert add(typed, *WHOSE, "--unchecked").exit_code == 0
    assert Source.objects.get().url.rstrip("/") == f"https://{typed}"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed", ["feed", "mailto:me@example.org", "../feed.xml", "me@example.org"]
)
def test_what_is_no_address_at_all_is_not_made_one(typed: str) -> None:
    told = add(typed, *WHOSE, "--unchecked")
    assert (told.exit_code, Source.objects.exists()) == (1, False)


@pytest.mark.django_db
def test_what_can_not_be_chosen_from_is_told() -> None:
    told = add("https://nobody.example/feed", *WHOSE, "--unchecked", "--pick", "1")
    assert told.exit_code == 2
    assert "--pick" in told.output


@pytest.mark.django_db
def test_what_is_here_already_is_said(server: PartnerServer) -> None:
    url = two_feeds(server)
    source_at(server.url("/feed"))
    assert "already, of The Harbour Light" in add(url, *WHOSE, "--pick", "1").output
    assert add(url, *WHOSE, "--pick", "all").exit_code == 0
    assert Source.objects.count() == 2


@pytest.mark.django_db
def test_a_page_without_a_feed_is_shown_and_added_when_it_is_wanted(server: PartnerServer) -> None:
    url = server.give("/news/", archive(teaser(2), teaser(1)))
    told = add(url, *WHOSE)
    assert told.exit_code == 1
    assert "The tide comes in for the 2th time" in told.output
    assert "--page" in told.output
    assert not Source.objects.exists()

    assert add(url, *WHOSE, "--page").exit_code == 0
    assert Source.objects.get().kind == "page"


@pytest.mark.django_db
def test_selectors_are_kept_on_the_source(server: PartnerServer) -> None:
    url = server.give("/news/", archive(teaser(2), teaser(1)))
    assert add(url, *WHOSE, "--item", ".teaser", "--lead", ".dek").exit_code == 0
    assert Source.objects.get().selectors == {"item": ".teaser", "lead": ".dek"}

    refused = add(url + "2", *WHOSE, "--item", "div[")
    assert (refused.exit_code, "is no CSS selector" in refused.output) == (1, True)
    lost = add(server.give("/x", archive(teaser(1))), *WHOSE, "--item", ".gone")
    assert (lost.exit_code, "find no headline" in lost.output) == (1, True)


@pytest.mark.django_db
def test_a_page_with_nothing_says_what_can_be_done(server: PartnerServer) -> None:
    told = add(server.give("/", page(body="<p>Closed.</p>")), *WHOSE)
    assert told.exit_code == 1
    assert "names no feed" in told.output
    assert "--item" in told.output


@pytest.mark.django_db
def test_unchecked_fetches_nothing() -> None:
    assert add("https://harbour-light.example/x", *WHOSE, "--unchecked").exit_code == 0
    assert add("https://harbour-light.example/y", *WHOSE, "--unchecked", "--page").exit_code == 0
    assert [one.kind for one in Source.objects.order_by("url")] == ["feed", "page"]


@pytest.mark.django_db
def test_without_a_partner_a_script_is_told_before_anything_is_fetched(
    server: PartnerServer,
) -> None:
    assert add(server.give("/feed", rss(item(1)))).exit_code == 2
    assert not server.asked


ASKED = """
import sys, django
django.setup()
from django.conf import settings
from django.db import connections
settings.COLLECT_ALLOW, settings.COLLECT_PAUSE = ("127.0.0.0/8",), 0.0
connections["default"].settings_dict["NAME"] = sys.argv[1]
from pamphleteer.collect.commands.sources import command
command(["add", sys.argv[2]])
"""


def at_a_terminal(url: str, *answers: str) -> str:
    """Run `sources add` at a terminal, type the answers, and return what was shown."""
    ours, theirs = pty.openpty()
    name = str(connection.settings_dict["NAME"])
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", ASKED, name, url],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "TERM": "dumb", "COLUMNS": "200"},
    ) as process:
        os.close(theirs)
        os.write(ours, "".join(f"{answer}\n" for answer in answers).encode())
        shown = b""
        while True:
            try:
                piece = os.read(ours, 4096)
            except OSError:
                break
            if not piece:
                break
            shown += piece
        process.wait(30)
    os.close(ours)
    return shown.decode()


@pytest.mark.usefixtures("own_database")
def test_at_a_terminal_it_asks_which_and_whose_and_under_which_licence(
    server: PartnerServer,
) -> None:
    shown = at_a_terminal(two_feeds(server), "2", "", "cc-by-nd")

    assert "Which" in shown
    source = Source.objects.select_related("partner__licence").get()
    assert source.url == server.url("/atom")
    assert (source.partner.name, source.partner.licence.slug) == ("The Harbour Light", "cc-by-nd")


@pytest.mark.usefixtures("own_database")
def test_at_a_terminal_a_page_is_offered(server: PartnerServer) -> None:
    url = server.give("/news/", archive(teaser(2), teaser(1)))
    shown = at_a_terminal(url, "y", "The Harbour Light", "cc-by")
    assert "The tide comes in for the 2th time" in shown
    assert Source.objects.get().kind == "page"


@pytest.mark.usefixtures("own_database")
def test_at_a_terminal_a_wrong_number_is_asked_for_again(server: PartnerServer) -> None:
    shown = at_a_terminal(two_feeds(server), "7", "2", "", "cc-by")
    assert "“7” is none of them" in shown
    assert Source.objects.get().url == server.url("/atom")


@pytest.mark.django_db
def test_a_feed_that_a_page_names_and_that_fails_is_told(server: PartnerServer) -> None:
    gone = server.url("/gone")
    told = add(server.give("/", page(link("/gone"), body="<p>Closed.</p>")), *WHOSE)
    assert told.exit_code == 1
    assert f"{gone}, which the page names, answered 404" in told.output
    assert "names no feed that could be read" in told.output


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<title>Just a moment...</title><p>Wait.</p>", "blocks programs (Cloudflare)"),
        ("<form><input type='password'></form>", "a page to log in at"),
    ],
)
def test_a_page_that_lets_nobody_in_is_told_as_what_it_is(
    server: PartnerServer, html: str, words: str
) -> None:
    told = add(server.give("/", f"<!doctype html><html><body>{html}</body></html>"), *WHOSE)
    assert told.exit_code == 1
    assert words in told.output


@pytest.mark.django_db
def test_a_feed_is_no_archive_page(server: PartnerServer) -> None:
    told = add(server.give("/feed", rss(item(1))), *WHOSE, "--page")
    assert told.exit_code == 1
    assert "is a feed (RSS 2.0) and no archive page" in told.output
    assert not Source.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "whose",
    [
        ("--partner", "The Harbour Light"),
        (*WHOSE[:2], "--licence", "cc-none"),
        ("--partner", "!", *WHOSE[2:]),
    ],
)
def test_what_is_wrong_with_a_partner_is_told_before_anything_is_fetched(
    server: PartnerServer, whose: tuple[str, ...]
) -> None:
    assert add(server.give("/feed", rss(item(1))), *whose).exit_code == 1
    assert not server.asked


@pytest.mark.django_db
def test_a_machine_is_told_what_was_added(server: PartnerServer) -> None:
    feed = server.give("/feed", rss(item(1)))
    added = add(server.give("/", page(link("/feed"))), *WHOSE, "--json")
    assert (added.exit_code, added.output.count("\n")) == (0, 1)
    told = json.loads(added.output)
    assert [(one["url"], one["partner"], one["licence"]) for one in told["added"]] == [
        (feed, "The Harbour Light", "cc-by")
    ]
    assert [(one["url"], one["format"]) for one in told["candidates"]] == [(feed, "RSS 2.0")]
    again = add(feed, *WHOSE, "--unchecked", "--json")
    assert (again.exit_code, again.stdout) == (1, "")
    assert "is a source already" in again.stderr


@pytest.mark.django_db
def test_a_machine_is_told_what_there_is_to_choose_from_and_why_nothing_was_added(
    server: PartnerServer,
) -> None:
    url = two_feeds(server)
    added = add(url, *WHOSE, "--json")
    told = json.loads(added.stdout)
    assert (added.exit_code, told["added"], Source.objects.count()) == (1, [], 0)
    assert [one["format"] for one in told["candidates"]] == ["RSS 2.0", "Atom 1.0"]
    assert told["candidates"][0]["newest"] == "2026-11-23T09:01:00Z"
    assert added.stderr.startswith("Nothing was added: say it with --pick")
    assert len(json.loads(add(url, *WHOSE, "--pick", "all", "--json").stdout)["added"]) == 2


@pytest.mark.django_db
@pytest.mark.parametrize("more", [(), ("--unchecked",), ("--json",)])
def test_an_address_that_is_none_is_told_before_what_else_is_missing(more: tuple[str, ...]) -> None:
    told = add("foo", *more)
    assert (told.exit_code, told.stdout) == (1, "")
    assert told.stderr == "“foo” is not an address that begins with http:// or https://.\n"
