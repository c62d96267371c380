"""Keep what a source brought: new pieces on the wire, and changed ones as versions."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from pamphleteer.collect.canonical import canonical
from pamphleteer.collect.found import Found
from pamphleteer.collect.licences import licence_for
from pamphleteer.collect.models import Source, Version, WireItem
from pamphleteer.collect.sketch import Sketch
from pamphleteer.collect.sketch import sketch as sketch_of
from pamphleteer.collect.verbs.grouping import Brought, group, texts_of
from pamphleteer.collect.verbs.many import insert, rows
from pamphleteer.collect.verbs.plan import plan
from pamphleteer.collect.verbs.pruned import known_pruned
from pamphleteer.collect.verbs.renamed import renamed
from pamphleteer.collect.verbs.turns import wait_turn
from pamphleteer.ground import clock
from pamphleteer.ground.prose import prose
from pamphleteer.ground.text import fold
from pamphleteer.register.verbs import journal

VERSIONS = 100  # of one piece: the first, and the newest that came after it
# What a piece says anew at each change; where and when it was first seen stays.
_CHANGING = (
    "url", "canonical", "headline", "lead", "body", "authors", "language", "published", "updated",
    "licence", "credit", "rights", "tags", "enclosures", "pictures", "origin", "fingerprint",
    "version", "changed", "sketch", "story",
)  # fmt: skip
_BY_IDENTITY = (
    "SELECT identity, fingerprint FROM collect_wireitem WHERE identity {} AND source_id = %s"
)
_BY_WORDS = (
    "SELECT fingerprint, canonical FROM collect_wireitem WHERE fingerprint {} AND source_id = %s"
)

Draft = tuple[WireItem, Sketch]


@dataclass(frozen=True)
class Kept:
    """The keys of the wire items that a document added, oldest first, and of those it changed.

    `came` are those of both that the house is to be told of now.
    """

    new: list[int]
    changed: list[int]
    came: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class _Document:
    """What one document of a source brings: drafts of items, and the pieces that they are made of."""

    source: Source
    new: Sequence[Draft]
    changed: Sequence[Draft]
    pieces: Sequence[Found]

    @property
    def drafts(self) -> list[Draft]:
        return [*self.new, *self.changed]

    @property
    def kept(self) -> Kept:
        """The keys of its items, once they are written, with what is planned for them."""
        new, changed = ([item.pk for item, _ in drafts] for drafts in (self.new, self.changed))
        return Kept(new, changed, came=plan(self.pieces, new=new, changed=changed))


def keep(source: Source, found: Sequence[Found]) -> Kept:
    """Keep what one document of a source says, and tell the journal."""
    with transaction.atomic(savepoint=False):
        wait_turn()
        (kept,) = bring([(source, found)])
        tell(source, kept)
    return kept


def bring(documents: Iterable[tuple[Source, Sequence[Found]]]) -> list[Kept]:
    """Keep what documents say, each of another source, in a transaction that has its turn.

    What is known costs nothing.

    A known piece that says something else keeps what it said before as a version. A piece of which
    only the id is new, with the address and the words or the headline of a known one, is that one.
    """
    read = [_read(source, found) for source, found in documents]
    _write([document for document in read if document.drafts])
    return [document.kept for document in read]


def tell(source: Source, kept: Kept) -> None:
    """Tell the journal what a document brought; all else of the transaction goes before."""
    if kept.came:
        journal.write("wire.came", source, items=kept.came)
    if kept.changed:
        journal.write("wire.changed", source, items=kept.changed)


def _known(source: Source, found: Iterable[Found]) -> dict[str, str]:
    """Return the identities of these pieces that are on the wire, with their fingerprints."""
    return dict(rows(_BY_IDENTITY, [piece.identity for piece in found], source.pk))


def _fresh(source: Source, unknown: Sequence[Found]) -> list[Found]:
    """Return the pieces of which more than the id is new: some sources change it at each poll."""
    seen = set(rows(_BY_WORDS, [piece.fingerprint for piece in unknown], source.pk))
    fresh = []
    for piece in unknown:
        mark = (piece.fingerprint, _canonical(piece))
        if mark not in seen:
            seen.add(mark)
            fresh.append(piece)
    return fresh


def _read(source: Source, found: Sequence[Found]) -> _Document:
    known = _known(source, found)
    called = [*renamed(source, found, known)]
    if called != [*found]:
        found, known = called, known | _known(source, called)
    unknown = [piece for piece in reversed(found) if piece.identity not in known]
    pruned = known_pruned(source, [piece.identity for piece in unknown])
    fresh = _fresh(source, [piece for piece in unknown if piece.identity not in pruned])
    other = [p for p in found if known.get(p.identity, p.fingerprint) != p.fingerprint]
    return _Document(source, _new(source, fresh), _changed(source, other), [*fresh, *other])


def _write(documents: Sequence[_Document]) -> None:
    """Write drafts with their stories."""
    if not documents:
        return
    grouping = group(Brought(one.source, one.drafts) for one in documents)
    insert([item for one in documents for item, _ in one.new])
    altered = [item for one in documents for item, _ in one.changed]
    if altered:
        WireItem.objects.bulk_update(altered, _CHANGING)
        _forget([item.pk for item in altered if item.version > VERSIONS])
    grouping.finish()


def _new(source: Source, found: Iterable[Found]) -> list[Draft]:
    now, drafts = clock.now(), []
    for piece in found:
        fields, sketch = _taken(source, piece)
        item = WireItem(source=source, identity=piece.identity, seen=now, **fields)
        drafts.append((item, sketch))
    return drafts


def _changed(source: Source, other: Sequence[Found]) -> list[Draft]:
    """Give known pieces their new words; the earlier ones are kept."""
    if not other:
        return []
    said = {piece.identity: piece for piece in other}
    ours = WireItem.objects.filter(source=source, identity__in=said).select_related("story")
    changed = [item for item in ours.order_by("pk") if not _same_words(item, said[item.identity])]
    Version.objects.bulk_create(_version(item) for item in changed)
    now, drafts = clock.now(), []
    for item in changed:
        fields, sketch = _taken(source, said[item.identity])
        _rewrite(item, fields, now)
        drafts.append((item, sketch))
    return drafts


def _same_words(item: WireItem, piece: Found) -> bool:
    """Say whether a piece of few words differs by nothing but its address.

    A fingerprint holds the address only where there are few words: then the lead has them all.
    """
    before, after = fold(f"{item.headline} {item.lead}"), fold(f"{piece.headline} {piece.lead}")
    short = len(piece.text.words) <= len(piece.lead)
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


def _taken(source: Source, piece: Found) -> tuple[dict[str, Any], Sketch]:
    """Return the fields of a piece, and the sketch of all that was found, also of what is not kept."""
    licence = licence_for(piece, source.partner)
    authors = [author.name for author in piece.authors]
    more = licence.full_text and len(piece.text.words) > len(piece.lead)
    fields = {
        "url": piece.url,
        "canonical": _canonical(piece),
        "headline": piece.headline,
        "lead": piece.lead,
        "body": piece.body if more else "",
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
    return fields, sketch_of(texts_of(piece.summary or piece.lead, prose(piece.text)))


def _canonical(piece: Found) -> str:
    return canonical(piece.url)
