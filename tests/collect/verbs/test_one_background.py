"""News over one background or of one form is two pieces; a piece with other quotations is one."""

from dataclasses import replace
from random import Random

import pytest

from pamphleteer.collect.models import Story
from tests.collect.syndication.edits import EDITS
from tests.collect.syndication.partners import partners
from tests.collect.syndication.pieces import Article, Author, articles
from tests.collect.syndication.tongues import ENGLISH, TONGUES, Tongue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]


def stories() -> int:
    return Story.objects.told().count()


def texts(*words: int, key: str) -> list[str]:
    """Return paragraphs of so many words each, as one author writes them."""
    author = Author(ENGLISH, Random(f"background {key}"))
    return [" ".join(author.paragraph(n).split()[:n]) for n in words]


def piece(headline: str, *paragraphs: str) -> Article:
    return Article(headline, ENGLISH, headline, paragraphs)


@pytest.mark.parametrize("carried_by", [1, 3])
@pytest.mark.parametrize("paragraphs", [3, 4, 6])
@pytest.mark.parametrize("words", [50, 70, 120])
def test_short_news_over_many_paragraphs_of_background_is_not_one_story(
    words: int, paragraphs: int, carried_by: int
) -> None:
    carriers = partners(ENGLISH, carried_by)
    head, foot, *background = texts(15, 30, *[50] * paragraphs, key="long")
    for n in range(4):
        told = texts(words // 2, words - words // 2, key=f"news {n}")
        headline = texts(8, key=f"headline {n}")[0]
        carriers[n % carried_by].brings(piece(headline, head, *told, *background, foot))
    assert stories() == 4


BETWEEN = {"above": (4, 0, 0), "around": (2, 2, 2), "in the middle": (1, 4, 1), "below": (1, 2, 3)}


@pytest.mark.parametrize("parts", BETWEEN.values(), ids=BETWEEN)
@pytest.mark.parametrize("words", [172, 200, 228])
def test_news_around_two_blocks_of_background_is_not_one_story(
    words: int, parts: tuple[int, int, int]
) -> None:
    carriers = partners(ENGLISH, 2)
    blocks = [*texts(110, 100, key="blocks"), ""]
    for n in range(4):
        each = iter(texts(*[words // sum(parts)] * sum(parts), key=f"around {n}"))
        told = [
            text
            for part, block in zip(parts, blocks, strict=True)
            for text in (*(next(each) for _ in range(part)), block)
        ]
        carriers[n % 2].brings(piece(f"Headline {n} {n}", *filter(None, told)))
    assert stories() == 4


@pytest.mark.parametrize(
    ("above", "before", "after"), [(100, 90, 150), (150, 60, 200), (160, 300, 300)]
)
def test_one_block_below_one_piece_and_inside_of_another_joins_them_not(
    above: int, before: int, after: int
) -> None:
    one, other = partners(ENGLISH, 2)
    block = texts(60, 60, 50, key="block")
    mine, *theirs = texts(above, before, after, key="news")
    one.brings(piece("What was said", mine, *block))
    other.brings(piece("The other day", theirs[0], *block, theirs[1]))
    assert stories() == 2


def full_of_quotations(tongue: Tongue, n: int) -> Article:
    author = Author(tongue, Random(f"quotations {tongue.code} {n}"))
    told = []
    for _ in range(8):
        sentences = [author.sentence() for _ in range(3)]
        told.append(
            tongue.between.join([*sentences, author.quote(), author.quote(), author.quote()])
        )
    return Article(f"{tongue.code}-{n}", tongue, author.sentence(), tuple(told))


@pytest.mark.parametrize("code", TONGUES)
def test_a_piece_full_of_quotations_is_one_with_other_quotations(code: str) -> None:
    one, other = partners(TONGUES[code], 2)
    pieces = [full_of_quotations(TONGUES[code], n) for n in range(8)]
    for n, its in enumerate(pieces):
        copy = EDITS["quotations changed"](its, Random(n))
        one.brings(its)
        other.brings(replace(copy, headline=pieces[n - 1].headline))
    assert stories() == len(pieces)


def test_what_two_people_said_above_one_background_is_two_pieces() -> None:
    carriers = partners(ENGLISH, 2)
    background = [text for one in articles(ENGLISH, 2, seed=60)[:1] for text in one.paragraphs]
    for n in range(4):
        author = Author(ENGLISH, Random(f"said {n}"))
        said = " ".join(author.quote() for _ in range(4))
        carriers[n % 2].brings(piece(author.sentence(), said, *background))
    assert stories() == 4


TOWNS = ("Alder", "Brook", "Carrow", "Dunmore", "Elm", "Farrow")
WARNINGS = {
    "name once": "The warning for {0} is in force until the service lifts it. Residents should stay "
    "indoors, keep windows and doors closed, and follow what the rescue services say on the radio. "
    "Schools and offices remain closed, and buses go to the nearest station and no further than that.",
    "name twice": "A warning was issued for {0} early in the morning. Residents should stay indoors, "
    "keep windows and doors closed, and follow what the rescue services say. Schools and offices in "
    "{0} remain closed until the service lifts the warning, and buses go to the nearest station.",
    "numbers": "A warning was issued for {0} at {1} in the morning. Residents should stay indoors, keep "
    "windows and doors closed, and follow what the rescue services say. Winds of {2} kilometres an "
    "hour are expected, and up to {3} litres of rain. Schools and offices remain closed. Buses go to "
    "the nearest station. The service will say in the evening whether the warning goes on.",
}


@pytest.mark.parametrize("carried_by", [1, 3])
@pytest.mark.parametrize("form", WARNINGS.values(), ids=WARNINGS)
def test_short_reports_whose_headlines_differ_in_a_name_are_not_one_story(
    form: str, carried_by: int
) -> None:
    carriers = partners(ENGLISH, carried_by)
    for n, town in enumerate(TOWNS):
        told = form.format(town, 3 + n, 60 + 7 * n, 20 + 3 * n)
        headline = f"{town}: storm warning until further notice"
        carriers[n % carried_by].brings(piece(headline, told))
    assert stories() == len(TOWNS)


@pytest.mark.parametrize("words", [60, 140, 400])
def test_a_copy_with_another_word_in_its_headline_is_a_copy(words: int) -> None:
    one, other = partners(ENGLISH, 2)
    told = texts(words // 2, words // 2, key="one word")
    one.brings(piece("Council of Alder approves the budget for schools", *told))
    other.brings(piece("Council of Alder passes the budget for schools", *told))
    assert stories() == 1
