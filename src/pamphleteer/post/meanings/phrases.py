"""What the words of a reply mean.

The tables `of_relays`, `of_sites` and `of_readers` are tried in the order below, on words without case, each address
as a bare @, links without their paths. What blames a reader for good stands last.
"""

import re

from pamphleteer.post.meanings import of_readers, of_relays, of_sites
from pamphleteer.post.meanings.reasons import Reason

_ENDS = r"\s<>(),;:\"'（）【】「」，。；：、"  # what an address ends with
_ADDRESS = re.compile(rf"[^{_ENDS}]{{1,100}}@[^{_ENDS}.]{{0,64}}(?:\.[^{_ENDS}.]{{1,64}}){{0,10}}")
_LINK = re.compile(r"(?:https?|mailto):/{0,2}([^\s/?#>)\"']{0,100})[^\s>)\"']{0,300}")
_CONTINUED = re.compile(r"(?<=\s)[245]\d\d[ -](?:[245]\.\d{1,3}\.\d{1,3}\s)?")

_ORDER: list[tuple[Reason, tuple[str, ...]]] = [
    (Reason.FULL, (*of_readers.FULL, *of_readers.FULL_ABROAD)),
    (Reason.ACCOUNT, of_relays.ACCOUNT),
    (Reason.POLICY, of_relays.SUPPRESSED),
    (Reason.AUTHENTICATION, of_relays.AUTHENTICATION),
    (Reason.REPUTATION, of_relays.COMPLAINTS),
    (Reason.GREYLISTED, of_sites.GREYLISTED),
    (Reason.RATE, of_sites.RATE),
    (Reason.HOSTNAME, of_relays.HOSTNAME),
    (Reason.SPAM, of_relays.SPAM),
    (Reason.REPUTATION, of_relays.REPUTATION),
    (Reason.VIRUS, of_relays.VIRUS),
    (Reason.SIZE, of_relays.SIZE),
    (Reason.CONTENT, of_relays.CONTENT),
    (Reason.RELAYING, of_relays.RELAYING),
    (Reason.ENCRYPTION, of_relays.ENCRYPTION),
    (Reason.POLICY, of_relays.RESTRICTED),
    (Reason.LOGIN, of_relays.LOGIN),
    (Reason.SENDER, of_relays.SENDER),
    (Reason.FILTERED, of_readers.FILTERED),
    (Reason.POLICY, of_relays.POLICY),
    (Reason.NO_MAIL, of_sites.NO_MAIL),
    (Reason.NO_HOST, of_sites.NO_HOST),
    (Reason.LOOP, of_sites.LOOP),
    (Reason.EXPIRED, of_sites.EXPIRED),
    (Reason.NETWORK, of_sites.NETWORK),
    (Reason.TROUBLE, of_sites.TROUBLE),
    (Reason.MOVED, of_readers.MOVED),
    (Reason.DISABLED, of_readers.DISABLED),
    (Reason.UNKNOWN, (*of_readers.UNKNOWN, *of_readers.UNKNOWN_ABROAD)),
    (Reason.POLICY, of_relays.REFUSED),
]


def by_words(words: str) -> Reason | None:
    """Return what words mean, if they mean anything; in time in proportion to them, which are a line's at most."""
    bare = _LINK.sub(r" \1 ", words.casefold()).replace("_", " ")
    bare = _CONTINUED.sub(" ", _ADDRESS.sub(" @ ", bare))
    return next((reason for reason, pattern in _PATTERNS if pattern.search(bare)), None)


def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Return one pattern of a table's; ~40~ is a gap in a sentence, which no dot in a name or a number ends."""
    whole = "|".join(phrases).replace("<box>", of_readers.BOX).replace("<gone>", of_readers.GONE)
    return re.compile(re.sub(r"~(\d+)~", r"(?:[^.]|\\.(?=\\S)){0,\1}", whole))


_PATTERNS = [(reason, _pattern(phrases)) for reason, phrases in _ORDER]
