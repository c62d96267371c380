"""Mails in doubt at the desk: how many there are of an edition, or of a digest's pieces at once, and what is done."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pamphleteer.post.errors import Meanwhile
from pamphleteer.post.models import Edition
from pamphleteer.post.verbs import doubts
from pamphleteer.post.web.desk.pages import SETTLE, person_of
from pamphleteer.register.numbers import grouped


def told(request: HttpRequest, of: doubts.Of) -> dict[str, Any]:
    """Return what a page says of what is in doubt, and where it is settled."""
    names = ("desk_doubt_again", "desk_doubt_left")
    if not isinstance(of, Edition):
        names = ("desk_digest_again", "desk_digest_left")
    again, left = (reverse(name, args=[of.pk]) for name in names)
    return {
        "number": doubts.open_(of).count(),
        "seen": doubts.stamp(of),
        "again": again,
        "left": left,
        "may": request.user.has_perm(SETTLE),
        "holds": settings.POST_DOUBT == "hold",
    }


def send_again(request: HttpRequest, of: doubts.Of) -> None:
    """Let mails in doubt go again."""
    _decided(
        request,
        of,
        doubts.again,
        lambda number: ngettext("{count} mail goes again.", "{count} mails go again.", number),
    )


def leave(request: HttpRequest, of: doubts.Of) -> None:
    """Leave mails in doubt as they are."""
    _decided(
        request,
        of,
        doubts.leave,
        lambda number: ngettext(
            "{count} mail is left as it is.", "{count} mails are left as they are.", number
        ),
    )


def _decided(
    request: HttpRequest, of: doubts.Of, deed: Callable[..., int], words: Callable[[int], str]
) -> None:
    try:
        number = deed(of, by=person_of(request), seen=request.POST.get("seen", "")[:60] or "-")
    except Meanwhile as error:
        messages.error(request, str(error))
        return
    if number:
        messages.success(request, words(number).format(count=grouped(number)))
    else:
        messages.info(request, _("None of these mails is in doubt any more."))
