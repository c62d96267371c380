"""How much of one document is taken: each bound is an option."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class Bounds:
    """How much is taken at most.

    Items, characters of an item, levels of tags, seconds for mending and characters to be mended,
    tags of a page whose structure is looked for, characters of a page, and bytes of a document that
    came packed.
    """

    items: int = 1_000
    item: int = 500_000
    depth: int = 200
    mend_seconds: float = 5.0
    mend: int = 2_000_000
    tags: int = 20_000
    page: int = 8_000_000
    unpacked: int = 10_000_000


DEFAULT = Bounds()


def set_bounds() -> Bounds:
    """Return the bounds that the options set."""
    return Bounds(
        items=settings.COLLECT_MAX_ITEMS,
        item=settings.COLLECT_MAX_ITEM,
        depth=settings.COLLECT_MAX_DEPTH,
        mend_seconds=settings.COLLECT_MEND_SECONDS,
        mend=settings.COLLECT_MAX_MEND,
        tags=settings.COLLECT_MAX_TAGS,
        page=settings.COLLECT_MAX_PAGE,
        unpacked=settings.COLLECT_MAX_BYTES,
    )
