import pytest

from pamphleteer.collect.archive.text import read

LEADS = {
    "The Ferry Stays": "The crew voted on Monday, and the village brought the soup it had promised.",
    "Who Owns The Well?": "Two families say that they dug it. A third has the key, and says nothing.",
    "Rent Strike, Day 100": "The lifts are broken. The samovar in the third stairwell is not, as yet.",
    "The Seed Library": "A bean that cannot be shared is a pebble, the librarian told the visitors.",
}
PAGE = "\n\n".join(f"{headline}\n\n{lead}" for headline, lead in LEADS.items())
BOX = "Get Our Daily Digest\n\nEnter your address and we will send you the news each morning at seven."


def doubtful(text: str) -> list[str]:
    reading = read(text)
    assert {piece.headline: piece.lead for piece in reading.pieces} == LEADS
    return [piece.headline for piece in reading.doubtful]


@pytest.mark.parametrize(
    "field",
    ["name@example.org", "E-mail: ________", "[Your address]", "E-mail *", "( ) Daily ( ) Weekly"],
)
def test_a_field_gives_a_box_away_wherever_it_stands(field: str) -> None:
    above, below = PAGE.split("\n\nRent")
    middle = f"{above}\n\n{BOX}\n\n{field}\nSubscribe\n\nRent{below}"
    for text in (
        f"{PAGE}\n\n{BOX}\n\n{field}",
        f"{BOX}\n{field}\nSubscribe\n\n{PAGE}",
        middle,
    ):
        assert doubtful(text) == ["Get Our Daily Digest"]


def test_an_address_in_the_last_lead_alone_is_a_reason_for_doubt() -> None:
    assert doubtful(f"{PAGE}\n\nWrite To Us\n\nOur letter comes from desk@gazette.example, daily.")


def test_a_line_that_stands_under_every_piece_is_no_field() -> None:
    assert doubtful(PAGE.replace("\n\nWho", "\n\n[Read on]\n\nWho") + "\n\n[Read on]") == []
    assert doubtful("\n\n".join(f"{h}\n\n{lead}\n\n[Read on]" for h, lead in LEADS.items())) == []


def test_an_address_far_below_the_last_piece_is_none_of_its_fields() -> None:
    assert doubtful(f"{PAGE}\n\n\n\ndesk@gazette.example") == []


def test_what_stands_apart_is_in_doubt() -> None:
    assert doubtful(f"{PAGE}\n\n\n\n{BOX}") == ["Get Our Daily Digest"]
    assert doubtful(f"{BOX}\n\n\n\n{PAGE}") == ["Get Our Daily Digest"]


def test_a_page_without_a_box_leaves_nothing_in_doubt_whatever_its_order() -> None:
    pieces = list(LEADS.items())
    for turn in range(len(pieces)):
        text = "\n\n".join(f"{h}\n\n{lead}" for h, lead in pieces[turn:] + pieces[:turn])
        assert doubtful(text) == []
