"""Lists of whom no mail goes to: our own, with hashes, and those of providers, with addresses."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pamphleteer.post.lists.cells import bare
from pamphleteer.post.lists.dates import moment_in
from pamphleteer.post.lists.headings import Column, column_of, plain
from pamphleteer.post.models import Suppressed

Reason = Suppressed.Reason
COLUMNS = ("hash", "key", "proof", "reason", "since", "status", "said", "mail")

_HEADINGS = {
    "address": {"recipient", "email recipient", "blocked address"},
    "hash": {"hash"},
    "key": {"key"},
    "proof": {"proof"},
    "reason": {
        "reason", "type", "status", "state", "suppression reason", "suppression type", "bounce type", "cause", "event",
        "motivo", "motif", "raison",
    },
    "since": {
        "since", "created at", "created", "date", "last update time", "lastupdatetime", "timestamp", "time", "added at",
        "fecha", "desde", "depuis",
    },
    "status": {"smtp status", "enhanced status", "code"},
    "said": {"said", "error", "description", "diagnostic", "bounce reason", "message"},
    "mail": {"mail", "message id"},
}  # fmt: skip
# As providers and list managers name them, without signs and case.
_REASONS = {
    Reason.COMPLAINED: {
        "complaint", "complained", "complain", "complaints", "spam", "spam complaint", "spam report", "abuse",
    },
    Reason.UNKNOWN: {
        "bounce", "bounced", "bounces", "hard bounce", "hard", "cleaned", "permanent",
        "permanent failure", "undeliverable", "invalid", "invalid email", "unknown", "blocklisted",
    },
    Reason.FAILING: {"failing", "soft bounce", "soft", "transient"},
    Reason.LEFT: {
        "left", "unsubscribe", "unsubscribed", "unsubscribes", "list unsubscribe", "opt out", "opted out",
        "manual suppression", "manual", "contact unsubscribed", "baja", "desabonne",
    },
    Reason.FORGOTTEN: {"forgotten", "erased", "deleted"},
    Reason.UNSAID: {"unsaid"},
}  # fmt: skip
_KNOWN = {words: reason for reason, some in _REASONS.items() for words in some}
_WITHIN = re.compile(r"(?<=[a-z])(?=[A-Z])")
_HASH = re.compile(r"[0-9a-f]{32}")
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")


@dataclass(frozen=True)
class Kept:
    """One row: an address, or a hash with its key; why and since when, as far as it is said."""

    line: int
    address: str
    hashed: bytes
    key: int
    proof: str
    reason: Reason
    since: datetime | None
    status: str
    said: str
    mail: str


def places_of(heads: Sequence[str]) -> Mapping[str, int] | None:
    """Return where in a row what stands; None where no heading is of addresses or of hashes."""
    found: dict[str, int] = {}
    ours = all(name in {head.strip().lower() for head in heads} for name in COLUMNS)
    for place, head in enumerate(heads):
        name = head.strip().lower() if ours else _name(head)
        if name and name not in found:
            found[name] = place
    whole = "address" in found or {"hash", "key", "proof"} <= found.keys()
    return found if whole else None


def read(line: int, cells: Sequence[str], places: Mapping[str, int], *, otherwise: Reason) -> Kept:
    """Return what a row says; `otherwise` is the reason where none is told that we know."""
    told = {
        name: bare(cells[place].strip()) if place < len(cells) else ""
        for name, place in places.items()
    }
    hashed, key = told.get("hash", "").lower(), told.get("key", "")
    status = _STATUS.search(told.get("status", "")) or _STATUS.search(told.get("said", ""))
    return Kept(
        line,
        told.get("address", ""),
        bytes.fromhex(hashed) if _HASH.fullmatch(hashed) else b"",
        int(key) if key.isascii() and key.isdecimal() and len(key) <= 9 else 0,
        told.get("proof", ""),
        _KNOWN.get(_plain(told.get("reason", "")), otherwise),
        moment_in(told.get("since", "")),
        status[0] if status else "",
        told.get("said", ""),
        told.get("mail", ""),
    )


def _plain(words: str) -> str:
    """Return words as `plain` does, with those apart that are written as one: HardBounce."""
    return plain(_WITHIN.sub(" ", words))


def _name(head: str) -> str:
    words = _plain(head)
    for name, heads in _HEADINGS.items():
        if words in heads:
            return name
    return "address" if column_of(words) is Column.ADDRESS else ""
