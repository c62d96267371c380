"""Bodies that are encoded once: filled for somebody, they say what they said."""

import binascii
from collections.abc import Mapping

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pamphleteer.post.making.parts import Part, encoded

LEAVE, CHOOSE = "\ue000leave\ue001", "\ue000choose\ue001"
words = st.text(
    st.characters(
        exclude_categories=["Cs", "Co"], exclude_characters="\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
    ),
    max_size=90,
)
pieces = st.one_of(
    words, st.sampled_from([LEAVE, CHOOSE, "\n", ".", " ", "=", "水" * 40, "x" * 200])
)
bodies = st.lists(pieces, max_size=12).map("".join)
lengths = st.integers(1, 75)


def filled(part: Part, own: Mapping[str, bytes]) -> bytes:
    return b"".join(one if isinstance(one, bytes) else one.filled(own) for one in part.pieces)


def decoded(part: Part, travelled: bytes) -> str:
    read = binascii.a2b_base64 if part.encoding == "base64" else binascii.a2b_qp
    return read(travelled).decode()


@example(f"{LEAVE}{LEAVE}{CHOOSE}", 1, 2)
@example(f"{'ж' * 57}{LEAVE}{'ж' * 60}{CHOOSE}", 71, 71)
@example("ж" * 57, 1, 1)
@example(f"00\x80\x80\U00010000{'x' * 200}{LEAVE}", 1, 1)
@example(f"{'x' * 148}é{LEAVE}", 1, 1)
@example("", 1, 1)
@given(bodies, lengths, lengths)
def test_what_is_filled_says_what_the_body_said(body: str, leave: int, choose: int) -> None:
    own = {"leave": b"l" * leave, "choose": b"c" * choose}

    part = encoded(body, lengths={name: len(value) for name, value in own.items()})

    travelled = filled(part, own)
    said = body.replace(LEAVE, "l" * leave).replace(CHOOSE, "c" * choose)
    expected = "\r\n".join(said.splitlines()) + "\r\n" if said else ""
    assert decoded(part, travelled) == expected
    assert travelled.isascii()
    assert not travelled or travelled.endswith(b"\r\n")
    lines = travelled.split(b"\r\n")
    assert max(len(line) for line in lines) <= 76
    assert not any(b"\r" in line or b"\n" in line for line in lines)


@given(bodies, lengths)
def test_all_readers_get_lines_of_the_same_lengths(body: str, length: int) -> None:
    part = encoded(body, lengths={"leave": length, "choose": length})

    found = [filled(part, {"leave": one * length, "choose": one * length}) for one in (b"a", b"7")]

    assert len({tuple(map(len, one.split(b"\r\n"))) for one in found}) == 1


def test_latin_letters_stay_legible_and_others_are_short() -> None:
    assert encoded("Agua y niños\n" * 40, lengths={}).encoding == "quoted-printable"
    assert encoded("Река чиста\n" * 40, lengths={}).encoding == "base64"


def test_a_slot_that_no_line_holds_is_refused() -> None:
    with pytest.raises(ValueError, match="over 75"):
        encoded(f"Leave: {LEAVE}", lengths={"leave": 76})
