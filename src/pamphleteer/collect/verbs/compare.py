"""Compare two versions of a piece, or the pieces of two partners."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

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
        told = _("A piece is no other one than itself: name two, or {number} alone.")
        raise RefusedError(told.format(number=key))
    if other is not None:
        (before, old), (after, new) = _present(item), _present(_item(other))
    elif item.version == 1:
        told = _("“{piece}” has one version only: nobody changed it.")
        raise RefusedError(told.format(piece=item))
    else:
        first, second = versions or (item.version - 1, item.version)
        (before, old), (after, new) = _at(item, first), _at(item, second)
    return Compared(item, before, after, list(changes(old, new)))


def _item(key: int) -> WireItem:
    found = WireItem.objects.select_related("source__partner", "story").filter(pk=key).first()
    if found is None:
        told = _("There is no wire item {number}: `wire show STORY` tells their numbers.")
        raise RefusedError(told.format(number=key))
    return found


def _at(item: WireItem, number: int) -> tuple[str, list[str]]:
    if number == item.version:
        return _version(item, number), _texts(item)
    version = Version.objects.filter(item=item, number=number).first()
    if version is None:
        kept = [*item.versions.values_list("number", flat=True), item.version]
        told = ", ".join(map(str, kept))
        words = _("There is no version {number} of “{piece}”: these are kept: {kept}.")
        raise RefusedError(words.format(number=number, piece=item, kept=told))
    return _version(item, number), _texts(version)


def _version(item: WireItem, number: int) -> str:
    return _("{partner}, version {number}").format(partner=item.source.partner, number=number)


def _present(item: WireItem) -> tuple[str, list[str]]:
    told = _("{partner}, piece {number}").format(partner=item.source.partner, number=item.pk)
    return told, _texts(item)


def _texts(said: WireItem | Version) -> list[str]:
    return [said.headline, *filter(None, texts_of(said.lead, paragraphs(said.body)))]
