"""What was found on the page of one piece, as it stands there: all of it is to be checked."""

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
