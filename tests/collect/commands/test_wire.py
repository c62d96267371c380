"""`pamphleteer wire`: the day's stories, and what an editor says of them."""

import json

import pytest
from click.testing import CliRunner, Result
from django.db import transaction

from pamphleteer.collect.commands import sources
from pamphleteer.collect.commands.wire import command
from pamphleteer.collect.models import Story, WireItem
from pamphleteer.collect.understand import understand
from pamphleteer.collect.verbs.wire import keep
from tests.collect.conftest import source_at
from tests.collect.feeds import item, rss

pytestmark = pytest.mark.django_db

TOLD = "<p>" + " ".join(f"word{n}" for n in range(60)) + "</p>"


def wire(*words: str | int) -> Result:
    return CliRunner().invoke(command, [str(word) for word in words])


@pytest.fixture
def copies() -> list[WireItem]:
    """One piece, carried by two partners; the second of them changed it afterwards."""
    for partner, licence in (("The One", "cc-by"), ("The Other", "all-rights-reserved")):
        source = source_at(
            f"https://{partner[4:].lower()}.example/feed", partner=partner, licence=licence
        )
        for ending in ("", " changed") if partner == "The Other" else ("",):
            piece = item(
                1, link=f"{source.url}/1", description=TOLD.replace("</p>", f"{ending}</p>")
            )
            found = understand(rss(piece).encode(), address=source.url).items
            with transaction.atomic():
                keep(source, found)
    return list(WireItem.objects.order_by("pk"))


def test_a_story_is_one_line_however_many_carry_it(copies: list[WireItem]) -> None:
    told = wire("list").output
    assert "1 story" in told
    assert "The One, The Other" in told
    assert "full text allowed with credit; excerpt and link only" in told

    (story,) = json.loads(wire("list", "--json").output)
    assert [one["partner"] for one in story["items"]] == ["The One", "The Other"]
    assert [one["version"] for one in story["items"]] == [1, 2]


def test_the_list_can_be_narrowed(copies: list[WireItem]) -> None:
    assert "1 story" in wire("list", "--partner", "the other").output
    assert "Nothing came in" in wire("list", "--language", "eo").output


def test_a_story_shows_who_carries_it_and_who_was_first(copies: list[WireItem]) -> None:
    told = wire("show", copies[0].story_id or 0).output
    assert f"{copies[0].pk} (first)" in told
    assert "https://other.example/feed/1" in told


def test_versions_and_copies_are_compared_word_by_word(copies: list[WireItem]) -> None:
    one, other = copies
    assert "{+changed+}" in wire("compare", other.pk).output
    assert "{+changed+}" in wire("compare", other.pk, "--versions", 1, 2).output
    assert "The One, piece" in wire("compare", one.pk, other.pk).output
    refused = wire("compare", one.pk)
    assert (refused.exit_code, "one version only" in refused.output) == (1, True)


def test_an_editor_splits_and_merges(copies: list[WireItem]) -> None:
    assert wire("split", copies[1].pk).exit_code == 0
    assert Story.objects.told().count() == 2

    numbers = list(Story.objects.told().values_list("pk", flat=True))
    assert wire("merge", *numbers).exit_code == 0
    assert Story.objects.told().get().items.count() == 2


def test_what_is_not_there_is_said_in_a_line() -> None:
    for words in (["show", 9], ["split", 9], ["merge", 8, 9], ["decline", 8, 9], ["compare", 9]):
        answer = wire(*words)
        assert answer.exit_code == 1
        assert len(answer.output.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--days", "nan"), 2, "is no number of days"),
        (("--days", "-1"), 2, "is no number of days"),
        (("--limit", "0"), 2, "is not in the range"),
        (("--partner", "Nobody"), 1, "No partner is called “Nobody”."),
    ],
)
def test_what_can_not_be_listed_is_refused(words: tuple[str, ...], code: int, said: str) -> None:
    done = wire("list", *words)
    assert done.exit_code == code
    assert said in done.output


def test_an_address_is_whole_in_a_pipe() -> None:
    source = source_at(f"https://a.example/{'x' * 300}", partner="L" * 150)
    assert source.url in CliRunner().invoke(sources.command, ["list"]).output


def test_a_story_that_was_merged_says_into_which(copies: list[WireItem]) -> None:
    story = wire("split", copies[1].pk).output.split()[4]
    kept = copies[0].story_id or 0
    assert wire("merge", kept, story).exit_code == 0
    assert f"Story {story} was merged into story {kept}." in wire("show", story).output
    assert json.loads(wire("show", story, "--json").output)["asked"] == int(story)


def test_a_piece_is_not_compared_with_itself(copies: list[WireItem]) -> None:
    told = wire("compare", copies[0].pk, copies[0].pk)
    assert told.exit_code == 1
    assert "no other one than itself" in told.output
