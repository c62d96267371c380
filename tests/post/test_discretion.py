"""What relays say is kept without whom it is about."""

import pytest

from pamphleteer.post.discretion import discreet

TO = "Ada.Quay+news@xn--mller-kva.example"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (f"550 5.1.1 <{TO}> unknown", "550 5.1.1 <‹reader›> unknown"),
        ("550 ada.quay+news@müller.example: unknown", "550 ‹reader›: unknown"),
        ("550 no mailbox “ada.quay+news” here", "550 no mailbox “‹reader›” here"),
        ("550 bounce+Ada.Quay+news=xn--mller-kva.example", "550 bounce+‹reader›"),
        (
            "see https://help.example/?to=Ada.Quay%2Bnews%40xn--mller-kva.example",
            "see https://help.example/?to=‹reader›",
        ),
        ("450 4.2.0 grey: later", "450 4.2.0 grey: later"),
        (
            "550 forwarded to ada@home.example, who is gone",
            "550 forwarded to ‹reader›, who is gone",
        ),
        (
            "550 sender <digest@example.org> not allowed",
            "550 sender <digest@example.org> not allowed",
        ),
        ("550 Quay is a fine name", "550 Quay is a fine name"),
    ],
)
def test_addresses_are_taken_out_of_replies(said: str, kept: str) -> None:
    assert discreet(said, to=TO) == kept


def test_a_local_part_of_a_letter_or_two_is_not_sought_in_words() -> None:
    assert discreet("550 a user as such: <a@b.example>", to="a@b.example") == (
        "550 a user as such: <‹reader›>"
    )


@pytest.mark.parametrize("to", ['"a b"@c.example', "(*@c.example", "ünï@c.example", ""])
def test_no_address_breaks_it(to: str) -> None:
    assert to == "" or to not in discreet(f"550 <{to}>: unknown", to=to)
