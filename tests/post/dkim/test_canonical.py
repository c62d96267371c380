"""Headers and bodies in their relaxed form: the examples of RFC 6376, and bodies that come in parts."""

from hypothesis import given
from hypothesis import strategies as st

from pamphleteer.post.dkim import BodyHash
from pamphleteer.post.dkim.canonical import body, header

parts = st.lists(st.sampled_from([b"a", b" ", b"\t", b"\r\n"]), max_size=40).map(b"".join)


def test_headers_as_in_section_3_4_5() -> None:
    assert header(b"A", b" X") == (b"a", b"a:X\r\n")
    assert header(b"B ", b" Y\t\r\n\tZ  ") == (b"b", b"b:Y Z\r\n")


def test_a_body_as_in_section_3_4_5() -> None:
    assert body(b" C \r\nD \t E\r\n\r\n\r\n") == b" C\r\nD E\r\n"


def test_the_hash_of_nothing_as_in_section_3_4_4() -> None:
    assert BodyHash.of(b"").value() == b"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="


@given(parts)
def test_a_relaxed_body_stays_as_it_is(content: bytes) -> None:
    assert body(body(content)) == body(content)


@given(st.lists(st.binary(max_size=20), max_size=5), st.binary(max_size=20), st.binary(max_size=20))
def test_a_copy_goes_on_by_itself(common: list[bytes], mine: bytes, others: bytes) -> None:
    begun = BodyHash()
    for part in common:
        begun.add(part)
    other = begun.copy()
    begun.add(mine)
    other.add(others)

    whole = BodyHash()
    whole.add(b"".join(common) + others)
    assert other.value() == whole.value()
