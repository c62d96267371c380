"""What an editor says of stories stands; machines go on around it."""

from collections.abc import Iterator
from itertools import combinations

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pamphleteer.collect.errors import RefusedError
from pamphleteer.collect.models import Source, Story, Suggestion, WireItem
from pamphleteer.collect.understand import understand
from pamphleteer.collect.verbs import stories, suggest
from pamphleteer.collect.verbs.wire import keep
from pamphleteer.register.models import Entry
from tests.cast import Cast
from tests.collect.conftest import source_at
from tests.collect.feeds import item, rss

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loopback")]

WORDS = (
    "harbour", "council", "ferry", "rope", "gauge", "river", "night", "water", "school", "nurse",
    "cannery", "strike", "tenant", "winter", "heating", "market", "bridge", "orchard", "lantern",
    "quarry", "archive", "ledger", "printer", "voter", "mayor", "bailiff", "sluice",
)  # fmt: skip


def text(number: int, *, length: int = 60) -> str:
    """Return a text that no other number has."""
    return " ".join(f"{WORDS[(number * 7 + n * n) % 27]}{number}x{n % 11}" for n in range(length))


def bring(source: Source, *numbers: int, ending: str = "") -> list[WireItem]:
    """Let a source bring pieces, each of which is the text of a number."""
    pieces = [
        item(n, title=f"Piece {n}", link=f"{source.url}/{n}", description=f"{text(n)} {ending}")
        for n in numbers
    ]
    found = understand(rss(*pieces).encode(), address=source.url).items
    with transaction.atomic():
        keep(source, found)
    return [WireItem.objects.get(source=source, identity=f"piece-{n}") for n in numbers]


@pytest.fixture
def two() -> tuple[Source, Source]:
    return (
        source_at("https://one.example/feed", partner="The One"),
        source_at("https://other.example/feed", partner="The Other"),
    )


def test_copies_of_two_partners_are_one_story(two: tuple[Source, Source]) -> None:
    (first,), (second,) = bring(two[0], 1), bring(two[1], 1)
    assert first.story == second.story


def test_a_date_in_the_far_future_keeps_nothing_on_top_of_the_wire(
    two: tuple[Source, Source],
) -> None:
    far = rss(item(1, title="Piece 1", description=text(1), pubDate="2099-01-01T00:00:00Z"))
    with transaction.atomic():
        keep(two[0], understand(far.encode(), address=two[0].url).items)
    (late,) = bring(two[1], 2)
    early = WireItem.objects.get(source=two[0])
    assert early.published
    assert early.published.year == 2099, "what was said is kept"
    assert list(WireItem.objects.all()) == [late, early]
    assert list(Story.objects.all()) == [late.story, early.story]


def again(source: Source, number: int, *, says: int) -> WireItem:
    """Let a source give the id of a piece to another one."""
    piece = item(
        number, title=f"Piece {says}", link=f"{source.url}/{number}", description=text(says)
    )
    with transaction.atomic():
        keep(source, understand(rss(piece).encode(), address=source.url).items)
    return WireItem.objects.get(source=source, identity=f"piece-{number}")


def test_a_piece_under_the_id_of_another_one_leaves_its_story(two: tuple[Source, Source]) -> None:
    (first,), (second,) = bring(two[0], 1), bring(two[1], 1)

    changed = again(two[0], 1, says=2)

    second.refresh_from_db()
    assert changed.story != second.story == first.story
    assert second.story is not None
    assert second.story.first == second
    assert changed.story is not None
    assert changed.story.first == changed


def test_the_last_piece_of_a_story_stays_in_it_whatever_it_says(
    two: tuple[Source, Source],
) -> None:
    (first,), (second,) = bring(two[0], 1), bring(two[1], 1)
    changed = [again(source, 1, says=n + 2) for n, source in enumerate(two)]
    assert second.story == first.story
    assert len({one.story_id for one in changed}) == 2
    assert all(story.items.exists() for story in Story.objects.told())


def test_a_piece_under_another_ones_id_stays_where_an_editor_put_it(
    cast: Cast, two: tuple[Source, Source]
) -> None:
    (one,), (other,) = bring(two[0], 1), bring(two[1], 2)
    kept = stories.merge([one.story_id or 0, other.story_id or 0], by=cast.editor)
    assert again(two[0], 1, says=3).story == kept


def test_merged_stories_are_one_and_stay_one(cast: Cast, two: tuple[Source, Source]) -> None:
    (one,), (other,) = bring(two[0], 1), bring(two[1], 2)
    assert one.story_id != other.story_id

    kept = stories.merge([one.story_id or 0, other.story_id or 0], by=cast.editor)

    bring(two[1], 2, ending="and says more than it did before this")
    assert set(kept.items.all()) == {one, other}
    assert stories.living(other.story_id or 0) == kept
    entry = Entry.objects.get(what="story.merged")
    assert (entry.by, entry.data) == (cast.editor, {"stories": [other.story_id]})


