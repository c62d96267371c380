"""How like two wire items are, as copies of one piece."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property, lru_cache
from urllib.parse import urlsplit

from pamphleteer.collect.models import WireItem
from pamphleteer.collect.sketch import Sketch, mark

SAME_ADDRESS = 3.0
SAME_WORDS = 2.0
FEWEST = 5  # samples: about 25 words
_FEW = 12
_SHARE, _SHARE_OF_FEW = 0.5, 0.75
_BOILERPLATE = 3  # paragraphs: more of them in common are no boilerplate
# Codes of one language for which partners use either.
_LANGUAGES = {"nb": "no", "nn": "no", "iw": "he", "in": "id", "ji": "yi"}


@dataclass(frozen=True, eq=False)
class Member:
    """A wire item as grouping looks at it: its whole sketch, and what in it are refrains."""

    item: WireItem
    sketch: Sketch
    refrains: Collection[int] = ()

    @cached_property
    def said(self) -> Sketch:
        """What it says that other pieces of its source don't."""
        return self.sketch.without(self.refrains)

    @cached_property
    def language(self) -> str:
        """The base of its language's code, or nothing if it is not known."""
        return base_of(self.item.language)

    @cached_property
    def words(self) -> int:
        """The mark of its fingerprint."""
        return mark(f"words {self.item.fingerprint}")

    @cached_property
    def addresses(self) -> frozenset[int]:
        """The marks of the addresses that it is at, or says that it is at."""
        item = self.item
        return _marks({item.canonical or item.url, item.identity})

    @cached_property
    def origins(self) -> frozenset[int]:
        """The marks of where it says that it comes from."""
        return _marks({str(self.item.origin.get("url", ""))}) if self.item.origin else frozenset()

    @cached_property
    def marks(self) -> frozenset[int]:
        """All marks that it is found by."""
        # By its origin too, for it may come before what it is a copy of.
        return self.said.marks | self.addresses | self.origins | {self.words}


def likeness(one: Member, other: Member, *, empty: Collection[int] = ()) -> float:
    """Return how like two items are: 0 for other pieces, 0.5 to 1 by the words that they share.

    `empty` are addresses and paragraphs that say nothing, because many stories have them. What is
    said in two languages is never like.
    """
    if one.language and other.language and one.language != other.language:
        return 0.0
    one_source = one.item.source_id == other.item.source_id
    shared = _shared(one, other, one_source=one_source, empty=empty)
    addresses = (one.addresses | one.origins) & (other.addresses | other.origins)
    addresses &= one.addresses | other.addresses
    # Some sources give all of their pieces one address.
    if addresses.difference(empty) and (not one_source or shared):
        return SAME_ADDRESS
    if one.words == other.words and (shared or not one_source):
        return SAME_WORDS
    return shared


def _shared(one: Member, other: Member, *, one_source: bool, empty: Collection[int]) -> float:
    a, b = one.said.without(empty), other.said.without(empty)
    if one_source:
        common = {part.name for part in a.parts if part.samples} & b.names
        left, right = a.without(common), b.without(common)
        if common and len(common) <= _BOILERPLATE and left.samples and right.samples:
            return containment(left, right, fewest=1)
    return 0.0 if _only_ends_alike(a, b) else containment(a, b)


def _only_ends_alike(a: Sketch, b: Sketch) -> bool:
    """Say whether nothing but the last paragraph is shared: an agency's words under its pieces."""
    common = a.names & b.names
    if len(common) != 1 or not common == {a.parts[-1].name} == {b.parts[-1].name}:
        return False
    left, right = a.without(common), b.without(common)
    # What goes before may reach into it with two shingles.
    fewest = min(len(left.samples), len(right.samples))
    return fewest >= FEWEST and len({*left.samples} & {*right.samples}) <= 1


def containment(one: Sketch, other: Sketch, *, fewest: int = FEWEST) -> float:
    """Return which part of the smaller text the larger one holds, or 0 if that is too little."""
    a, b = frozenset(one.samples), frozenset(other.samples)
    small, shared = min(len(a), len(b)), len(a & b)
    if shared < fewest:
        return 0.0
    share = shared / small
    return share if share >= (_SHARE if small >= _FEW else _SHARE_OF_FEW) else 0.0


def base_of(language: str) -> str:
    """Return the base of a language's code, such as `en` of `en-GB`."""
    base = language.partition("-")[0].lower()
    return _LANGUAGES.get(base, base)


@lru_cache(maxsize=4096)
def at(address: str) -> int | None:
    """Return the mark of an address; None for a site's front page, and for what is no address."""
    if not address.startswith(("http://", "https://")):
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return mark(f"at {address}") if parts.path.strip("/") or parts.query else None


def _marks(texts: Collection[str]) -> frozenset[int]:
    return frozenset(number for text in texts if (number := at(text)) is not None)
