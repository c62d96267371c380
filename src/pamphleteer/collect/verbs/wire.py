"""Keep what a source brought: new pieces on the wire, and changed ones as versions."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from pamphleteer.collect.canonical import canonical
from pamphleteer.collect.found import Found
from pamphleteer.collect.licences import licence_for
from pamphleteer.collect.models import Source, Version, WireItem
from pamphleteer.collect.verbs.prune import known_pruned
from pamphleteer.ground import clock
from pamphleteer.ground.html import plain
from pamphleteer.ground.text import fold
from pamphleteer.register.models import Licence
from pamphleteer.register.verbs import journal

VERSIONS = 100  # of one piece: the first, and the newest that came after it
# Any constant will do: it names, among PostgreSQL's advisory locks, the one that orders the wire.
_LOCK = 0x77697265
# What a piece says anew at each change; where and when it was first seen stays.
_CHANGING = (
    "url", "canonical", "headline", "lead", "body", "authors", "language", "published", "updated",
    "licence", "credit", "rights", "tags", "enclosures", "pictures", "origin", "fingerprint",
    "version", "changed",
)  # fmt: skip


@dataclass(frozen=True)
class Kept:
    """The keys of the wire items that a document added, oldest first, and of those it changed."""

    new: list[int]
    changed: list[int]


def keep(source: Source, found: Sequence[Found]) -> Kept:
    """Keep what one document of a source says, and tell the journal; what is known costs nothing.

    A known piece that says something else keeps what it said before as a version. A piece that only
    its id is new of, with the address and the words of a known one, is that one.
    """
    with transaction.atomic(savepoint=False):
        one_at_a_time()
        known = _known(source, found)
        unknown = [piece for piece in reversed(found) if piece.identity not in known]
        pruned = known_pruned(source, [piece.identity for piece in unknown])
        fresh = _fresh(source, [piece for piece in unknown if piece.identity not in pruned])
        other = {
            p.identity: p for p in found if known.get(p.identity, p.fingerprint) != p.fingerprint
        }
        kept = Kept(new=_add(source, fresh), changed=_change(source, other))
        if kept.new:
            journal.write("wire.came", source, items=kept.new)
        if kept.changed:
            journal.write("wire.changed", source, items=kept.changed)
    return kept


def one_at_a_time() -> None:
    """Wait for others who bring to the wire: on SQLite the transaction itself has done that."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _known(source: Source, found: Iterable[Found]) -> dict[str, str]:
    """Return the identities of these pieces that are on the wire, with their fingerprints."""
    ours = WireItem.objects.filter(source=source, identity__in=[piece.identity for piece in found])
    return dict(ours.values_list("identity", "fingerprint"))


def _fresh(source: Source, unknown: Sequence[Found]) -> list[Found]:
    """Return the pieces of which more than the id is new: some sources change it at each poll."""
    prints = [piece.fingerprint for piece in unknown]
    ours = WireItem.objects.filter(source=source, fingerprint__in=prints)
    seen = set(ours.values_list("fingerprint", "canonical")) if unknown else set()
    fresh = []
    for piece in unknown:
        mark = (piece.fingerprint, _canonical(piece))
        if mark not in seen:
            seen.add(mark)
            fresh.append(piece)
    return fresh


def _add(source: Source, found: Iterable[Found]) -> list[int]:
    """Put new pieces on the wire; return their keys."""
    now = clock.now()
    items = [
        WireItem(source=source, identity=piece.identity, seen=now, **_fields(source, piece))
        for piece in found
    ]
    return [item.pk for item in WireItem.objects.bulk_create(items)]


def _change(source: Source, other: dict[str, Found]) -> list[int]:
    """Give known pieces their new words, and keep the earlier ones; return their keys."""
    ours = WireItem.objects.filter(source=source, identity__in=other).order_by("pk")
    changed = (
        [item for item in ours if not _same_words(item, other[item.identity])] if other else []
    )
    Version.objects.bulk_create(_version(item) for item in changed)
    now = clock.now()
    for item in changed:
        _rewrite(item, _fields(source, other[item.identity]), now)
    WireItem.objects.bulk_update(changed, _CHANGING)
    _forget([item.pk for item in changed if item.version > VERSIONS])
    return [item.pk for item in changed]


def _same_words(item: WireItem, piece: Found) -> bool:
    """Say whether a piece of few words differs by nothing but its address.

    A fingerprint holds the address only where there are few words: then the lead has them all.
    """
    before, after = fold(f"{item.headline} {item.lead}"), fold(f"{piece.headline} {piece.lead}")
    short = len(plain(piece.body)) <= len(piece.lead)
    return short and not item.body and before == after


def _rewrite(item: WireItem, fields: dict[str, Any], now: datetime) -> None:
    fields["published"] = item.published or fields["published"]
    for name, value in fields.items():
        setattr(item, name, value)
    item.version += 1
    item.changed = now


def _version(item: WireItem) -> Version:
    return Version(
        item=item,
        number=item.version,
        headline=item.headline,
        lead=item.lead,
        body=item.body,
        updated=item.updated,
        seen=item.changed or item.seen,
        fingerprint=item.fingerprint,
    )


def _forget(keys: Sequence[int]) -> None:
    """Keep the first and the newest versions of pieces that change without end."""
    if keys:
        old = Version.objects.filter(item__in=keys, number__gt=1)
        old.filter(number__lte=F("item__version") - VERSIONS).delete()


def _fields(source: Source, piece: Found) -> dict[str, Any]:
    licence = licence_for(piece, source.partner)
    authors = [author.name for author in piece.authors]
    return {
        "url": piece.url,
        "canonical": _canonical(piece),
        "headline": piece.headline,
        "lead": piece.lead,
        "body": _carried(piece, licence),
        "authors": authors,
        "language": piece.language,
        "published": piece.published,
        "updated": piece.updated,
        "licence": licence,
        "credit": licence.credit(partner=source.partner.credit_line, authors=authors),
        "rights": piece.rights,
        "tags": list(piece.tags),
        "enclosures": [asdict(one) for one in piece.enclosures],
        "pictures": [asdict(one) for one in piece.pictures],
        "origin": asdict(piece.origin) if piece.origin else {},
        "fingerprint": piece.fingerprint,
    }


def _canonical(piece: Found) -> str:
    return canonical(piece.url)


def _carried(piece: Found, licence: Licence) -> str:
    """Return the body if the licence allows it and it says more than the lead."""
    more = licence.full_text and len(plain(piece.body)) > len(piece.lead)
    return piece.body if more else ""
