"""Compare two versions of a piece, or the pieces of two partners."""

from dataclasses import dataclass

from pamphleteer.collect.comparing import Change, changes
from pamphleteer.collect.errors import RefusedError
from pamphleteer.collect.models import Version, WireItem
from pamphleteer.collect.verbs.grouping import texts_of
from pamphleteer.ground.html import paragraphs


@dataclass(frozen=True)
class Compared:
    """What was compared, in words, and what became of each paragraph."""

    item: WireItem
    before: str
    after: str
    paragraphs: list[list[Change]]


def compare(
    key: int, *, other: int | None = None, versions: tuple[int, int] | None = None
) -> Compared:
    """Compare a piece with another one, or two of its versions, by default the last two.

    Raises `RefusedError`.
    """
    item = _item(key)
    if other == key:
        raise RefusedError(f"A piece is no other one than itself: name two, or {key} alone.")
    if other is not None:
        (before, old), (after, new) = _present(item), _present(_item(other))
    elif item.version == 1:
        raise RefusedError(f"“{item}” has one version only: nobody changed it.")
    else:
        first, second = versions or (item.version - 1, item.version)
        (before, old), (after, new) = _at(item, first), _at(item, second)
    return Compared(item, before, after, list(changes(old, new)))


def _item(key: int) -> WireItem:
    found = WireItem.objects.select_related("source__partner", "story").filter(pk=key).first()
    if found is None:
        raise RefusedError(f"There is no wire item {key}: `wire show STORY` tells their numbers.")
    return found


def _at(item: WireItem, number: int) -> tuple[str, list[str]]:
    if number == item.version:
        return f"{item.source.partner}, version {number}", _texts(item)
    version = Version.objects.filter(item=item, number=number).first()
    if version is None:
        kept = [*item.versions.values_list("number", flat=True), item.version]
        told = ", ".join(map(str, kept))
        raise RefusedError(f"There is no version {number} of “{item}”: these are kept: {told}.")
    return f"{item.source.partner}, version {number}", _texts(version)


def _present(item: WireItem) -> tuple[str, list[str]]:
    return f"{item.source.partner}, piece {item.pk}", _texts(item)


def _texts(said: WireItem | Version) -> list[str]:
    return [said.headline, *filter(None, texts_of(said.lead, paragraphs(said.body)))]
