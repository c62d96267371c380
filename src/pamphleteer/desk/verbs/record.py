"""The record: who did what, when, and from where to where, out of the journal."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import override, pgettext_lazy

from pamphleteer.desk import recorded
from pamphleteer.desk.models.article import STATES
from pamphleteer.register.models import Entry, Person
from pamphleteer.register.models.person import CALLED

# What nobody does: the machine's own notes to later rooms.
_MACHINE = ("wire.came", "wire.changed", "wire.read", "wire.pruned")
WORDS = {
    "article.begun": pgettext_lazy("deed", "began"),
    "article.published": pgettext_lazy("deed", "published"),
    "article.scheduled": pgettext_lazy("deed", "scheduled"),
    "article.unscheduled": pgettext_lazy("deed", "took off the schedule"),
    "article.corrected": pgettext_lazy("deed", "corrected"),
    "article.withdrawn": pgettext_lazy("deed", "withdrew"),
    "article.submitted": pgettext_lazy("deed", "handed in"),
    "article.sent_back": pgettext_lazy("deed", "sent back"),
    "article.noted": pgettext_lazy("deed", "left a note on"),
    "article.refused": pgettext_lazy("deed", "was refused"),
    "article.topic_added": pgettext_lazy("deed", "added a topic to"),
    "article.linked": pgettext_lazy("deed", "linked with a translation"),
    "article.unlinked": pgettext_lazy("deed", "unlinked from a translation"),
    "story.skipped": pgettext_lazy("deed", "put aside"),
    "story.taken_up": pgettext_lazy("deed", "opened again"),
    "story.merged": pgettext_lazy("deed", "made one story of"),
    "story.split": pgettext_lazy("deed", "took a piece out of"),
    "suggestion.declined": pgettext_lazy("deed", "declined a suggestion for"),
    "source.added": pgettext_lazy("deed", "added"),
    "source.paused": pgettext_lazy("deed", "paused"),
    "source.resumed": pgettext_lazy("deed", "resumed"),
    "source.rule_set": pgettext_lazy("deed", "set a rule for"),
    "source.rule_dropped": pgettext_lazy("deed", "dropped the rule of"),
    "source.changed": pgettext_lazy("deed", "changed"),
    "source.retired": pgettext_lazy("deed", "was retired"),
    "source.moved": pgettext_lazy("deed", "moved"),
    "picture.uploaded": pgettext_lazy("deed", "uploaded"),
    "picture.changed": pgettext_lazy("deed", "changed"),
    "recording.uploaded": pgettext_lazy("deed", "uploaded"),
    "media.swept": pgettext_lazy("deed", "cleared unused files away from"),
    "fixedpage.drafted": pgettext_lazy("deed", "drafted"),
    "fixedpage.changed": pgettext_lazy("deed", "changed"),
    "fixedpage.moved": pgettext_lazy("deed", "moved"),
    "topic.changed": pgettext_lazy("deed", "changed"),
    "topic.moved": pgettext_lazy("deed", "moved"),
    "topic.merged": pgettext_lazy("deed", "merged"),
    "author.changed": pgettext_lazy("deed", "renamed"),
    "author.merged": pgettext_lazy("deed", "merged"),
    "partner.changed": pgettext_lazy("deed", "changed"),
    "licence.changed": pgettext_lazy("deed", "changed"),
    "outlet.changed": pgettext_lazy("deed", "changed"),
    "look.changed": pgettext_lazy("deed", "changed"),
    "person.let_in": pgettext_lazy("deed", "let in"),
    "person.let_out": pgettext_lazy("deed", "let out"),
    "person.role_changed": pgettext_lazy("deed", "gave another role to"),
    "person.password_set": pgettext_lazy("deed", "gave a new password to"),
    "person.changed": pgettext_lazy("deed", "changed"),
    "person.unlocked": pgettext_lazy("deed", "unlocked"),
    "person.factor_set": pgettext_lazy("deed", "set up a second factor for"),
    "person.factor_dropped": pgettext_lazy("deed", "took a second factor away from"),
    "person.factor_reset": pgettext_lazy("deed", "reset the second factor of"),
    "person.recovery_codes_made": pgettext_lazy("deed", "made recovery codes for"),
    "person.recovery_code_used": pgettext_lazy("deed", "used a recovery code as"),
    "person.logged_out": pgettext_lazy("deed", "logged out"),
    "people.unlocked": pgettext_lazy("deed", "unlocked everybody"),
}
_ROOMS = {
    "article": lazy("Articles"),
    "story": lazy("Wire"),
    "source": lazy("Sources"),
    "topic": lazy("Topics"),
    "author": lazy("Authors"),
    "fixedpage": lazy("Fixed pages"),
    "picture": lazy("Pictures"),
    "media": lazy("Media"),
    "partner": lazy("Partners"),
    "licence": lazy("Licences"),
    "person": lazy("People"),
    "outlet": lazy("The outlet"),
    "look": lazy("Look"),
}
# What else is kept of a deed; fields of rows are called as their forms call them.
_ASIDE = {
    "address": lazy("address"),
    "at": pgettext_lazy("deed", "at"),
    "before": pgettext_lazy("deed", "before"),
    "behind": pgettext_lazy("deed", "behind"),
    "browsers": lazy("browsers"),
    "deed": lazy("deed"),
    "item": lazy("piece"),
    "left": pgettext_lazy("deed", "left"),
    "sort": lazy("sort"),
    "stories": lazy("stories"),
    "topic": lazy("topic"),
    "translation": lazy("translation"),
    "via": pgettext_lazy("deed", "via"),
    "why": lazy("why"),
    "words": lazy("words"),
}
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


def kinds() -> list[tuple[str, Any]]:
    """Return the sorts of rows that deeds are about, with what they are called."""
    others = [pair for one in recorded.brought() for pair in one.sorts.items()]
    return [*_ROOMS.items(), *others]


def _words() -> dict[str, Any]:
    """Return what is said of each deed."""
    return WORDS | {what: said for one in recorded.brought() for what, said in one.deeds.items()}


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
        wanted = [what for what, told in _words().items() if words.lower() in str(told).lower()]
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
    # A table is read by programs and by colleagues elsewhere: it is the same for everybody.
    with override("en"):
        read = told(batch)
    for one in read:
        cells = [one.at.isoformat(), one.who, one.did, one.subject, one.key or "",
                 one.came_from, one.to, one.more]  # fmt: skip
        yield writer.writerow([_harmless(str(cell)) for cell in cells])


def _harmless(cell: str) -> str:
    """Keep programs for tables from taking a cell for a formula."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell


