"""Whatever comes, changes or comes again, in whatever order: each item has one living story."""

import re
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass
from random import Random

import pytest
from django.db import transaction
from django.db.models import F
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pamphleteer.collect.models import Story, WireItem
from pamphleteer.collect.understand import understand
from pamphleteer.collect.verbs.wire import keep
from tests.collect.syndication.edits import EDITS
from tests.collect.syndication.partners import Partner, partners
from tests.collect.syndication.pieces import Article, articles
from tests.collect.syndication.tongues import ENGLISH

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.either_database,
    pytest.mark.usefixtures("stopped_clock"),
]
PIECES = articles(ENGLISH, 4, seed=8)
QUICK = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


class _Undone(Exception):
    pass


@dataclass(frozen=True)
class Arrival:
    """A document of one source: under which ids it has which pieces, edited how."""

    source: int
    rows: tuple[tuple[int, int, str], ...]


ROWS = st.tuples(st.integers(0, 4), st.integers(0, 3), st.sampled_from(["", *EDITS]))
ARRIVALS = st.lists(
    st.builds(
        Arrival,
        st.integers(0, 2),
        st.lists(ROWS, min_size=1, max_size=3, unique_by=lambda row: row[0]).map(tuple),
    ),
    max_size=8,
)


def edited(piece: int, edit: str) -> Article:
    article = PIECES[piece]
    return EDITS[edit](article, Random(edit)) if edit else article


def bring(carrier: Partner, arrival: Arrival) -> None:
    written = [edited(piece, edit) for _, piece, edit in arrival.rows]
    carrier.taken = 1000
    document = carrier.written(written).decode()
    for at, (number, _, _) in enumerate(arrival.rows, start=1001):
        document = re.sub(rf"\b{at}\b", str(5000 + number), document)
    keep(carrier.source, understand(document.encode(), address=carrier.source.url).items)


def all_is_well(came: dict[int, set[int]]) -> None:
    told = Story.objects.told()
    assert not WireItem.objects.filter(story=None).exists()
    assert not WireItem.objects.exclude(story__into=None).exists()
    assert not told.filter(items=None).exists()
    assert not Story.objects.exclude(into=None).exclude(into__into=None).exists()
    assert not told.filter(begun__gt=F("latest")).exists()
    for story in told:
        assert story.first is not None
        assert story.first.story_id == story.pk
    for source, numbers in came.items():
        assert WireItem.objects.filter(source=source).count() == len(numbers)


@QUICK
@given(arrivals=ARRIVALS)
def test_each_item_has_one_living_story_and_none_is_lost(arrivals: list[Arrival]) -> None:
    with suppress(_Undone), transaction.atomic():
        carriers = partners(ENGLISH, 3)
        came: dict[int, set[int]] = defaultdict(set)
        for arrival in arrivals:
            carrier = carriers[arrival.source]
            bring(carrier, arrival)
            came[carrier.source.pk] |= {number for number, _, _ in arrival.rows}
            all_is_well(came)
        raise _Undone


FULL = st.permutations([(source, piece) for source in range(3) for piece in range(4)])


@QUICK
@given(order=FULL, sizes=st.lists(st.integers(1, 4), min_size=12, max_size=12))
def test_the_order_in_which_copies_come_says_nothing(
    order: list[tuple[int, int]], sizes: list[int]
) -> None:
    with suppress(_Undone), transaction.atomic():
        carriers = partners(ENGLISH, 3)
        left = list(order)
        for size in sizes:
            now, left = left[:size], left[size:]
            for source in {source for source, _ in now}:
                carriers[source].brings(*(PIECES[piece] for s, piece in now if s == source))
        headlines = defaultdict(list)
        for story, headline in WireItem.objects.values_list("story", "headline"):
            headlines[story].append(headline)
        expected = sorted([piece.headline] * 3 for piece in PIECES)
        assert sorted(headlines.values()) == expected
        raise _Undone
