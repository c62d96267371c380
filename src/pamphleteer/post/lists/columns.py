"""The columns of a list, and what a row says in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pamphleteer.post.lists.agreed import Agreed, agreed_in
from pamphleteer.post.lists.cells import bare
from pamphleteer.post.lists.dates import any_moment, moment_in
from pamphleteer.post.lists.headings import SEVERAL, Column, column_of, plain
from pamphleteer.post.lists.standing import STANDING, Out, out_of
from pamphleteer.post.lists.wished import Wish, wishes_in

# Lists of people have postal addresses as well.
_POSTAL = {"address", "subscriber"}
_WISHED = {
    "digests": Column.DIGESTS, "topics": Column.TOPICS, "rhythm": Column.RHYTHM, "weekday": Column.WEEKDAY,
    "hour": Column.HOUR, "zone": Column.ZONE, "language": Column.LANGUAGE, "form": Column.FORM,
}  # fmt: skip
_AS_IT_COMES = (Wish(),)


@dataclass(frozen=True)
class Said:
    """What a row says of a reader: the address as written, why they take no mail, when they agreed, what they want.

    `told` is what of it can't be read.
    """

    address: str
    out: Out | None = None
    asked: datetime | None = None
    confirmed: datetime | None = None
    ip: str = ""
    wishes: tuple[Wish, ...] = _AS_IT_COMES
    paused: datetime | None = None
    consents: tuple[Agreed, ...] = ()
    told: tuple[str, ...] = ()


@dataclass(frozen=True)
class Columns:
    """Where in a row what stands; a list may have no headings."""

    places: Mapping[Column, Sequence[int]]
    heading: bool
    wide: int = 0  # columns of the headings
    left_out: tuple[str, ...] = ()
    _wished: bool = field(init=False)
    _standing: tuple[Column, ...] = field(init=False)

    def __post_init__(self) -> None:
        wished = any(column in self.places for column in _WISHED.values())
        object.__setattr__(self, "_wished", wished)
        standing = tuple(column for column in STANDING if column in self.places)
        object.__setattr__(self, "_standing", standing)

    def read(self, cells: Sequence[str]) -> Said:
        """Return what a row says."""
        address = _named(self._one(cells, Column.ADDRESS))
        if out := out_of({column: self._all(cells, column) for column in self._standing}):
            return Said(address, out)
        told: list[str] = []
        confirmed = self._moment(cells, Column.CONFIRMED, told)
        asked = self._moment(cells, Column.ASKED, told)
        return Said(
            address,
            asked=asked,
            confirmed=confirmed,
            ip=self._one(cells, Column.NETWORK),
            wishes=self._wishes(cells),
            paused=any_moment(paused) if (paused := self._one(cells, Column.PAUSED)) else None,
            consents=self._consents(cells, told),
            told=tuple(told),
        )

    def _wishes(self, cells: Sequence[str]) -> tuple[Wish, ...]:
        if not self._wished:
            return _AS_IT_COMES
        return wishes_in({name: self._one(cells, column) for name, column in _WISHED.items()})

    def _moment(self, cells: Sequence[str], column: Column, told: list[str]) -> datetime | None:
        words = self._one(cells, column)
        if not words:
            return None
        at = moment_in(words)
        if at is None and any(sign.isdigit() for sign in words) and len(words) > 1:
            told.append(f"the date “{words[:40]}” can't be read in one way alone")
        return at

    def _consents(self, cells: Sequence[str], told: list[str]) -> tuple[Agreed, ...]:
        try:
            return agreed_in(self._one(cells, Column.CONSENTS))
        except ValueError:
            told.append("its consents can't be read")
            return ()

    def _one(self, cells: Sequence[str], column: Column) -> str:
        places = self.places.get(column)
        return self._all(cells, column)[0] if places else ""

    def _all(self, cells: Sequence[str], column: Column) -> list[str]:
        return [
            bare(cells[place].strip()) if place < len(cells) else ""
            for place in self.places[column]
        ]


def matched(cells: Sequence[str]) -> Columns | None:
    """Return the columns of a list by its first row; None if none of them holds addresses."""
    places: dict[Column, list[int]] = {}
    for place, words in enumerate(cells):
        if column := column_of(bare(words.strip())):
            places.setdefault(column, []).append(place)
    if Column.ADDRESS not in places:
        addresses = [place for place, words in enumerate(cells) if "@" in words]
        return Columns({Column.ADDRESS: addresses[:1]}, heading=False) if addresses else None
    places[Column.ADDRESS].sort(key=lambda place: plain(cells[place]) in _POSTAL)
    taken = {column: found if column in SEVERAL else found[:1] for column, found in places.items()}
    used = {place for found in taken.values() for place in found}
    left_out = (words.strip() for place, words in enumerate(cells) if place not in used)
    return Columns(taken, True, len(cells), tuple(filter(None, left_out)))


def _named(words: str) -> str:
    """Return the address of “Name <address>”, as Mailman lists them."""
    return words[words.rindex("<") + 1 : -1] if words.endswith(">") and "<" in words else words
