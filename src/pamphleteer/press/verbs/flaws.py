"""Keep in mind what in templates is wrong, and which pages stay as they were for it."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from pamphleteer.ground import clock
from pamphleteer.press.errors import ThemeError
from pamphleteer.press.models import File, Flaw
from pamphleteer.press.models.file import Due
from pamphleteer.register.statements import ask, tell

log = logging.getLogger(__name__)

_WITHOUT_PAGES = """
    DELETE FROM press_flaw
    WHERE NOT EXISTS (SELECT 1 FROM press_file f WHERE f.flaw_id = press_flaw.id)
"""
# As `keep` leaves those that were not made, but lie there from before.
_KEPT = """
    SELECT 1 FROM press_file WHERE flaw_id IS NOT NULL AND stamp = '' AND sha256 <> '' LIMIT 1
"""
_AT_ONCE = 300  # files in one statement


@dataclass(frozen=True)
class Told:
    """One flaw: where it is, what it is, how many pages it keeps as they were, and one of these."""

    template: str
    line: int
    what: str
    pages: int
    page: str

    @property
    def place(self) -> str:
        """Where it is."""
        return f"{self.template}, line {self.line}" if self.line else self.template

    def __str__(self) -> str:
        kept = (
            f"{self.page} stays as it was"
            if self.pages == 1
            else (f"{self.pages:,} pages stay as they were, {self.page} among them")
        )
        return (
            f"Template {self.place}: {self.what}. So {kept}. Correct it in theme/, or remove it "
            "there: these pages are made as soon as it has changed."
        )


def keep(error: ThemeError, files: Sequence[Due], *, made: bool) -> None:
    """Note for files what their template lacks; those that were not made wait until it is changed."""
    flaw, fresh = Flaw.objects.get_or_create(
        template=error.template[:300],
        line=error.line,
        defaults={"what": error.what, "since": clock.now()},
    )
    if fresh:
        log.warning("%s: %s", files[0].path, error)
    elif flaw.what != error.what:
        Flaw.objects.filter(pk=flaw.pk).update(what=error.what)
    keys = [file.pk for file in files]
    for start in range(0, len(keys), _AT_ONCE):
        rows = File.objects.filter(pk__in=keys[start : start + _AT_ONCE])
        if made:
            rows.update(flaw=flaw)
        else:
            # Of no theme's stamp: any that comes makes them due.
            rows.update(flaw=flaw, due=0, stamp="")


def keep_pages() -> bool:
    """Tell whether a page stays as it was: it may name a style that no other has."""
    return bool(ask(_KEPT))


def heal(files: Sequence[Due]) -> None:
    """Forget of files, which are made now, what their template lacked."""
    keys = [file.pk for file in files if file.flaw_id]
    if keys:
        File.objects.filter(pk__in=keys).update(flaw=None)


def tidy() -> None:
    """Forget the flaws that keep no page any more."""
    if ask("SELECT 1 FROM press_flaw LIMIT 1"):
        tell(_WITHOUT_PAGES)


def told() -> list[Told]:
    """Return what is wrong now."""
    found = []
    for flaw in Flaw.objects.annotate(pages=Count("files")).filter(pages__gt=0):
        first = File.objects.filter(flaw=flaw).order_by("-rank", "path").first()
        page = first.path if first else ""
        found.append(Told(flaw.template, flaw.line, flaw.what, flaw.pages, page))
    return found
