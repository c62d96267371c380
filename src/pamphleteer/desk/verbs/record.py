"""The record: who did what, when, and from where to where, out of the journal."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import QuerySet

from pamphleteer.register.models import Entry, Person

# What nobody does: the machine's own notes to later rooms.
_MACHINE = ("wire.came", "wire.changed", "wire.read", "wire.pruned")
WORDS = {
    "article.published": "published",
    "article.scheduled": "scheduled",
    "article.unscheduled": "took off the schedule",
    "article.corrected": "corrected",
    "article.withdrawn": "withdrew",
    "article.submitted": "handed in",
    "article.sent_back": "sent back",
    "article.noted": "left a note on",
    "article.refused": "was refused",
    "story.skipped": "put aside",
    "story.taken_up": "opened again",
    "story.merged": "made one story of",
    "story.split": "took a piece out of",
    "suggestion.declined": "declined a suggestion for",
    "source.changed": "changed",
    "source.retired": "was retired",
    "source.moved": "moved",
    "picture.uploaded": "uploaded",
    "picture.changed": "changed",
    "recording.uploaded": "uploaded",
    "media.swept": "cleared unused files away from",
    "topic.changed": "changed",
    "topic.moved": "moved",
    "topic.merged": "merged",
    "partner.changed": "changed",
    "outlet.changed": "changed",
    "person.let_in": "let in",
    "person.let_out": "let out",
    "person.role_changed": "gave another role to",
    "person.password_set": "gave a new password to",
    "person.changed": "changed",
    "person.unlocked": "unlocked",
    "person.factor_set": "set up a second factor for",
    "person.factor_dropped": "took a second factor away from",
    "person.factor_reset": "reset the second factor of",
    "person.recovery_codes_made": "made recovery codes for",
    "person.recovery_code_used": "used a recovery code as",
    "person.logged_out": "logged out",
    "people.unlocked": "unlocked everybody",
}
_ROOMS = {"article": "Articles", "story": "Wire", "source": "Sources", "topic": "Topics",
          "picture": "Pictures", "media": "Media", "partner": "Partners", "person": "People",
          "outlet": "The outlet"}  # fmt: skip
KINDS = tuple(_ROOMS.items())
_TOLD = 200  # characters of one value
_PLAIN = {"came_from", "to", "was", "role"}


@dataclass(frozen=True)
class Line:
    """One line of the record, as people read it."""

    at: datetime
    who: str
    did: str
    what: str
    subject: str
    key: int | None
    came_from: str
    to: str
    more: str


def lines(
    *,
    kind: str = "",
    by: Person | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    words: str = "",
) -> QuerySet[Entry]:
    """Return what was done, the newest first; `words` is a part of what was done, or to which row."""
    found = Entry.objects.exclude(what__in=_MACHINE)
    if kind:
        found = found.filter(what__startswith=f"{kind}.")
    if by:
        found = found.filter(by=by)
    if since:
        found = found.filter(at__gte=since)
    if until:
        found = found.filter(at__lt=until)
    if words:
        wanted = [what for what, told in WORDS.items() if words.lower() in told]
        found = found.filter(what__in=wanted) | found.filter(subject__iendswith=f":{words}")
    return found.select_related("by").order_by("-pk")


def told(entries: list[Entry]) -> list[Line]:
    """Return lines as people read them, with the names that their rows have now."""
    names = _names(entries)
    return [_line(entry, names.get(entry.subject, "")) for entry in entries]


def as_csv(entries: QuerySet[Entry], line: Any) -> Iterator[str]:
    """Yield the lines as CSV (RFC 4180), through something that returns what is written to it."""
    writer = csv.writer(line)
    yield writer.writerow(["when", "who", "did", "what", "number", "from", "to", "more"])
    batch: list[Entry] = []
    for entry in entries.iterator(chunk_size=500):
        batch.append(entry)
        if len(batch) == 500:
            yield from _rows(writer, batch)
            batch = []
    yield from _rows(writer, batch)


def _rows(writer: Any, batch: list[Entry]) -> Iterator[str]:
    for one in told(batch):
        cells = [one.at.isoformat(), one.who, one.did, one.subject, one.key or "",
                 one.came_from, one.to, one.more]  # fmt: skip
        yield writer.writerow([_harmless(str(cell)) for cell in cells])


def _harmless(cell: str) -> str:
    """Keep programs for tables from taking a cell for a formula."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell


def _line(entry: Entry, name: str) -> Line:
    data = entry.data
    noun, _, verb = entry.what.partition(".")
    _, _, key = entry.subject.rpartition(":")
    return Line(
        at=entry.at,
        who=str(entry.by) if entry.by else "the house",
        did=WORDS.get(entry.what, verb.replace("_", " ")),
        what=noun,
        subject=name or entry.subject,
        key=int(key) if key.isdecimal() else None,
        came_from=str(data.get("came_from") or data.get("was") or ""),
        to=str(data.get("to") or data.get("role") or ""),
        more="; ".join(
            f"{name}: {_value(value)}" for name, value in data.items() if name not in _PLAIN
        ),
    )


def _value(value: Any) -> str:
    if isinstance(value, list) and len(value) == 2:
        return f"{str(value[0])[:_TOLD] or '–'} → {str(value[1])[:_TOLD] or '–'}"
    return str(value)[:_TOLD]


def _names(entries: list[Entry]) -> dict[str, str]:
    """Look up what the rows are called, with one query for each sort of rows."""
    keys: dict[str, set[int]] = {}
    for entry in entries:
        label, _, key = entry.subject.rpartition(":")
        if key.isdecimal():
            keys.setdefault(label, set()).add(int(key))
    found: dict[str, str] = {}
    for label, wanted in keys.items():
        try:
            model = apps.get_model(label)
        except (LookupError, ValueError):
            continue
        rows = model._default_manager.in_bulk(wanted)
        found |= {f"{label}:{key}": str(row) for key, row in rows.items()}
    return found
