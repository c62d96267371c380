"""What files are made from, by name: a change of a thing makes the files due that need it.

article:17        what an article says, where it stands, and whether it is live
topic:3           a topic: its name, words, address and picture
below:3           which topics with pieces lie right under it, and their order
topics            which topics have pieces, and their order
counts            how many pieces each topic has
partner:4         a partner: its name, words, address and licence
author:17         the list of an author's pieces
roll:an           the authors whose names begin so; split:an, that they stand on pages of their own
day:2026-11-28    the list of the pieces of a day, by the outlet's clocks
year:2026         the days of a year that have pieces; years, which years have pieces
past:2026-11-28   what pages of pieces of that day name of the same day in earlier years
licence:2, picture:9, recording:5, fixedpage:6, source:8
filled:partner    which partners have a piece; so for other sorts of lists
filled:partner:4  whether a list has a piece
newest:topic:3    the newest page of a list, and how many pieces it has in all
pages:topic:3     how many pages a list has
shelf:topic:3:7   a numbered page of a list, and what lies beside it
part:topic:3:25   an archived part of the feeds of a list, and what lies beside it
behind:topic:3:17 the pieces that stand behind an article in a list
any:edition       all rows of a sort that another room brings, each of which is edition:17
"""

from datetime import date

ALL = "all"
TOPICS = "topics"
COUNTS = "counts"
YEARS = "years"


def article(key: int) -> str:
    """Name an article."""
    return f"article:{key}"


def topic(key: int) -> str:
    """Name a topic; also the list of what stands under it."""
    return f"topic:{key}"


def below(key: int) -> str:
    """Name what lies right under a topic."""
    return f"below:{key}"


def show(key: int) -> str:
    """Name the list of what is to be heard under a topic that is a podcast."""
    return f"show:{key}"


def partner(key: int) -> str:
    """Name a partner; also the list of its pieces."""
    return f"partner:{key}"


def author(key: int) -> str:
    """Name the list of an author's pieces."""
    return f"author:{key}"


def roll(beginning: str) -> str:
    """Name the authors whose names begin so."""
    return f"roll:{beginning}"


def split(beginning: str) -> str:
    """Name that authors whose names begin so stand on pages of their next letters."""
    return f"split:{beginning}"


def day(day: date) -> str:
    """Name the list of the pieces of a day."""
    return f"day:{day.isoformat()}"


def year(year: int) -> str:
    """Name the days of a year that have pieces."""
    return f"year:{year}"


def past(day: date) -> str:
    """Name what was published on the same day of earlier years."""
    return f"past:{day.isoformat()}"


def licence(key: int) -> str:
    """Name a licence."""
    return f"licence:{key}"


def picture(key: int) -> str:
    """Name a picture."""
    return f"picture:{key}"


def recording(key: int) -> str:
    """Name a recording."""
    return f"recording:{key}"


def fixed_page(key: int) -> str:
    """Name a fixed page."""
    return f"fixedpage:{key}"


def filled(name: str) -> str:
    """Name that a list has a piece, or which lists of a sort have one."""
    return f"filled:{name}"


def newest(name: str) -> str:
    """Name the newest page of a list."""
    return f"newest:{name}"


def pages(name: str) -> str:
    """Name the number of pages of a list."""
    return f"pages:{name}"


def shelf(name: str, number: int) -> str:
    """Name a numbered page of a list."""
    return f"shelf:{name}:{number}"


def part(name: str, number: int) -> str:
    """Name an archived part of the feeds of a list."""
    return f"part:{name}:{number}"


def behind(name: str, key: int) -> str:
    """Name what stands behind an article in a list."""
    return f"behind:{name}:{key}"


def any_of(sort: str) -> str:
    """Name all rows of a sort that another room brings."""
    return f"any:{sort}"


def keys(things: "frozenset[str] | set[str]", sort: str) -> list[int]:
    """Return the numbers of the things of one sort, such as the articles."""
    begins = f"{sort}:"
    found = (thing.removeprefix(begins) for thing in things if thing.startswith(begins))
    return sorted(int(rest) for rest in found if rest.isdecimal())


def shelves(things: "frozenset[str] | set[str]") -> list[tuple[str, int]]:
    """Return the numbered pages among the things, each as its list and its number."""
    return _numbered(things, "shelf:")


def parts(things: "frozenset[str] | set[str]") -> list[tuple[str, int]]:
    """Return the archived parts of feeds among the things, each as its list and its number."""
    return _numbered(things, "part:")


def _numbered(things: "frozenset[str] | set[str]", begins: str) -> list[tuple[str, int]]:
    named = (thing[len(begins) :].rpartition(":") for thing in things if thing.startswith(begins))
    return sorted((name, int(number)) for name, _colon, number in named)


def sort_of(name: str) -> str:
    """Return the sort of a list, such as `topic` for `topic:3`."""
    return name.partition(":")[0]


def lists(things: "frozenset[str] | set[str]", sort: str) -> set[str]:
    """Return the lists of a sort that are among the things themselves, or came or went."""
    names = (thing.removeprefix("filled:") for thing in things)
    return {name for name in names if name.startswith(f"{sort}:")}


def topic_of(name: str) -> int | None:
    """Return the number of the topic whose list has this name."""
    sort, _colon, key = name.partition(":")
    return int(key) if sort == "topic" and key.isdecimal() else None
