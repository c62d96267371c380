"""Relays and receiving sites at the desk: what carries mail, what rests and why, how much goes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from pamphleteer.post.meanings import words
from pamphleteer.post.verbs import alarms, outlook
from pamphleteer.post.web.desk.hours import worded
from pamphleteer.post.web.desk.notices import SEE, TRY, again, silence
from pamphleteer.post.web.desk.pages import needs, page, person_of


@needs(SEE)
def shown(request: HttpRequest) -> HttpResponse:
    """Show each relay, and the sites that put mail off."""
    named, unnamed = outlook.sites()
    return page(
        request,
        "relays",
        _("Relays and sites"),
        relays=[_told(one) for one in outlook.relays()],
        silence=silence(),
        may=request.user.has_perm(TRY),
        muted=alarms.muted(person_of(request)),
        named=[(one, words.said(one.reason)) for one in named],
        unnamed=[(one, words.said(one.reason)) for one in unnamed],
    )


@require_POST
@needs(TRY)
def tried(request: HttpRequest) -> HttpResponse:
    """Let the next letter try a relay that rests."""
    relay = request.POST.get("relay", "")[:80]
    if outlook.try_now(relay, by=person_of(request)):
        told = _("{relay} is tried with the next mail; look again in a moment.")
        if not outlook.waits():
            told = _("{relay} is tried with the next mail. None waits now.")
        messages.success(request, told.format(relay=relay))
    else:
        messages.info(request, _("This relay does not rest any more."))
    return redirect("desk_relays")


@require_POST
@needs(SEE)
def mails(request: HttpRequest) -> HttpResponse:
    """Send whoever asks mails about faults, or no more."""
    if request.POST.get("want") == "none":
        alarms.mute(person_of(request))
        messages.success(request, _("You get no mails about faults any more."))
    else:
        alarms.unmute(person_of(request))
        messages.success(request, _("You get mails about faults."))
    return redirect(f"{reverse('desk_relays')}#mails")


def _told(one: outlook.Standing) -> dict[str, object]:
    """Return what a page says of a relay."""
    rest = one.rest
    return {
        "relay": one,
        "why": words.said(rest.reason) if rest else "",
        "advice": words.advice(rest.reason) if rest else "",
        "again": again(rest.until) if rest else "",
        "opens": worded(one.opens) if one.left == 0 else "",
        "changes": [(change, words.said(change.reason)) for change in one.changes],
    }
