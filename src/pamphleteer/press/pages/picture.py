"""The files of the pictures that articles show."""

from collections.abc import Iterator

from pamphleteer.desk.verbs.pictures import where
from pamphleteer.press.page import Page, Stored
from pamphleteer.press.pictures import path_of
from pamphleteer.press.site import Site


def pages(site: Site) -> Iterator[Page]:
    """Yield each file once, whichever pictures share it."""
    seen: set[str] = set()
    for picture in site.pictures:
        for one in picture.renditions:
            if one.name not in seen:
                seen.add(one.name)
                yield Page(path_of(one), Stored(where(one.name), one.sha256, one.size))
