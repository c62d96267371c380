"""Recognise pieces that their source gives a new id each time."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from pamphleteer.collect.canonical import canonical
from pamphleteer.collect.found import Found
from pamphleteer.collect.models import Source, WireItem
from pamphleteer.collect.verbs import marks
from pamphleteer.collect.verbs.likeness import at
from pamphleteer.ground.text import fold


def renamed(source: Source, found: Sequence[Found], known: Collection[str]) -> Iterator[Found]:
    """Yield the pieces of a document, those with a new id under the one that they had before.

    Such a piece is at the address of a known one that the document no longer holds, and has its
    headline.
    """
    present = {piece.identity for piece in found}
    numbers = {
        piece.identity: number
        for piece in found
        if piece.alias and piece.identity not in known and (number := at(canonical(piece.alias)))
    }
    before = _before(source, numbers.values(), present)
    if not before:
        yield from found
        return
    for piece in found:
        called = before.get((numbers.get(piece.identity), fold(piece.headline)))
        yield replace(piece, identity=called) if called else piece


def _before(
    source: Source, numbers: Collection[int], present: set[str]
) -> dict[tuple[int | None, str], str]:
    """Return the identities of the known pieces at these addresses, by address and headline."""
    holders = marks.holders(numbers)
    places = {key: number for number, keys in holders.items() for key in keys}
    if not places:
        return {}
    ours = WireItem.objects.filter(source=source, pk__in=places).exclude(identity__in=present)
    return {
        (places[key], fold(headline)): identity
        for key, headline, identity in ours.values_list("pk", "headline", "identity")
    }
