"""What letters say, as plain things: whoever fills them in reads the rows, and rendering knows of none."""

from dataclasses import dataclass

from pamphleteer.post.letters.look import Look
from pamphleteer.post.sections import Section, parted
from pamphleteer.press.languages import direction

_WIDE = (544, 680)  # pixels of the letter: no wider and no higher than that
_SMALL = (132, 176)


@dataclass(frozen=True, slots=True)
class House:
    """What all letters of an outlet share; `mirrors` are addresses of its site elsewhere."""

    name: str
    language: str
    site_url: str
    signup_url: str
    postal_address: str
    look: Look
    mirrors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Image:
    """A picture at an absolute address, the same for all readers; sizes in pixels."""

    url: str
    alt: str
    width: int
    height: int
    credit: str = ""

    @property
    def wide(self) -> tuple[int, int]:
        """Its size above the first piece: as wide as the letter."""
        return _fitted(self.width, self.height, _WIDE)

    @property
    def small(self) -> tuple[int, int]:
        """Its size beside any other piece."""
        return _fitted(self.width, self.height, _SMALL)


@dataclass(frozen=True, slots=True)
class Item:
    """A piece as a letter shows it; its language is said where it is not the letter's.

    `section` is the name of the topic that it stands under, where pieces stand by topic.
    """

    headline: str
    url: str
    lead: str = ""
    byline: str = ""
    language: str = ""
    topics: tuple[Link, ...] = ()
    picture: Image | None = None
    section: str = ""

    @property
    def direction(self) -> str:
        """Where its own language runs; nothing where that is the letter's."""
        return direction(self.language) if self.language else ""


@dataclass(frozen=True, slots=True)
class Contents:
    """A digest's letter, in the language of its readers.

    `more` counts the pieces that it leaves to pages on the web, of which `more_url` is the first; `choices` says
    whether readers have a page for what they get, to which a slot leads then.
    """

    language: str
    name: str
    date: str
    subject: str
    items: tuple[Item, ...]
    more: int = 0
    more_url: str = ""
    note: str = ""
    web_url: str = ""
    archive_url: str = ""
    choices: bool = False

    @property
    def sections(self) -> tuple[Section[Item], ...]:
        """Its pieces as they stand together."""
        return parted((one.section, one) for one in self.items)


def _fitted(width: int, height: int, box: tuple[int, int]) -> tuple[int, int]:
    scale = min(box[0] / max(1, width), box[1] / max(1, height))
    return max(1, round(width * scale)), max(1, round(height * scale))
