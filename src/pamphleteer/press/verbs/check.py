"""Tell how `public/` differs from the rows, and change nothing."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from pamphleteer.press import copies, kinds, theme
from pamphleteer.press.errors import ThemeError
from pamphleteer.press.kinds import Kind
from pamphleteer.press.models import File
from pamphleteer.press.models.file import LAST
from pamphleteer.press.page import Page, Stored
from pamphleteer.press.site import Site
from pamphleteer.press.stock import Stock
from pamphleteer.press.verbs import ageing, flaws, folder, indexing, lists, rereading
from pamphleteer.press.verbs.follow import waiting
from pamphleteer.press.verbs.making import Heard, nobody

_BATCH = 200  # files made at once


@dataclass
class Differences:
    """What `public/` has otherwise than the rows would make it, by path; and whether lists are behind.

    `flaws` says of paths why nobody can tell: a template is wrong. `unfound` counts the pieces that
    the search has by other words than theirs, and `unsearched` says that it can't be relied on.
    """

    missing: list[str] = field(default_factory=list)
    other: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    flaws: dict[str, str] = field(default_factory=dict)
    unlisted: int = 0
    unfound: int = 0
    unsearched: bool = False
    waiting: bool = False
    looked_at: int = 0

    def __bool__(self) -> bool:
        files = self.missing or self.other or self.extra or self.flaws
        return bool(files or self.unlisted or self.unfound or self.unsearched)


def check(*, heard: Heard = nobody) -> Differences:
    """Make each file from the rows as they are, and compare. Raises `PressError`."""
    theme.reload()
    public, found = Path(settings.PUBLIC), Differences(waiting=waiting())
    for articles in lists.every():
        found.unlisted += len(lists.differing(articles))
    found.unfound = rereading.unfound()
    found.unsearched = not indexing.is_sound()
    wanted: set[str] = set()
    for page in pages(found.flaws):
        wanted.add(page.path)
        found.looked_at += 1
        heard(page.path)
        if not (public / page.path).is_file():
            found.missing.append(page.path)
        elif not _is_same(public / page.path, page) and not ageing.is_waiting(page.path):
            found.other.append(page.path)
        elif not folder.has_right_copy(public / page.path):
            found.other.append(copies.beside(Path(page.path)).as_posix())
    rows = File.objects.exclude(due=LAST) if flaws.keep_pages() else File.objects.all()
    for path in rows.order_by("path").values_list("path", flat=True).iterator():
        if path not in wanted and path not in found.flaws and (public / path).exists():
            found.extra.append(path)
    return found


def pages(flaws: dict[str, str]) -> Iterator[Page]:
    """Make all files, and yield them; none is written. Says of those that can't be made why."""
    stock = Stock()
    for kind in kinds.brought().values():
        some: list[str] = []
        for key in kind.every():
            some.append(key)
            if len(some) == _BATCH:
                yield from _made(stock, kind, some, flaws)
                some = []
        yield from _made(stock, kind, some, flaws)


def _made(stock: Stock, kind: Kind, keys: list[str], flaws: dict[str, str]) -> Iterator[Page]:
    site = Site(stock)
    kind.ready(site, keys)
    for key in keys:
        try:
            page = kind.make(site, key)
        except ThemeError as error:
            flaws[kind.path(key)] = str(error)
            continue
        if page:
            yield page


def _is_same(path: Path, page: Page) -> bool:
    if isinstance(page.content, Stored):
        content = path.read_bytes()
        return folder.sum_of(content) == (page.content.sha256, page.content.size)
    return folder.holds(path, page.content)
