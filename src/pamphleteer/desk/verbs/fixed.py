"""Fixed pages: whether one may stand on the site, at which address, and in which order."""

import re

from django.db import transaction
from django.utils.translation import gettext as _

from pamphleteer.desk.errors import Refused, Taken
from pamphleteer.desk.models import FixedPage, FixedPageAddress
from pamphleteer.ground import clock
from pamphleteer.ground.html import plain
from pamphleteer.ground.text import cut, slugify
from pamphleteer.register.models import Outlet, Person
from pamphleteer.register.verbs import journal

_ROOM = 100  # characters of an address
# As the first drafts ask for what only the outlet knows.
_LEFT_OPEN = re.compile(r"\[[^\[\]]*…\]")


def hold() -> None:
    """Let one person at a time change fixed pages, until the transaction ends."""
    Outlet.objects.select_for_update(no_key=True).first()


def publish(page: FixedPage, *, by: Person | None = None) -> None:
    """Put a page on the site as it is; raises `Refused` if it can't stand there."""
    with transaction.atomic():
        hold()
        page.live = True
        check(page)
        catch_up(page)
        page.save()
        settle(page)
        journal.write("fixedpage.changed", page, by=by, live=["False", "True"])


def check(page: FixedPage) -> None:
    """Raise `Refused` if the page can't stand at its address, or not on the site yet."""
    others = FixedPage.objects.exclude(pk=page.pk)
    stood = FixedPageAddress.objects.exclude(page=page.pk)
    for rows in (others, stood):
        if rows.filter(slug=page.slug).exists():
            raise Taken(
                _(
                    "The address “{address}” is that of another fixed page, or was: "
                    "choose another one."
                ).format(address=page.slug)
            )
    if not page.live:
        return
    words = plain(page.body)
    if not words:
        raise Refused(_("The page says nothing yet: write it, and publish it then."))
    if left := _LEFT_OPEN.search(words):
        raise Refused(
            _(
                "“{words}” is still to be filled in, or to be taken out: publish the page then."
            ).format(words=cut(left[0], 120))
        )


def catch_up(page: FixedPage) -> None:
    """Take over what no form says: where the page stands, and when it was taken off the site."""
    now = FixedPage.objects.filter(pk=page.pk).first() if page.pk else None
    if now is None:
        page.place = FixedPage.objects.count() + 1
    else:
        page.place, page.withdrawn_at = now.place, now.withdrawn_at
    if page.live:
        page.withdrawn_at = None
    elif now and now.live:
        page.withdrawn_at = clock.now()


def settle(page: FixedPage) -> None:
    """Keep the address of a page that is published, for good."""
    if page.live:
        FixedPageAddress.objects.get_or_create(slug=page.slug, defaults={"page": page})


def move(page: FixedPage, *, up: bool, by: Person | None = None) -> bool:
    """Put a page before the one above it, or behind the one below; False if there is none."""
    with transaction.atomic():
        hold()
        pages = list(FixedPage.objects.all())
        here = next((at for at, one in enumerate(pages) if one.pk == page.pk), None)
        if here is None:
            raise Refused(_("“{page}” is no fixed page any more.").format(page=page))
        there = here - 1 if up else here + 1
        if not 0 <= there < len(pages):
            return False
        pages[here], pages[there] = pages[there], pages[here]
        for number, one in enumerate(pages, start=1):
            one.place = number
        FixedPage.objects.bulk_update(pages, ["place"])
        other = str(pages[here])
        journal.write("fixedpage.moved", page, by=by, **{"before" if up else "behind": other})
    return True


def free_slug(title: str, *, but: int = 0) -> str:
    """Return an address for a title that no fixed page has, or had, but for the one of a key."""
    stem = slugify(title, otherwise="page")
    begins = stem[: _ROOM - 12]
    rows = FixedPage.objects.exclude(pk=but), FixedPageAddress.objects.exclude(page=but)
    taken = {
        slug
        for some in rows
        for slug in some.filter(slug__startswith=begins).values_list("slug", flat=True)
    }
    found, number = stem, 2
    while found in taken:
        found, number = f"{begins}-{number}", number + 1
    return found
