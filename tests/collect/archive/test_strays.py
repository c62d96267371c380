import pytest

from pamphleteer.collect.archive.html import read

AREA = "<main>{}</main>"


def words(number: int) -> tuple[str, str, str]:
    return f"https://a.example/{number}", f"Headline {number}", f"Lead {number} is a sentence."


def usual(number: int) -> str:
    href, headline, lead = words(number)
    return (
        f"<article><header><h2><a href={href}>{headline}</a></h2></header><p>{lead}</p></article>"
    )


def card(number: int, *, tag: str = "h2", box: str = "article") -> str:
    href, headline, lead = words(number)
    return f"<{box}><{tag}><a href={href}>{headline}</a></{tag}><p>{lead}</p></{box}>"


def flat(number: int) -> str:
    href, headline, lead = words(number)
    return f"<h2><a href={href}>{headline}</a></h2><p>{lead}</p>"


def entry(number: int) -> str:
    href, headline, lead = words(number)
    return f"<li><a href={href}>{headline}</a><br>{lead}</li>"


def found(page: str) -> list[tuple[str, bool]]:
    reading = read(f"<!doctype html><html><body>{page}</body></html>")
    for piece, _ in reading.found:
        assert piece.lead == piece.headline.replace("Headline", "Lead") + " is a sentence."
    return [(piece.headline, doubtful) for piece, doubtful in reading.found]


def all_of(count: int) -> list[tuple[str, bool]]:
    return [(f"Headline {number}", False) for number in range(1, count + 1)]


@pytest.mark.parametrize(
    "page",
    [
        AREA.format(usual(1) + card(2) + usual(3) + usual(4)),
        AREA.format(card(1) + usual(2) + usual(3) + usual(4)),
        f"<div>{usual(1)}{card(2)}{usual(3)}{usual(4)}</div>",
        f"<div>{usual(1)}{usual(2)}</div><div>{card(3)}{usual(4)}</div>",
        AREA.format(f"<section>{card(1)}</section><div>{usual(2)}{usual(3)}{usual(4)}</div>"),
        AREA.format(card(1, tag="h1") + f"<div>{card(2)}{card(3)}{card(4)}</div>"),
        f"<div><div class=big>{card(1)}</div><div>{usual(2)}{usual(3)}{usual(4)}</div></div>",
        AREA.format(card(1) + card(2, tag="h3") + card(3) + card(4)),
        flat(1) + flat(2) + card(3, box="div") + flat(4),
        AREA.format(card(1, box="div") + flat(2) + card(3, box="div") + card(4, box="div")),
        f"<ul id=a>{entry(1)}</ul><h3>Before</h3><ul id=b>{entry(2)}{entry(3)}{entry(4)}</ul>",
    ],
    ids=[
        "one without header", "the first without header", "without main", "in rows", "featured apart",
        "featured with a larger heading", "featured without main", "smaller heading",
        "one wrapped", "one not wrapped", "lists of two years",
    ],
)  # fmt: skip
def test_cards_of_another_make_are_joined_in_the_order_of_the_page(page: str) -> None:
    assert found(page) == all_of(4)


@pytest.mark.parametrize(
    "other",
    [
        card(4, tag="h3", box="div"),
        card(4).replace("a.example", "advertiser.example"),
        usual(4).replace("</article>", "<button>Share</button></article>"),
        "<article><header><h2>Headline 4</h2></header><p>Lead 4 is a sentence.</p></article>",
    ],
    ids=["another rank", "another host", "with a button", "without a link"],
)
def test_what_is_not_alike_is_in_doubt(other: str) -> None:
    assert found(AREA.format(usual(1) + usual(2) + usual(3) + other)) == [
        *all_of(3),
        ("Headline 4", True),
    ]


def test_what_stands_outside_the_area_is_in_doubt() -> None:
    page = AREA.format(card(1) + card(2) + card(3)) + f"<div class=more>{card(4)}</div>"
    assert found(page) == [*all_of(3), ("Headline 4", True)]


@pytest.mark.parametrize(
    "other",
    [
        "<header><h1><a href='https://a.example/'>The Gazette</a></h1><p>News by neighbours.</p></header>",
        f"<section>{card(2, tag='h3', box='div')}</section>",
        f"<aside>{card(4)}</aside>",
        "<section><h2><a href=/letter>Our letter</a></h2><p>On Fridays.</p><input></section>",
    ],
    ids=["the front page", "known already", "beside the pieces", "a form"],
)
def test_what_is_no_piece_is_neither_joined_nor_in_doubt(other: str) -> None:
    assert found(other + AREA.format(card(1) + card(2) + card(3))) == all_of(3)


def test_a_headline_within_a_piece_is_part_of_it() -> None:
    more = "<h4><a href='/x'>More</a></h4></article>"
    page = AREA.format("".join(card(n).replace("</article>", more) for n in (1, 2, 3)))
    assert found(page) == all_of(3)


def test_buttons_that_most_cards_have_say_nothing() -> None:
    cards = [card(n).replace("</article>", "<button>Share</button></article>") for n in range(1, 4)]
    assert found(AREA.format("".join([*cards, card(4)]))) == all_of(4)
