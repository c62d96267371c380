"""The subject of a letter: its first headline, or what the digest's template makes of it."""

import re
from collections.abc import Sequence
from datetime import datetime

from pamphleteer.ground.text import cut
from pamphleteer.post.letters.house import words
from pamphleteer.post.models import Digest
from pamphleteer.press import voice
from pamphleteer.press.dates import day
from pamphleteer.register.models import Outlet

_SUBJECT = 110
PLACES = ("headline", "count", "digest", "day")
_PLACE = re.compile(r"\{(\w+)\}")
_ANY_PLACE = re.compile(r"\{([^{}]*)\}?|\}")


def subject(
    digest: Digest, headlines: Sequence[str], *, outlet: Outlet, language: str, at: datetime
) -> str:
    """Return the subject of a letter with these headlines, in a language."""
    first = cut(words(headlines[0]), _SUBJECT)
    if digest.subject:
        said = {
            "headline": first,
            "digest": words(digest.name),
            "day": day(at, zone=outlet.tz, language=language),
            "count": voice.numeral(len(headlines), language),
        }
        return cut(_filled(words(digest.subject), said), 300)
    others = len(headlines) - 1
    more = voice.say_count(language, "and {count} more", "and {count} more", others)
    return f"{first} ({more})" if others else first


def unknown(template: str) -> list[str]:
    """Return the places in a template that nothing is put into, as they are written."""
    known = {f"{{{name}}}" for name in PLACES}
    return [found[0] for found in _ANY_PLACE.finditer(template) if found[0] not in known]


def _filled(template: str, said: dict[str, str]) -> str:
    """Return a template with its places filled; braces around anything else stay as they are."""
    return _PLACE.sub(lambda found: said.get(found[1], found[0]), template)
