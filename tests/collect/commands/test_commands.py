"""The room's commands say what they did, to people and to machines."""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from pamphleteer.collect.commands import collect, sources
from pamphleteer.collect.models import Host, Source, WireItem
from pamphleteer.collect.verbs.claim import claim_many
from pamphleteer.collect.verbs.pause import pause
from pamphleteer.ground import clock
from pamphleteer.ground.clock import StoppedClock
from pamphleteer.register.models import Topic
from tests.collect import articles
from tests.collect.conftest import source_at
from tests.collect.feeds import item, rss
from tests.collect.server import PartnerServer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loopback")]
URL = "https://harbour-light.example/feed"


def run(*words: str) -> Result:
    command = {"sources": sources.command, "collect": collect.command}[words[0]]
    return CliRunner().invoke(command, list(words[1:]))


def test_a_source_is_added_and_listed() -> None:
    added = run(
        "sources", "add", URL, "--unchecked", "--partner", "The Harbour Light", "--licence", "cc-by"
    )
    assert (added.exit_code, added.output) == (
        0,
        f"Added {URL} of The Harbour Light, under CC BY 4.0.\n",
    )

    listed = run("sources", "list")
    assert URL in listed.output
    assert "not polled yet" in listed.output

    (told,) = json.loads(run("sources", "list", "--json").output)
    assert (told["url"], told["licence"], told["last_poll"]) == (URL, "cc-by", None)


def test_a_source_that_is_refused_is_told_in_one_line() -> None:
    refused = run("sources", "add", "nowhere", "--partner", "X", "--licence", "cc-by")
    assert refused.exit_code == 1
    assert refused.output == ("“nowhere” is not an address that begins with http:// or https://.\n")
    assert run("sources", "add", URL).exit_code == 2


@pytest.mark.parametrize("words", [("sources", "list"), ("collect",), ("collect", "--due")])
def test_without_a_source_the_list_and_a_round_say_how_to_add_one(words: tuple[str, ...]) -> None:
    told = run(*words)
    assert told.exit_code == 0
    assert told.output.startswith("There is no source yet: `pamphleteer sources add ADDRESS")
    source_at(URL)
    pause(URL)
    assert "There is no source yet" not in run(*words).output
    assert "Polled nothing: every source is paused" in run("collect").output


def test_a_source_is_paused_and_resumed() -> None:
    source_at(URL)
    assert run("sources", "pause", URL).output == f"Paused {URL}.\n"
    assert "paused" in run("sources", "list").output
    assert run("sources", "resume", URL).output == f"Resumed {URL}.\n"
    assert run("sources", "pause", "https://nobody.example/").exit_code == 1


def test_collect_polls_all_and_tells_of_each(server: PartnerServer) -> None:
    source_at(server.give("/good", rss(item(1), item(2))))
    source_at(server.url("/gone"), partner="The Night Desk")

    done = run("collect")

    assert done.exit_code == 0
    assert "2 new" in done.output
    assert "answered 404 (Not Found)" in done.output
    assert "2 new, from 2 polled; 1 could not be read." in done.output
    assert WireItem.objects.count() == 2


def test_collect_tells_a_machine(server: PartnerServer) -> None:
    url = source_at(server.give("/good", rss(item(1)))).url
    assert json.loads(run("collect", "--json").output) == {
        "new": 1,
        "waiting": 0,
        "held": 0,
        "elsewhere": 0,
        "texts": {"fetched": 0, "refused": 0, "left": 0},
        "sources": [
            {
                "url": url,
                "partner": "The Harbour Light",
                "new": 1,
                "unchanged": False,
                "fault": "",
            }
        ],
    }


def test_collect_polls_what_is_not_due_unless_it_is_told_not_to(server: PartnerServer) -> None:
    source_at(server.give("/feed", rss(item(1))))
    run("collect")
    assert "no source is due" in run("collect", "--due").output
    assert server.asked["/feed"] == 1
    run("collect")
    assert server.asked["/feed"] == 2
    assert Source.objects.get().health == "well"


@pytest.mark.parametrize("words", [("collect",), ("sources",), ("sources", "add")])
def test_help_teaches(words: tuple[str, ...]) -> None:
    shown = run(*words, "--help")
    assert shown.exit_code == 0
    assert len(shown.output) > 100


def test_the_list_tells_of_trouble_alone_when_it_is_asked_for() -> None:
    assert "no source yet" in run("sources", "list", "--trouble").output
    source_at(URL)
    assert run("sources", "list", "--trouble").output == "No source is in trouble.\n"
    bad = source_at("https://bad.example/")
    bad.failures, bad.fault, bad.interval = 4, "answered 500", 1_200
    bad.save()
    listed = json.loads(run("sources", "list", "--trouble", "--json").output)
    assert [(one["url"], one["failures"], one["interval"]) for one in listed] == [
        ("https://bad.example/", 4, 1200.0)
    ]
    assert "every 20 minutes" in run("sources", "list", "--trouble").output


