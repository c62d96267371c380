"""Every reason has words, and every relay that fails has advice."""

import pytest
from django.utils.translation import override

from pamphleteer.post.meanings.reasons import Reason
from pamphleteer.post.meanings.words import ADVICE, LEFT, SAID, UNREADABLE, UNWANTED, advice, said


def test_every_reason_has_words_of_its_own() -> None:
    assert set(SAID) == {reason.value for reason in Reason} | {UNWANTED, UNREADABLE, LEFT}
    assert len({str(words) for words in SAID.values()}) == len(SAID)


@pytest.mark.parametrize("reason", list(Reason))
def test_each_has_advice(reason: Reason) -> None:
    assert advice(reason.value).endswith(".")
    assert "tried again" in advice(reason.value) or reason in ADVICE


def test_what_is_older_than_reasons_says_so() -> None:
    assert said("") == "why was not written down"
    assert said("of another version") == said("")
    with override("fr"):
        assert said("full") == "la boîte est pleine"
