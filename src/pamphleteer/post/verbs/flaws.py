"""Find what in the outlet's own templates of letters is wrong: letters are made without them as long as it is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pamphleteer.post.errors import NotOurs
from pamphleteer.post.letters import sample
from pamphleteer.post.letters.contents import House
from pamphleteer.post.letters.house import house_of
from pamphleteer.post.letters.mime import Bodies
from pamphleteer.post.letters.variant import bodies_of
from pamphleteer.post.models import Digest, Letter
from pamphleteer.post.verbs import preview
from pamphleteer.post.wishes import Wishes
from pamphleteer.press import theme
from pamphleteer.press.errors import ThemeError
from pamphleteer.register.models import Outlet

DIGEST = "digest"
_NEWEST = 4  # letters of each digest that are looked at, besides the next one


@dataclass(frozen=True)
class Told:
    """One flaw: where it is, what it is, and which letters are made without the outlet's own templates for it."""

    template: str
    line: int
    what: str
    letters: Sequence[str]


def told() -> list[Told]:
    """Return what is wrong now, in samples and in the letters that went out last or go out next."""
    theme.reload()
    own = [name for name in (*sample.NOTICES, DIGEST) if _is_own(name)]
    if not own:
        return []
    outlet = Outlet.objects.the()
    found: dict[tuple[str, int, str], dict[str, None]] = {}
    for name, error in _found(own, outlet):
        found.setdefault((error.template, error.line, error.what), {})[name] = None
    return [Told(*flaw, list(names)) for flaw, names in found.items()]


def _found(own: Sequence[str], outlet: Outlet) -> Iterator[tuple[str, ThemeError]]:
    for name, bodies in _samples(tuple(own), theme.fingerprint(), house_of(outlet)):
        if bodies.flaw:
            yield name, bodies.flaw
    if DIGEST in own:
        yield from ((DIGEST, one.flaw) for one in _real(outlet) if one.flaw)


@lru_cache(maxsize=2)
def _samples(own: tuple[str, ...], _theme: str, house: House) -> list[tuple[str, Bodies]]:
    made = [(name, sample.notice(name, house)) for name in own if name != DIGEST]
    if DIGEST in own:
        made += [(DIGEST, sample.full(house)), (DIGEST, sample.bare(house))]
    return made


def _real(outlet: Outlet) -> Iterator[Bodies]:
    """Yield letters of each digest as readers had them last, and as they get the next one."""
    for digest in Digest.objects.filter(active=True):
        for letter in Letter.objects.filter(digest=digest).order_by("-pk")[:_NEWEST]:
            try:
                yield bodies_of(letter, outlet=outlet)
            except NotOurs:
                continue
        if coming := preview.of_next(digest, Wishes()):
            yield coming


def _is_own(letter: str) -> bool:
    return any(theme.has_own(f"post/letters/{letter}.{kind}") for kind in ("html", "txt"))
