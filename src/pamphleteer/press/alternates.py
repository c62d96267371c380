"""What pages name in their heads and on the page of all feeds: the feeds of one channel, in each format."""

from dataclasses import dataclass
from functools import lru_cache

from pamphleteer.press import paths


@dataclass(frozen=True, slots=True)
class Alternate:
    """One feed: its title, its format in a word, its type, and the way to it from the folder of the site."""

    title: str
    format: str
    type: str
    href: str


def podcast(title: str, folder: str) -> Alternate:
    """Return the feed of a topic that is a podcast."""
    type_ = paths.FEEDS[paths.FEED][1]
    return Alternate(f"{title} (podcast)", "Podcast", type_, paths.link(folder + paths.PODCAST))


@lru_cache(maxsize=256)
def of(title: str, folder: str = "") -> tuple[Alternate, ...]:
    """Return the feeds that lie in a folder, the one that most programs read first."""
    return tuple(
        Alternate(title if format_ == "RSS" else f"{title} ({format_})", format_, type_, href)
        for file, (format_, type_) in paths.FEEDS.items()
        for href in [paths.link(folder + file)]
    )
