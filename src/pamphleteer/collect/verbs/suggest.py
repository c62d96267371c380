"""Suggest which stories may tell of the same event in other words; an editor decides."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction

from pamphleteer.collect.events import Texts
from pamphleteer.collect.models import Story, Suggestion, WireItem
from pamphleteer.collect.verbs.likeness import base_of
from pamphleteer.ground import clock
from pamphleteer.ground.stopping import Stop, never
from pamphleteer.register.verbs import journal

READER = "collect.suggest"
WINDOW = timedelta(days=3)  # within which events are told
MOST = 4_000  # stories that are compared
LIKE = 0.3
_EACH = 5  # suggestions for one story
_LEAD = 600  # characters

_Text = tuple[str, str]


def round_(stop: Stop = never) -> int:
    """Compare what came in with the stories of these days; return how many pairs are suggested."""
    done = 0
    while not stop():
        news = journal.unread(READER, whats=["wire.came"])
        if not news:
            break
        keys = {key for entry in news.entries for key in entry.data["items"]}
        pairs = _pairs(keys)
        with transaction.atomic():
            if journal.move(news):
                done += _suggest(pairs)
    return done


def _pairs(keys: Iterable[int]) -> dict[tuple[int, int], float]:
    """Return the pairs of stories, one of them with a new item, that are like."""
    fresh = set(
        WireItem.objects.filter(pk__in=list(keys), story__isnull=False).values_list(
            "story", flat=True
        )
    )
    found: dict[tuple[int, int], float] = {}
    for texts in _by_language().values():
        compared = Texts(texts)
        for story in sorted(fresh & texts.keys()):
            likest = sorted(compared.like(story, at_least=LIKE), key=lambda pair: -pair[1])
            for other, likeness in likest[:_EACH]:
                found[min(story, other), max(story, other)] = likeness
    return found


def _by_language() -> dict[str, dict[int, str]]:
    """Return the words of the stories of these days, by the base of their language."""
    young = Story.objects.told().filter(latest__gte=clock.now() - WINDOW, first__isnull=False)
    rows = young.order_by("-latest", "-pk").values_list(
        "pk", "language", "first__headline", "first__lead"
    )[:MOST]
    texts: defaultdict[str, dict[int, str]] = defaultdict(dict)
    for key, language, headline, lead in rows:
        # What a headline says counts twice: a lead may tell of much else.
        texts[base_of(language)][key] = f"{headline} {headline} {lead[:_LEAD]}"
    return texts


def _suggest(pairs: dict[tuple[int, int], float]) -> int:
    now = clock.now()
    living = set(
        Story.objects.told()
        .filter(pk__in={key for pair in pairs for key in pair})
        .values_list("pk", flat=True)
    )
    rows = [
        Suggestion(one_id=one, other_id=other, likeness=round(likeness, 3), at=now)
        for (one, other), likeness in sorted(pairs.items())
        if {one, other} <= living
    ]
    Suggestion.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)