def _line(entry: Entry, name: str) -> Line:
    data = entry.data
    noun, _dot, verb = entry.what.partition(".")
    _label, _colon, key = entry.subject.rpartition(":")
    return Line(
        at=entry.at,
        who=str(entry.by) if entry.by else _("the house"),
        did=str(_words().get(entry.what, verb.replace("_", " "))),
        what=noun,
        subject=name or entry.subject,
        key=int(key) if key.isdecimal() else None,
        came_from=_stage(noun, data.get("came_from") or data.get("was")),
        to=_stage(noun, data.get("to") or data.get("role")),
        more="; ".join(
            f"{_called(entry, name)}: {_value(value)}"
            for name, value in data.items()
            if name not in _PLAIN
        ),
    )


def _stage(noun: str, said: Any) -> str:
    """Return what an article or a person was or became; of other rows it is a name."""
    stages = {"article": STATES, "person": CALLED}.get(noun, {})
    return str(stages.get(said, said or ""))


def _called(entry: Entry, name: str) -> str:
    """Return what something that was kept of a deed is called."""
    aside = _ASIDE | {key: said for one in recorded.brought() for key, said in one.aside.items()}
    if name in aside:
        return str(aside[name])
    label, *_key = entry.subject.partition(":")
    try:
        return str(apps.get_model(label)._meta.get_field(name).verbose_name)
    except (LookupError, ValueError, FieldDoesNotExist, AttributeError):
        return name


def _value(value: Any) -> str:
    if isinstance(value, list) and len(value) == 2:
        return f"{str(value[0])[:_TOLD] or '–'} → {str(value[1])[:_TOLD] or '–'}"
    return str(value)[:_TOLD]


def _names(entries: list[Entry]) -> dict[str, str]:
    """Look up what the rows are called, with one query for each sort of rows."""
    keys: dict[str, set[int]] = {}
    for entry in entries:
        label, _colon, key = entry.subject.rpartition(":")
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
