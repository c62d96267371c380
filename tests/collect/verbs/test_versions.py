"""A piece that changes keeps what it said before; what looks like change and is none, does not."""

import pytest

from pamphleteer.collect.models import Source, Story, Version, WireItem
from pamphleteer.collect.understand import understand
from pamphleteer.collect.verbs.wire import VERSIONS, Kept, keep
from tests.collect.conftest import source_at
from tests.collect.feeds import item, rss

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
TEXT = (
    "The harbour office of Port Hallow opened its ledgers on Monday, after eleven years in which "
    "nobody outside the council had been allowed to read a single page of them. Fishers who had "
    "paid twice stood in the queue before dawn, and some of them brought receipts."
)
OTHER = TEXT.replace("eleven", "twelve") + " The clerk read the first entries aloud until noon."


@pytest.fixture
def source() -> Source:
    return source_at("https://harbour-light.example/feed")


def brought(source: Source, *items: str) -> Kept:
    content = rss(*items, channel="<language>en</language>").encode()
    return keep(source, understand(content, address=source.url).items)


def said() -> list[str]:
    rows = Version.objects.order_by("number").values_list("body", "lead")
    return [body or lead for body, lead in rows]


def test_a_changed_text_is_a_version_and_both_are_kept(source: Source) -> None:
    first = brought(source, item(description=TEXT))
    second = brought(source, item(description=OTHER))
    row = WireItem.objects.get()
    assert (first.changed, second.new) == ([], [])
    assert first.new == second.changed == [row.pk]
    assert row.version == 2
    assert "twelve" in (row.body or row.lead)
    assert len(said()) == 1
    assert "eleven" in said()[0]


def test_a_changed_headline_is_a_version_too(source: Source) -> None:
    brought(source, item(description=TEXT))
    brought(source, item(description=TEXT, title="The ledgers are open"))
    assert WireItem.objects.get().headline == "The ledgers are open"
    assert [version.headline for version in Version.objects.all()] == [
        "The tide comes in for the 1th time"
    ]


def test_white_space_and_tags_around_words_are_no_change(source: Source) -> None:
    brought(source, item(description=TEXT))
    spaced = f"<p>{TEXT.replace(' ', '  ')}</p>\n\n<p> </p>"
    assert brought(source, item(description=spaced)) == Kept([], [])
    assert not Version.objects.exists()


@pytest.mark.parametrize("text", [TEXT, "Brief."])
def test_a_tracking_parameter_is_no_change(source: Source, text: str) -> None:
    link = "https://harbour-light.example/1"
    brought(source, item(description=text, link=link))
    again = brought(source, item(description=text, link=f"{link}?utm_source=feed&fbclid=1"))
    assert again == Kept([], [])
    assert not Version.objects.exists()


def test_what_flips_back_and_forth_has_a_version_for_each_time(source: Source) -> None:
    for text in (TEXT, OTHER, TEXT):
        brought(source, item(description=text))
    assert WireItem.objects.get().version == 3
    assert ["twelve" in text for text in said()] == [False, True]
    assert Story.objects.told().count() == 1


def test_a_piece_that_changes_without_end_has_bounded_versions(source: Source) -> None:
    for n in range(VERSIONS + 20):
        brought(source, item(description=f"{TEXT} Edition {n}."))
    numbers = list(Version.objects.order_by("number").values_list("number", flat=True))
    assert WireItem.objects.get().version == VERSIONS + 20
    assert len(numbers) <= VERSIONS
    assert numbers[0] == 1
    assert numbers[-1] == VERSIONS + 19


def test_a_new_id_at_each_poll_does_not_flood(source: Source) -> None:
    for n in range(30):
        brought(source, *(item(k, guid=f"{n}-{k}", description=f"{k} {TEXT}") for k in range(5)))
    assert WireItem.objects.count() == 5
    assert Story.objects.told().count() <= 5


def test_a_new_id_with_a_changed_text_is_a_version(source: Source) -> None:
    brought(source, item(description=TEXT))
    brought(source, item(description=OTHER, guid="another"))
    assert WireItem.objects.get().version == 2
