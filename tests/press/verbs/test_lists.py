"""Lists that are laid all at once are those that are laid one after the other."""

import random

import pytest

from pamphleteer.desk.models import Article
from pamphleteer.press.models import Listed, Shelf, Tally
from pamphleteer.press.verbs import lists, shelves
from tests.cast import Cast

pytestmark = pytest.mark.django_db
Rows = tuple[set[tuple[object, ...]], ...]


def rows() -> Rows:
    return tuple(set(each.objects.values_list()) for each in (Listed, Shelf, Tally))


def one_after_the_other(articles: list[int]) -> None:
    places = lists._by_list(lists._moved(articles)[0])
    facts = shelves.opened(places)
    for name, some in places.items():
        shelves.settle(name, facts[name], some)


@pytest.mark.parametrize("seed", range(4))
def test_however_dates_lie_lists_are_laid_as_one_after_the_other(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr(shelves, "EACH", 3)
    luck = random.Random(seed)
    made = Article.objects.bulk_create(
        Article(
            headline="Piece", slug=f"piece-{number}", lead="Words.", live=True,
            partner=luck.choice([cast.partner, None]), place=luck.randrange(1000),
        )
        for number in range(60)
    )  # fmt: skip
    keys = [one.pk for one in made]
    left = set(luck.sample(keys, 25))
    laid: list[Rows] = []
    for lay in (lists.lay, one_after_the_other):
        for each in (Listed, Shelf, Tally):
            each.objects.all().delete()
        for live in (True, False):
            Article.objects.filter(pk__in=left).update(live=live)
            for start in range(0, len(keys), 10):
                lay(keys[start : start + 10])
                laid.append(rows())
    assert laid[: len(laid) // 2] == laid[len(laid) // 2 :]
