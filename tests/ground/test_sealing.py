"""What is sealed is read with the same key for the same purpose, and with nothing else."""

import pytest

from pamphleteer.ground.sealing import SealError, seal, unseal

WORDS = "Fähre um 6:40"


def test_what_is_sealed_is_read_again_and_shows_nothing() -> None:
    sealed = seal(WORDS, key=b"key", purpose="app")
    assert WORDS not in sealed
    assert sealed != seal(WORDS, key=b"key", purpose="app")
    assert unseal(sealed, key=b"key", purpose="app") == WORDS


@pytest.mark.parametrize(("key", "purpose"), [(b"other", "app"), (b"key", "other")])
def test_no_other_key_or_purpose_reads_it(key: bytes, purpose: str) -> None:
    with pytest.raises(SealError):
        unseal(seal(WORDS, key=b"key", purpose="app"), key=key, purpose=purpose)


@pytest.mark.parametrize("sealed", ["", "x", "é", "gAAAA" * 40])
def test_what_is_no_seal_is_not_read(sealed: str) -> None:
    with pytest.raises(SealError):
        unseal(sealed, key=b"key", purpose="app")
