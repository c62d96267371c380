"""Bounces without a form: the recipients that a text names, and what it says of each.

One reader for all of them, since nearly all put an address at the beginning of a line and the reason behind or below
it (qmail, Exim, Postfix, sendmail, Exchange, Courier, IMail, ...). Where a text does not, an address in a sentence
counts, and in the end whom the returned letter was for.
"""

import itertools
import re
from dataclasses import dataclass, field

from pamphleteer.post.bounces import addresses

_LINES = 3_000
_LINE = 1_000  # characters
_BELOW = 40  # lines that may belong to an address

_LEADING = re.compile(
    rf"^[\s>*\"'<|•·(-]{{0,40}}(?:to:\s{{0,3}})?(?:[\w-]{{1,20}}:\d+:)?<?({addresses.FOUND})[>\"')]{{0,3}}"
    r"(?=\s|$|[:;,.(\[<])"
)
_SPOKEN = re.compile(
    r"(?:rcpt to|recipient(?:s|\(s\)| address)?|undeliverable to|delivered to|addressed to|failed (?:to|for)"
    r"|(?:mail|message|deliver\w*) (?:to|for)|address(?:es)?|mailbox|user|account|for|to)"
    rf"[\s:<\"'=(]{{1,6}}(?:\w+\s{{1,3}}<?){{0,2}}({addresses.FOUND})",
    re.IGNORECASE,
)
_NOT_OF_READERS = re.compile(
    r"^\W{0,10}(?:from|to|sender|reply-to|return-path|message-id|subject|x-[\w-]{1,40}|received|cc|mail from"
    r"|errors-to)\s*:|mail from:|contact|support|help ?desk|abuse@|questions|administrator"
    r"|if you (?:need|require|have)",
    re.IGNORECASE,
)
_OF_NAMES = re.compile(r"recipients?\b.*:\s*\Z", re.IGNORECASE)
_NAME = re.compile(r"\s*([A-Za-z0-9][\w.+-]{0,63})\s*")
_SENT_BY = re.compile(
    r"(?:sent by|from|sender|by user|contact|hello|hi|dear)\s*:?\s*$", re.IGNORECASE
)


# sendmail: what was said stands before whom it is about.
_SESSION = re.compile(r"-\s*Transcript of session (?:follows|begins)", re.IGNORECASE)
_ASKED = re.compile(r"\s*(?:>>>|(?:\.\.\. )?while talking to)", re.IGNORECASE)
_CODED = re.compile(
    rf"^([245]\d\d (?:[245]\.\d{{1,3}}\.\d{{1,3}} )?)<?({addresses.FOUND})>?(?=\.\.\.)"
)
_ADDRESSED = re.compile(r"^\s{0,10}to\s?:(.*)", re.IGNORECASE | re.MULTILINE)
_BY = re.compile(
    r"(?<!generated )(?<!expanded )\b(?:from|by|sender)[\s:<\"'(]{1,5}$", re.IGNORECASE
)


@dataclass
class Told:
    """An address that a text names, and the lines that belong to it."""

    address: str
    lines: list[str] = field(default_factory=list)

    @property
    def words(self) -> str:
        """Return the lines as the text that they are."""
        return "\n".join(self.lines)


def recipients(text: str, *, ours: set[str], known: list[str]) -> list[Told]:
    """Return whom a text is about, with what it says of each; `ours` wrote the letter, `known` are told elsewhere."""
    lines = [line[:_LINE] for line in text.splitlines()[:_LINES]]
    led = _led(lines)
    if known:
        return _of_known(led, known, lines)
    others = [one for one in led if one.address.lower() not in ours]
    return _merged(others) or _spoken(lines, ours) or _merged(led)


def names(text: str, *, at: str) -> list[str]:
    """Return whom a server names without a domain, one a line below what it says of them; its own domain is theirs."""
    lines = text.splitlines()[:_LINES]
    begin = next((n for n, line in enumerate(lines) if _OF_NAMES.search(line[:_LINE])), None)
    if begin is None or not at:
        return []
    found = [
        _NAME.fullmatch(line[:_LINE])
        for line in lines[begin + 1 : begin + 1 + _BELOW]
        if line.strip()
    ]
    return [f"{name[1]}@{at}" for name in itertools.takewhile(bool, found) if name]


def before(text: str, told: list[Told]) -> str:
    """Return what a text says before it names anybody, which is said of all of them."""
    ends = [place for one in told if one.address and (place := text.find(one.address)) >= 0]
    return text[: min(ends, default=0)][-_LINE:]


def addressed(text: str) -> list[str]:
    """Return whom a letter was for, as a text sums it up."""
    return addresses.all_in(", ".join(_ADDRESSED.findall(text)[:10]))


def _led(lines: list[str]) -> list[Told]:
    """Return the addresses that begin lines, each with what follows until the next one."""
    found: list[Told] = []
    before = ""
    session: list[str] | None = None
    for line in lines:
        if _SESSION.search(line):
            session = []
        if session is not None and (coded := _CODED.match(line)):
            found.append(
                Told(addresses.trimmed(coded[2]), [*session, coded[1] + line[coded.end() :]])
            )
            session = []
            continue
        if session is not None:
            session = [line] if _ASKED.match(line) else [*session[-20:], line]
            continue
        lead = _LEADING.match(line)
        if (
            lead
            and not _SENT_BY.search(before)
            and not _NOT_OF_READERS.search(line[: lead.start(1)])
        ):
            address = addresses.trimmed(lead[1])
            if addresses.plain(address) and not addresses.of_daemon(address):
                found.append(Told(address, [line[lead.end() :]]))
                before = ""
                continue
        if found and len(found[-1].lines) < _BELOW:
            found[-1].lines.append(line)
        before = line or before
    return found


def _of_known(led: list[Told], known: list[str], lines: list[str]) -> list[Told]:
    rows = _merged(led)
    by_address = {one.address.lower(): one for one in rows}
    alone = Told(known[0], lines[:200]) if len(known) == 1 else None
    return [by_address.get(one.lower()) or alone or Told(one) for one in known]


def _merged(found: list[Told]) -> list[Told]:
    """Return each address once, with all that is said of it."""
    once: dict[str, Told] = {}
    for one in found:
        once.setdefault(one.address.lower(), Told(one.address)).lines.extend(one.lines)
    return list(once.values())


def _spoken(lines: list[str], ours: set[str]) -> list[Told]:
    for pattern in (_SPOKEN, re.compile(f"({addresses.FOUND})")):
        found = []
        for number, line in enumerate(lines):
            if _NOT_OF_READERS.search(line):
                continue
            for said in pattern.finditer(line):
                address = addresses.trimmed(said[1])
                if _of_reader(address, ours) and not _BY.search(line[: said.start(1)]):
                    found.append(Told(address, lines[max(number - 3, 0) : number + _BELOW]))
        if found:
            return _merged(found)
    return []


def _of_reader(address: str, ours: set[str]) -> bool:
    return (
        addresses.plain(address)
        and address.lower() not in ours
        and not addresses.of_daemon(address)
    )
