"""Mailings of which too much came back to be believed: what happened, and a person's decision."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from pamphleteer.ground.keyring import KeyMissing
from pamphleteer.ground.sealing import SealError
from pamphleteer.post.errors import Meanwhile
from pamphleteer.post.models import Edition
from pamphleteer.post.verbs import doubting, judging
from pamphleteer.post.verbs.doubting import Doubted
from pamphleteer.post.web.desk.pages import needs, page, person_of
from pamphleteer.post.web.desk.returned import VIEW, came_back, page_of
from pamphleteer.register.numbers import grouped

DECIDE = "post.change_reader"
_AT_ONCE = (
    200  # readers that are taken off while somebody waits for the page; a round does the others
)


@needs(VIEW)
def shown(request: HttpRequest) -> HttpResponse:
    """Show all mailings of which too much came back."""
    return page(
        request,
        "doubted",
        _("Mail that came back and is doubted"),
        doubted=told(),
        may_decide=request.user.has_perm(DECIDE),
    )


def told(edition: Edition | None = None) -> Sequence[dict[str, Any]]:
    """Return what pages say of what is doubted: of all mailings, or of one edition."""
    return [
        {
            "name": one.mailing.name,
            "words": came_back(one),
            "since": one.since,
            "readers": one.readers,
            "seen": doubting.stamp(one.mailing),
        }
        for one in doubting.doubted(edition)
    ]


@require_POST
@needs(DECIDE)
def believe(request: HttpRequest) -> HttpResponse:
    """Take these readers off the list after all."""

    def deed(one: Doubted, **said: Any) -> str:
        judging.believe(one.mailing, at_once=_AT_ONCE, **said)
        return ngettext(
            "{count} reader is taken off the list.",
            "{count} readers are taken off the list, some of them within the next minutes.",
            one.readers,
        ).format(count=grouped(one.readers))

    return _decided(request, deed)


@require_POST
@needs(DECIDE)
def dismiss(request: HttpRequest) -> HttpResponse:
    """Keep these readers on the list."""

    def deed(one: Doubted, **said: Any) -> str:
        number = judging.dismiss(one.mailing, **said)
        return ngettext(
            "{count} reader stays on the list.", "{count} readers stay on the list.", number
        ).format(count=grouped(number))

    return _decided(request, deed)


def _decided(request: HttpRequest, deed: Callable[..., str]) -> HttpResponse:
    one = doubting.named(request.POST.get("mailing", "")[:40])
    if one is None:
        messages.info(request, _("Of this mailing nothing is doubted any more: it was decided."))
        return redirect("desk_digests")
    try:
        seen = request.POST.get("seen", "")[:40] or "-"
        messages.success(request, deed(one, by=person_of(request), seen=seen))
    except (Meanwhile, KeyMissing, SealError) as error:
        messages.error(request, str(error))
    return redirect(page_of(one))
