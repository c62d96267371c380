"""The files of a site, counted by what they are, so that two sites can be told to be equal."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_FEEDS = {"feed.xml", "atom.xml", "feed.json"}
_LISTS = {"topics", "partners", "authors", "archive", "years"}
_DAY = re.compile(r"archive/\d{4}[-/]\d\d[-/]\d\d/")
_SLACK = 0.1
_FEW = 50  # files of a sort, by which nothing is told


@dataclass(frozen=True)
class Sum:
    """How many files there are, and how many bytes in them."""

    files: int = 0
    bytes: int = 0

    def __add__(self, other: "Sum") -> "Sum":
        return Sum(self.files + other.files, self.bytes + other.bytes)

    def __str__(self) -> str:
        return f"{self.files:,} files, {self.bytes / 1e6:,.1f} MB"


def sort_of(path: str) -> str:
    """Return what a file of a site is, by its path below the site's folder."""
    *folders, name = path.split("/")
    if name in _FEEDS:
        return "archived feeds" if "feeds" in folders else "feeds"
    if "sitemaps" in folders or name == "sitemap.xml":
        return "sitemaps"
    if _DAY.match(path):
        return "days"
    if not folders or not name.endswith(".html"):
        return "others"
    return folders[0] if folders[0] == "articles" else "lists" if folders[0] in _LISTS else "others"


def counted(site: Path) -> dict[str, Sum]:
    """Return what lies in the folder of a site, by its sort."""
    found: dict[str, Sum] = {}
    for file in site.rglob("*"):
        if file.is_file():
            sort = sort_of(file.relative_to(site).as_posix())
            found[sort] = found.get(sort, Sum()) + Sum(1, file.stat().st_size)
    return found


def total(site: Mapping[str, Sum]) -> Sum:
    """Return the files of all sorts together."""
    return sum(site.values(), Sum())


def compared(ours: Mapping[str, Sum], theirs: Mapping[str, Sum]) -> list[str]:
    """Return both sites' files in words, all of them and sort by sort."""
    every = {"all": (total(ours), total(theirs))}
    every |= {
        one: (ours.get(one, Sum()), theirs.get(one, Sum())) for one in sorted({*ours, *theirs})
    }
    return [f"{sort}: {one}; Hugo {other}" for sort, (one, other) in every.items()]


def differences(ours: Mapping[str, Sum], theirs: Mapping[str, Sum]) -> list[str]:
    """Return the sorts of which one site has more than the other, in number or in bytes."""
    found = []
    for sort in sorted({*ours, *theirs}):
        one, other = ours.get(sort, Sum()), theirs.get(sort, Sum())
        if max(one.files, other.files) >= _FEW and not (
            _alike(one.files, other.files) and _alike(one.bytes, other.bytes)
        ):
            found.append(f"{sort}: {one}; Hugo {other}")
    return found


def _alike(one: int, other: int) -> bool:
    return abs(one - other) <= _SLACK * max(one, other)
