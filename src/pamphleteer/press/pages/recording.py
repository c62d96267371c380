"""The files of the recordings that articles bring."""

from collections.abc import Iterator

from pamphleteer.desk.verbs.recordings import where
from pamphleteer.press.audio import path_of
from pamphleteer.press.page import Page, Stored
from pamphleteer.press.site import Site


def pages(site: Site) -> Iterator[Page]:
    """Yield each file."""
    for one in site.recordings:
        yield Page(path_of(one), Stored(where(one.name), one.sha256, one.size))
