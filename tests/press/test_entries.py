"""What feeds tell of pieces, before it is in a feed."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pamphleteer.ground.text import uncontrolled
from pamphleteer.press.entries import as_json
from pamphleteer.press.piece import begins_with

WORDS = st.text(st.one_of(st.characters(), st.sampled_from('\x00\b\f\x1f\x85\ufffe\\"u «ñ')))


@given(WORDS, WORDS)
def test_json_holds_no_control_character_in_any_disguise(one: str, other: str) -> None:
    written = as_json({"a": one, "b": {"c": [other]}})
    told = json.loads(written)
    assert told.get("a", "") == (uncontrolled(one) if one else "")
    assert told["b"]["c"] == [uncontrolled(other)]
    assert uncontrolled(written) == written


def test_json_has_numbers_and_truths_as_such_and_nothing_empty() -> None:
    told = {"a": True, "b": 7, "c": False, "d": [], "e": {}, "f": 0, "g": [1, {"h": None}]}
    assert as_json(told) == '{"a":true,"b":7,"g":[1,{"h":null}]}'


LEAD = "Forty years after the flood, the island has a well, and nobody knows whose it is."


@pytest.mark.parametrize(
    "body",
    [
        f"<p>{LEAD} Then more.</p>",
        "<p>" + LEAD.replace(" ", "\n<b> </b>\n") + "</p>",
        f'<p><a href="https://example.org/{"x" * 400}">Forty</a>{LEAD[5:]}</p>',
        "".join(f"<p>{word}</p>" for word in LEAD.split()),
        "<p>" + LEAD.replace("o", "<i>o</i>").upper().replace("I>", "i>") + "</p>",
        "<p>" + LEAD.replace("e", "e\u0301\u0302\u0303\u0304") + "</p>",
        f"<p>{LEAD}</p>" + "<p>More.</p>" * 200,
    ],
)
def test_a_lead_is_found_at_the_beginning_however_it_is_marked(body: str) -> None:
    assert begins_with(body, LEAD)
    assert not begins_with(f"<p>News: </p>{body}", LEAD)
    assert not begins_with(body, LEAD.replace("whose it is", "who dug it"))