def test_a_piece_that_was_split_off_never_goes_back(cast: Cast, two: tuple[Source, Source]) -> None:
    (first,), (second,) = bring(two[0], 1), bring(two[1], 1)

    alone = stories.split(second.pk, by=cast.editor)
    bring(two[1], 1, ending="one more word")
    bring(source_at("https://third.example/feed", partner="The Third"), 1)

    second.refresh_from_db()
    assert second.story == alone
    assert alone.first == second
    first.refresh_from_db()
    assert first.story != alone
    assert Entry.objects.get(what="story.split").by == cast.editor


def test_what_is_no_story_is_refused_in_words(two: tuple[Source, Source]) -> None:
    (one,) = bring(two[0], 1)
    for deed in (
        lambda: stories.merge([one.story_id or 0]),
        lambda: stories.merge([one.story_id or 0, 999_999]),
        lambda: stories.split(one.pk),
        lambda: stories.split(999_999),
        lambda: stories.decline(1, 2),
    ):
        with pytest.raises(RefusedError):
            deed()
    assert not Entry.objects.exclude(what__in=["source.added", "wire.came"]).exists()


def test_one_event_in_other_words_is_only_suggested(two: tuple[Source, Source]) -> None:
    told = (
        ("Last rope ferry on the Ostrey saved by its passengers", "They bought the rope."),
        ("Passengers of the Ostrey rope ferry save it themselves", "The rope is paid for."),
    )
    for source, (title, lead) in zip(two, told, strict=True):
        found = understand(
            rss(item(1, title=title, link=f"{source.url}/1", description=lead)).encode(),
            address=source.url,
        ).items
        with transaction.atomic():
            keep(source, found)
    bring(two[0], *range(10, 20))

    assert suggest.round_() == 1
    assert suggest.round_() == 0

    (pair,) = Suggestion.objects.open()
    assert pair.one != pair.other
    assert {str(pair.one), str(pair.other)} == {title for title, _ in told}

    stories.decline(pair.other_id, pair.one_id)
    assert not Suggestion.objects.open().exists()


def test_stories_that_became_one_are_suggested_no_more(two: tuple[Source, Source]) -> None:
    (one,), (other,) = bring(two[0], 1), bring(two[1], 2)
    pair = sorted([one.story_id or 0, other.story_id or 0])
    Suggestion.objects.create(one_id=pair[0], other_id=pair[1], likeness=0.5, at=one.seen)

    stories.merge(pair)

    assert not Suggestion.objects.open().exists()


DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["bring", "change", "merge", "split"]),
        st.integers(0, 2),
        st.integers(1, 3),
    ),
    max_size=12,
)


@pytest.fixture
def partners() -> Iterator[list[Source]]:
    yield [source_at(f"https://p{n}.example/feed", partner=f"P {n}") for n in range(3)]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(deeds=DEEDS)
def test_an_editors_word_stands_whatever_comes_in(
    partners: list[Source], deeds: list[tuple[str, int, int]]
) -> None:
    with transaction.atomic():
        _live(partners, deeds)
        transaction.set_rollback(True)


def _live(partners: list[Source], deeds: list[tuple[str, int, int]]) -> None:
    said = _Said()
    for deed, partner, number in deeds:
        known = WireItem.objects.filter(
            source=partners[partner], identity=f"piece-{number}"
        ).first()
        others = [key for key in _living() if known is None or key != known.story_id]
        if deed in {"bring", "change"}:
            bring(partners[partner], number, ending="changed here" if deed == "change" else "")
        elif known and deed == "split" and known.story and known.story.items.count() > 1:
            said.split(known)
        elif known and deed == "merge" and others:
            said.merge(known.story_id or 0, others[0])
        _sound()
        said.stands()


class _Said:
    """What the editor said last of pairs of pieces: that they are one, or that they are two."""

    def __init__(self) -> None:
        self.one: dict[frozenset[int], bool] = {}

    def split(self, item: WireItem) -> None:
        assert item.story
        others = item.story.items.exclude(pk=item.pk).values_list("pk", flat=True)
        self.one |= {frozenset([item.pk, other]): False for other in list(others)}
        stories.split(item.pk)

    def merge(self, *keys: int) -> None:
        kept = stories.merge(keys)
        items = kept.items.values_list("pk", flat=True)
        self.one |= {frozenset(pair): True for pair in combinations(items, 2)}

    def stands(self) -> None:
        story = dict(WireItem.objects.values_list("pk", "story"))
        for pair, one in self.one.items():
            assert (len({story[key] for key in pair}) == 1) is one


def _living() -> list[int]:
    return list(Story.objects.told().order_by("pk").values_list("pk", flat=True))


def _sound() -> None:
    """Each item is in one living story, and each living story knows which of its items was first."""
    assert not WireItem.objects.filter(story=None).exists()
    assert not WireItem.objects.exclude(story__into=None).exists()
    for story in Story.objects.told():
        assert story.first is not None
        assert story.first.story_id == story.pk
        assert story.begun <= story.latest
