"""What relays say is kept without whom it is about."""

from collections.abc import Callable
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
        ("550 no such user ada.quay", "550 no such user ‹reader›"),
        ("550 domain müller.example takes no mail", "550 domain ‹site› takes no mail"),
        ("450 mx1.xn--mller-kva.example[192.0.2.1] is busy", "450 ‹site›[192.0.2.1] is busy"),
        ("450 xn--mller-kva-example.mail.company.example: later", "450 ‹site›: later"),
        ("550 Ada.Quay+news at müller.example is gone", "550 ‹reader› is gone"),
        ("550 <Ada.Quay+news@ xn--mller-kva.example>", "550 <‹reader›>"),
        (
            "550 SRS0=a1b2=Q4=xn--mller-kva.example=Ada.Quay+news@first.example loops",
            "550 ‹reader› loops",
        ),
        ("550 'o'brien@home.example' is gone", "550 '‹reader›' is gone"),
        ("550 for you@xn--mller-kva.example only", "550 for ‹reader› only"),
        ('550 "x y"@home.example is gone', "550 ‹reader› is gone"),
        ("550 <other@[192.0.2.7]> is gone", "550 <‹reader›> is gone"),
        (
            "550 see https://help.example/?for=other%40home.example",
            "550 see https://help.example/?for=‹reader›",
        ),
        ("550 other(at)home.example, other=40home.example", "550 ‹reader›, ‹reader›"),
        ("450 at most 5=40% at mx.other.example", "450 at most 5=40% at mx.other.example"),
    ],
)
def test_addresses_are_taken_out_of_replies(said: str, kept: str) -> None:
    assert discreet(said, to=TO) == kept


def test_a_local_part_of_a_letter_or_two_is_not_sought_in_words() -> None:
    assert discreet("550 a user as such: <a@b.example>", to="a@b.example") == (
        "550 a user as such: <‹reader›>"
    )


@pytest.mark.parametrize("to", ["reader@site.example", "site@reader.example"])
def test_what_stands_for_an_address_is_none_itself(to: str) -> None:
    kept = discreet(f"550 {to}: no {to.partition('@')[0]} here", to=to)
    assert kept == "550 ‹reader›: no ‹reader› here"
    assert discreet(kept, to=to) == kept


@pytest.mark.parametrize("to", ['"a b"@c.example', "(*@c.example", "ünï@c.example", ""])
def test_no_address_breaks_it(to: str) -> None:
    assert to == "" or to not in discreet(f"550 <{to}>: unknown", to=to)


def test_the_outlets_own_domain_stays_also_where_its_editors_read_there() -> None:
    said = "550 SPF of example.org fails for ed.quay@example.org"
    assert discreet(said, to="ed.quay@example.org") == "550 SPF of example.org fails for ‹reader›"


Spelling = Callable[[str, str], str]
SPELLINGS: dict[str, Spelling] = {
    "plain": lambda local, domain: f"{local}@{domain}",
    "capitals": lambda local, domain: f"{local}@{domain}".upper(),
    "link": lambda local, domain: quote(f"{local}@{domain}", safe=""),
    "link in a link": lambda local, domain: quote(quote(f"{local}@{domain}", safe=""), safe=""),
    "verp": lambda local, domain: f"bounce+7-{local}={domain}@first.example",
    "verp without its end": lambda local, domain: f"bounce-{local}={domain}",
    "srs": lambda local, domain: f"SRS0=ab1=Q4={domain}={local}@first.example",
    "srs without its end": lambda local, domain: f"SRS0=ab1=Q4={domain}={local}",
    "path of old": lambda local, domain: f"{domain}!{local}",
    "percent": lambda local, domain: f"{local}%{domain}@first.example",
    "in words": lambda local, domain: f"{local} at {domain}",
    "in brackets": lambda local, domain: f"{local}(at){domain}",
    "quoted-printable": lambda local, domain: f"{local}=40{domain}",
    "html": lambda local, domain: f"{local}&#64;{domain}",
    "wrapped": lambda local, domain: f"{local}@ {domain}",
    "quoted": lambda local, domain: f'"{local}"@{domain}',
    "apart": lambda local, domain: f"{local} (of {domain})",
    "alone": lambda local, _: local,
    "its host": lambda _, domain: f"mx.{domain}",
    "its host elsewhere": lambda _, domain: f"{domain.replace('.', '-')}.mail.other.example",
}
FRAMES = ("550 5.1.1 <{}>: gone", "550 {}", "{}", "550 “{}”, gone", "451 ({}) later", "550 to={}&b")
LOCALS = st.from_regex(r"[a-z0-9äéо][a-z0-9äéо_.'+&-]{1,12}[a-z0-9äéо]", fullmatch=True)
DOMAINS = st.sampled_from(["quay-press.example", "a7.co.example", "xn--mller-kva.example"])


@settings(max_examples=300, deadline=None)
@given(
    local=LOCALS,
    domain=DOMAINS,
    spelt=st.sampled_from(sorted(SPELLINGS)),
    frame=st.sampled_from(FRAMES),
    in_letters=st.booleans(),
)
def test_no_spelling_of_an_address_is_kept(
    local: str, domain: str, spelt: str, frame: str, in_letters: bool
) -> None:
    written = domain.encode().decode("idna") if in_letters else domain
    said = frame.format(SPELLINGS[spelt](local, written))
    kept = discreet(said, to=f"{local}@{domain}")
    assert "‹" in kept
    left = kept.replace("‹reader›", "").replace("‹site›", "").casefold()
    for part in (local.partition("+")[0], domain, written, written.replace(".", "-")):
        assert len(part) < 4 or part.casefold() not in left, (said, kept)
    assert discreet(kept, to=f"{local}@{domain}") == kept
