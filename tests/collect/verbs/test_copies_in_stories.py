"""Pieces that partners take over from one another find together, and other pieces stay apart."""

from collections import Counter, defaultdict
from random import Random

import pytest

from pamphleteer.collect.models import Story, WireItem
from tests.collect.syndication.edits import EDITS, MUST
from tests.collect.syndication.partners import Partner, partners
from tests.collect.syndication.pieces import Article, articles, retold
from tests.collect.syndication.tongues import TONGUES, Tongue
from tests.plugins.databases import hurried

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]
EACH = 20 if hurried() else 40
PARTNERS = 12
POLLS = 6

Piece = tuple[Article, str]


def pieces_of(tongue: Tongue) -> list[Piece]:
    """Return originals, copies of each by all edits, and the same events in other words."""
    found: list[Piece] = []
    for n, article in enumerate(articles(tongue, EACH)):
        found.append((article, "original"))
        random = Random(f"edits {article.key}")
        found += [(edit(article, random), name) for name, edit in EDITS.items()]
        if n % 2:
            found.append((retold(article), "retold"))
    return found


def bring(pieces: list[Piece], carriers: list[Partner], random: Random) -> dict[int, Piece]:
    """Bring pieces in several polls, each by another partner than its copies; return the items'."""
    by: dict[int, list[Piece]] = defaultdict(list)
    turn = Counter[str]()
    for article, edit in pieces:
        by[(hash_of(article.key) + turn[article.key]) % len(carriers)].append((article, edit))
        turn[article.key] += 1
    polls = [
        (carriers[n], its[start::POLLS])
        for n, its in by.items()
        if not random.shuffle(its)
        for start in range(POLLS)
    ]
    random.shuffle(polls)
    truth: dict[int, Piece] = {}
    for carrier, its in polls:
        kept = carrier.brings(*(article for article, _ in its))
        truth |= dict(zip(kept.new, reversed(its), strict=True))
    return truth


def hash_of(key: str) -> int:
    return Random(key).randrange(1 << 20)


def stories() -> dict[int, int]:
    return dict(WireItem.objects.values_list("pk", "story"))  # type: ignore[arg-type]


def false_pairs(truth: dict[int, Piece]) -> list[tuple[str, str]]:
    told: dict[int, dict[str, str]] = defaultdict(dict)
    for item, story in stories().items():
        article, edit = truth[item]
        told[story][article.key] = f"{article.key} ({edit})"
    return [tuple(sorted(its.values())) for its in told.values() if len(its) > 1]


def figures(truth: dict[int, Piece]) -> dict[str, float]:
    """Return, for each edit, which part of the copies are in the story of most of their piece."""
    homes = stories()
    of: dict[str, Counter[int]] = defaultdict(Counter)
    for item, (article, _) in truth.items():
        of[article.key][homes[item]] += 1
    right, all_ = Counter[str](), Counter[str]()
    for item, (article, edit) in truth.items():
        all_[edit] += 1
        right[edit] += homes[item] == of[article.key].most_common(1)[0][0]
    return {edit: right[edit] / all_[edit] for edit in all_}


@pytest.mark.either_database
@pytest.mark.parametrize("code", TONGUES)
def test_copies_find_together_and_no_others_do(code: str) -> None:
    tongue = TONGUES[code]
    carriers = partners(tongue, PARTNERS)
    truth = bring(pieces_of(tongue), carriers, Random(7))

    found = figures(truth)
    shown = ", ".join(f"{edit} {found[edit]:.3f}" for edit in EDITS)
    assert false_pairs(truth) == []
    assert min(found[edit] for edit in MUST) >= 0.95, shown
    assert sum(found[edit] for edit in EDITS) / len(EDITS) >= 0.98, shown
    assert Story.objects.told().count() >= EACH
