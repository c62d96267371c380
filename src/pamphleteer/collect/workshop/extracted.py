"""What the child has found: as it stands there, and to be checked."""

from dataclasses import dataclass

from pamphleteer.collect.found import Picture


@dataclass(frozen=True, kw_only=True)
class Extracted:
    """A piece as its page shows it.

    `body` is HTML that nobody has made harmless yet, and `via` what found it. `licences` are the
    addresses or words of the strongest kind that the page has. `paid` tells of a paywall.
    """

    title: str = ""
    description: str = ""
    body: str = ""
    via: str = ""
    authors: tuple[str, ...] = ()
    language: str = ""
    published: str = ""
    updated: str = ""
    picture: Picture | None = None
    canonical: str = ""
    licences: tuple[str, ...] = ()
    paid: bool = False


@dataclass(frozen=True)
class Ruling:
    """Whether an address may be asked, and the seconds that are to lie between two requests."""

    allowed: bool
    delay: float | None = None
