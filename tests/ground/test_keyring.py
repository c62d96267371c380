"""Keys: made once, never written over; seals that open in their own place alone."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pamphleteer.ground.keyring import Key, KeyMissing, Ring, number_of
from pamphleteer.ground.sealing import SealError

KEY = Key(7, bytes(range(32)))


@given(words=st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=330))
def test_what_is_sealed_opens_in_its_place(words: str) -> None:
    sealed = KEY.seal(words, bound="reader 1")

    assert KEY.unseal(sealed, bound="reader 1") == words
    assert number_of(sealed) == 7
    with pytest.raises(SealError):
        KEY.unseal(sealed, bound="reader 2")


@given(at=st.integers(0, 64), bit=st.integers(0, 7))
def test_a_seal_with_one_other_bit_opens_nowhere(at: int, bit: int) -> None:
    sealed = bytearray(KEY.seal("ada@example.org", bound="reader 1"))
    sealed[at % len(sealed)] ^= 1 << bit

    with pytest.raises(SealError):
        Key(number_of(bytes(sealed)), KEY.secret).unseal(bytes(sealed), bound="reader 1")


@pytest.mark.parametrize("sealed", [b"", b"\1", b"\2" + bytes(60), bytes(60)])
def test_what_was_never_sealed_is_told(sealed: bytes) -> None:
    with pytest.raises(SealError):
        number_of(sealed)


def test_the_same_words_are_sealed_differently_each_time_and_their_length_does_not_show() -> None:
    sealed = {KEY.seal(words, bound="") for words in ("a@b.org", "a@b.org", "somebody@b.org")}

    assert len(sealed) == 3
    assert {len(one) for one in sealed} == {17 + 32 + 16}


def test_hashes_are_equal_for_one_purpose_and_one_key_alone() -> None:
    other = Key(7, bytes(32))
    hashed = KEY.hashed("ada@example.org", purpose="index")

    assert hashed == Key(9, KEY.secret).hashed("ada@example.org", purpose="index")
    assert hashed != KEY.hashed("ada@example.org", purpose="else")
    assert hashed != other.hashed("ada@example.org", purpose="index")
    assert KEY.proof != other.proof


def test_keys_lie_in_files_that_only_their_owner_reads(tmp_path: Path) -> None:
    ring = Ring(tmp_path / "keys", "readers")
    assert ring.numbers() == []

    first, second = ring.make(), ring.make()

    assert ring.numbers() == [1, 2]
    assert first.secret != second.secret
    assert ring.key(1) == first
    assert {path.name for path in ring.folder.iterdir()} == {"readers-1.key", "readers-2.key"}
    assert {path.stat().st_mode & 0o777 for path in ring.folder.iterdir()} == {0o600}
    assert ring.folder.stat().st_mode & 0o777 == 0o700


def test_many_who_make_keys_at_once_write_over_nobodys(tmp_path: Path) -> None:
    ring = Ring(tmp_path, "readers")
    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(lambda _: ring.make(), range(24)))

    assert sorted(key.number for key in made) == list(range(1, 25))
    assert len({key.secret for key in made}) == 24
    assert all(ring.key(key.number) == key for key in made)


def test_a_key_that_is_missing_or_none_is_told_with_its_file(tmp_path: Path) -> None:
    ring = Ring(tmp_path, "readers")
    (tmp_path / "readers-2.key").write_text("secret")
    (tmp_path / "readers-x.key").write_text("")

    with pytest.raises(KeyMissing, match=r"readers-1\.key can't be read \(No such file"):
        ring.key(1)
    with pytest.raises(KeyMissing, match="holds no key: 64 hexadecimal digits"):
        ring.key(2)
    with pytest.raises(KeyMissing):
        ring.drop(1)
    assert ring.numbers() == [2]


def test_a_dropped_key_is_gone(tmp_path: Path) -> None:
    ring = Ring(tmp_path, "readers")
    ring.make()
    ring.drop(1)

    assert list(tmp_path.iterdir()) == []
    with pytest.raises(KeyMissing):
        ring.key(1)
