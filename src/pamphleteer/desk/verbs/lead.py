"""Suggest a lead: how a piece begins."""

import re

from pamphleteer.ground.html import paragraphs
from pamphleteer.ground.text import cut, squeeze

ENOUGH = 200  # characters: a lead that begins with fewer takes the next sentence too
MOST = 320
# Where a sentence ends, in the scripts that outlets write in.
_SENTENCE = re.compile(r"(?<=[.!?…।؟])[\"'”’»)]*\s+|(?<=[。！？])")


def suggested(body: str) -> str:
    """Return whole sentences from the beginning of a body's text, as a lead of usual length."""
    words = squeeze(" ".join(paragraphs(body)))
    lead = ""
    for sentence in _SENTENCE.split(words):
        longer = f"{lead} {sentence}".strip()
        if lead and (len(lead) >= ENOUGH or len(longer) > MOST):
            break
        lead = longer
    return cut(lead, MOST)
