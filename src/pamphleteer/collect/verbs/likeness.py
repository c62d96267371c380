"""How like two wire items are, as copies of one piece."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from django.utils.functional import cached_property

from pamphleteer.collect.models import WireItem
from pamphleteer.collect.passages import BETWEEN_WORDS, FEW, FEWEST, is_news, passages
from pamphleteer.collect.sketch import Sketch, mark, tokens
from pamphleteer.ground.text import fold

SAME_ADDRESS = 3.0
SAME_WORDS = 2.0
_LITTLE, _LONG = 10, 36
# Samples: a report of 60 words with many numerals has as many; and between names in longer ones.
_REPORT, _BETWEEN_NAMES = 60, 30
_UNLIKE = 0.1
# Many sites declare the language that their software came in. Tables of names and numbers are alike in
# all languages, but no more than that.
_ONE_LANGUAGE = 0.8
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
    def files(self) -> frozenset[str]:
        """The addresses of its audio and other files."""
        return frozenset(str(one.get("url", "")) for one in self.item.enclosures)

    @cached_property
    def marks(self) -> frozenset[int]:
        """All marks that it is found by."""
        # By its origin too, for it may come before what it is a copy of.
        return self.said.marks | self.addresses | self.origins | {self.words}


def likeness(one: Member, other: Member, *, empty: Collection[int] = ()) -> float:
    """Return how like two items are: 0 for other pieces, 0.5 to 1 by the words that they share.

    `empty` are addresses and paragraphs that say nothing, because many stories have them. What is
    said in two languages is never like; what has nearly the same words is said in one, whatever it
    declares.
    """
    one_source = one.item.source_id == other.item.source_id
    shared = _shared(one, other, one_source=one_source, empty=empty)
    if shared and _say_little(one, other, one_source=one_source):
        shared = 0.0
    if shared and _of_one_form(one.item.headline, other.item.headline):
        shared = _shared_by_reports(one, other, one_source=one_source, empty=empty)
    if one_source and _other_recordings(one, other):
        return 0.0
    if one.language and other.language and one.language != other.language:
        return shared if shared >= _ONE_LANGUAGE else 0.0
    addresses = (one.addresses | one.origins) & (other.addresses | other.origins)
    addresses &= one.addresses | other.addresses
    # Some sources give all of their pieces one address, and some pieces are at what they tell of.
    if addresses.difference(empty) and (
        shared or not (one_source or are_unlike(one.said, other.said))
    ):
        return SAME_ADDRESS
    if one.words == other.words and (shared or not one_source):
        return SAME_WORDS
    return shared


def _of_one_form(headline: str, other: str) -> bool:
    """Say whether half of the words are in both, and each has others: the name of a town, a day."""
    one, two = Counter(tokens(headline)), Counter(tokens(other))
    same, sizes = (one & two).total(), (one.total(), two.total())
    return max(sizes) <= 2 * same and same < min(sizes)


def _shared_by_reports(
    one: Member, other: Member, *, one_source: bool, empty: Collection[int]
) -> float:
    """Return what two texts share whose headlines have one form, if they are not of one template.

    A short text may have a name in one place only, and be sampled elsewhere.
    """
    a, b = one.said, other.said
    shorter, longer = sorted((a, b), key=lambda sketch: len(sketch.samples))
    if len(longer.samples) < _REPORT:
        same = sum(len(part.samples) for part in shorter.parts if part.name in longer.names)
        if one_source or same * 2 < len(shorter.samples):
            return 0.0
    return _shared(one, other, one_source=one_source, empty=empty, between=_BETWEEN_NAMES)


def _shared(
    one: Member,
    other: Member,
    *,
    one_source: bool,
    empty: Collection[int],
    between: float = BETWEEN_WORDS,
) -> float:
    a, b = one.said.without(empty), other.said.without(empty)
    if one_source:
        common = {part.name for part in a.parts if part.samples} & b.names
        left, right = a.without(common), b.without(common)
        few = len(common) <= _BOILERPLATE and left.samples and right.samples
        if common and (few or (_says_more(left, a) and _says_more(right, b))):
            return passages(left, right, fewest=1, between=between)
    return passages(*_without_end(a, b), between=between)


def _says_more(left: Sketch, whole: Sketch) -> bool:
    return is_news(len(left.samples), len(whole.samples))


def _without_end(a: Sketch, b: Sketch) -> tuple[Sketch, Sketch]:
    """Leave out a last paragraph that is all they share whole: an agency's words under its pieces."""
    common = a.names & b.names
    if len(common) != 1 or not common == {a.parts[-1].name} == {b.parts[-1].name}:
        return a, b
    left, right = a.without(common), b.without(common)
    says_more = min(len(left.samples), len(right.samples)) >= FEWEST
    return (left, right) if says_more else (a, b)


def _say_little(one: Member, other: Member, *, one_source: bool) -> bool:
    """Say whether two texts are so short that a name or a number in them makes another piece."""
    a, b = one.said, other.said
    common = {part.name for part in a.parts if part.samples} & b.names
    if common and not one_source:
        return False
    # What two pieces of one source have in common may stand in all of its pieces.
    a, b = a.without(common), b.without(common)
    shorter, longer = sorted((len(a.samples), len(b.samples)))
    if not 0 < shorter < _LITTLE or longer >= _LONG:
        return False
    return fold(one.item.headline) != fold(other.item.headline)


def are_unlike(one: Sketch, other: Sketch) -> bool:
    """Say whether two texts, both of some length, have next to nothing in common."""
    a, b = frozenset(one.samples), frozenset(other.samples)
    small = min(len(a), len(b))
    return small >= FEW and len(a & b) <= _UNLIKE * small


def _other_recordings(one: Member, other: Member) -> bool:
    """Say whether two pieces of one source have other files: shows have the same words each week."""
    mine, theirs = one.files, other.files
    return bool(mine and theirs) and mine.isdisjoint(theirs)


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