def test_one_source_is_shown_with_all_about_it(server: PartnerServer) -> None:
    url = server.give("/feed", rss(item(1)))
    source_at(url)
    run("collect")
    shown = run("sources", "show", url).output
    for words in ("of The Harbour Light", "well", "every 15 minutes", "for the 1th time"):
        assert words in shown
    told = json.loads(run("sources", "show", url, "--json").output)
    assert [piece["headline"] for piece in told["newest"]] == ["The tide comes in for the 1th time"]
    assert run("sources", "show", "https://nobody.example/").exit_code == 1


def test_what_is_left_for_later_is_said(server: PartnerServer) -> None:
    first = server.give("/first", "", status=503, retry_after="7200")
    source_at(first)
    run("collect")
    assert "1 source, whose server asked for a rest" in run("collect").output
    assert json.loads(run("collect", "--json").output)["waiting"] == 1


def test_collect_fetches_whole_texts_when_it_is_asked_to(
    server: PartnerServer, settings: Any
) -> None:
    settings.COLLECT_FULL_TEXT = True
    settings.COLLECT_PAUSE = 0.01
    settings.COLLECT_MEND_SECONDS = 30.0
    pages = (articles.wordpress(), articles.paywall())
    links = [server.give(f"/{n}", page, content_type="text/html") for n, page in enumerate(pages)]
    cut = f"{articles.ENGLISH[0]} […]"
    pieces = [item(n, link=url, description=cut, title=f"{n}") for n, url in enumerate(links)]
    source_at(server.give("/feed", rss(*pieces)))

    assert "Whole texts to be fetched: 2" in run("collect").output
    told = run("collect", "--texts")

    assert "Whole texts: 1 fetched, 1 refused." in told.output
    assert "to be fetched" not in told.output
    first, second = WireItem.objects.order_by("url")
    assert first.whole_text == "fetched from its page"
    assert second.whole_text == "not fetched: its page stands behind a paywall"
    assert json.loads(run("collect", "--texts", "--json").output)["texts"] == {
        "fetched": 0,
        "refused": 0,
        "left": 0,
    }


def test_a_source_whose_server_asked_for_a_rest_is_said_to_wait(
    stopped_clock: StoppedClock,
) -> None:
    source = source_at(URL)
    Host.objects.create(name=source.host, free_at=clock.now() + timedelta(hours=2))
    (told,) = json.loads(run("sources", "list", "--json").output)
    assert told["health"] == "waits, for its server asked for a rest"
    assert told["next_poll"] == clock.stamp(clock.now() + timedelta(hours=2))
    assert "waits, for its server" in run("sources", "show", URL).output
    stopped_clock.advance(hours=3)
    assert "not polled yet" in run("sources", "show", URL).output


def test_a_source_that_a_killed_process_held_is_listed_with_the_hold(
    stopped_clock: StoppedClock, settings: Any
) -> None:
    settings.COLLECT_TIMEOUT = 60.0
    source = source_at(URL)
    (_,) = claim_many(at_most=1, only=[source.pk])
    words = "is being asked now, or was when its process was killed: free again by 09:33 UTC"
    for told in (run("sources", "list").output, run("sources", "show", URL).output):
        assert words in told
        assert "2026-11-23 09:33 UTC" in told
    (told_to_a_machine,) = json.loads(run("sources", "list", "--json").output)
    assert told_to_a_machine["held_until"] == "2026-11-23T09:33:00Z"
    stopped_clock.advance(minutes=4)
    assert words not in run("sources", "list").output


def test_a_source_is_shown_with_its_selectors_topics_credit_and_failures() -> None:
    source = source_at("https://harbour-light.example/news")
    source.kind, source.selectors, source.failures = Source.Kind.PAGE, {"item": ".teaser"}, 4
    source.save()
    source.topics.add(Topic.objects.create(name="Coast", slug="coast"))

    told = run("sources", "show", source.url).output
    for words in ("item “.teaser”", "Coast", source.partner.credit_line, "Failures:     4"):
        assert words in told
    machine = json.loads(run("sources", "show", source.url, "--json").output)
    assert (machine["selectors"], machine["topics"]) == ({"item": ".teaser"}, ["Coast"])


def test_a_full_disk_is_told_in_a_line() -> None:
    with Path("/dev/full").open("w") as full:
        told = subprocess.run(
            [sys.executable, "-m", "pamphleteer", "sources", "read", "nothing.xml", "--json"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert told.returncode == 1
    assert told.stderr == "The output can't be written (No space left on device).\n"
