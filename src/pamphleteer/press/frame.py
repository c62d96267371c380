"""What stands around every page besides the outlet's own words: the fixed pages that its foot names."""

from dataclasses import dataclass

from pamphleteer.desk.models import FixedPage
from pamphleteer.press import paths
from pamphleteer.press.languages import tag
from pamphleteer.register.models import Outlet


@dataclass(frozen=True, slots=True)
class FootLink:
    """A fixed page as the foot of each page names it."""

    title: str
    path: str
    language: str  # "" where it is the outlet's

    @property
    def href(self) -> str:
        """The way to it from the folder of the site."""
        return paths.link(self.path)


@dataclass(frozen=True, slots=True)
class Frame:
    """What all pages share: a change makes all of them stale."""

    pages: tuple[FootLink, ...]


def frame_of(outlet: Outlet) -> Frame:
    """Return the frame of an outlet: read once for each time that the outlet is."""
    # On the row itself, for thousands of pages are made with one that was read once.
    known = vars(outlet)
    found: Frame | None = known.get("_frame")
    if found is None:
        found = known["_frame"] = _read()
    return found


def _read() -> Frame:
    rows = FixedPage.objects.at_the_foot().values_list("title", "slug", "language")
    return Frame(
        tuple(
            FootLink(title, paths.fixed_page(slug), tag(language)) for title, slug, language in rows
        )
    )
