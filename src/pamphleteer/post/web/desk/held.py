"""Mail that is held after a restore or in a copy: why, what would go, and the button that lets it go."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from pamphleteer.desk.home import Line, Section
from pamphleteer.desk.web.login import needs_password_for
from pamphleteer.post.errors import Meanwhile, NotFenced
from pamphleteer.post.fenced import WHY
from pamphleteer.post.models import Fence
from pamphleteer.post.verbs import fence, releasing
from pamphleteer.post.verbs.fence import CLOSED, UNWRITTEN
from pamphleteer.post.verbs.releasing import Released, Waiting
from pamphleteer.post.web.desk.pages import needs, page
from pamphleteer.register.models import Person
from pamphleteer.register.numbers import grouped

RELEASE = "post.release_fence"
_KINDS = {
    "confirmations": lazy("Letters about sign-ups"),
    "tests": lazy("Test mails"),
    "alarms": lazy("Mails about faults"),
}


class Release(forms.Form):
    """What of that which waits has gone already, and is set aside."""

    before = forms.BooleanField(required=False)
    editions = forms.TypedMultipleChoiceField(
        label=lazy("Editions whose readers have had them"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(
        self, waiting: list[Waiting], until: datetime | None, seen: str, data: Any = None
    ) -> None:
        editions = [one for one in waiting if one.edition]
        again = [one.edition.pk for one in editions if one.edition and one.again]
        super().__init__(data, initial={"before": True, "editions": again, "seen": seen})
        fields: dict[str, Any] = self.fields
        fields["editions"].choices = [
            (one.edition.pk, _named(one)) for one in editions if one.edition
        ]
        if until is None:
            del fields["before"]
        else:
            fields["before"].label = _("What was written before {time} has gone already").format(
                time=_moment(until)
            )
        if not editions:
            del fields["editions"]


@needs(RELEASE)
@needs_password_for("desk_held")
def shown(request: HttpRequest) -> HttpResponse:
    """Show why mail is held and what would go; by POST, let it go."""
    held, row = fence.look(), Fence.objects.the()
    until = releasing.went_until(row) if row else None
    waiting = list(releasing.would_go())
    seen = row.raised_at.isoformat() if row and row.raised_at else ""
    form = Release(waiting, until, seen, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        _release(request, form.cleaned_data, until)
        return redirect("desk_held")
    return page(
        request,
        "held",
        _("Held mail"),
        held=held,
        why=WHY[held.why] if held else "",
        until=until,
        waiting=[(one, _named(one)) for one in waiting],
        form=form if held and held.why not in {CLOSED, UNWRITTEN} else None,
    )


def home(person: Person) -> Section | None:
    """Say that no mail goes out, and why, to those who publish."""
    if not person.has_perm("desk.publish_article"):
        return None
    held = fence.state()
    if held is None:
        return None
    closed, may = held.why == CLOSED, person.has_perm(RELEASE)
    address = reverse("desk_held") if may and not closed else ""
    quoted = f" “{held.words}”" if held.words else ""
    lines = (Line(f"{WHY[held.why]}{quoted}", address),)
    words = "" if may or closed else _("Publishers can look at what would go, and let it go.")
    heading = _("No mail goes out") if closed else _("No mail goes out until somebody lets it go")
    return Section(heading, lines, words, wrong=True)


def _release(request: HttpRequest, said: dict[str, Any], until: datetime | None) -> None:
    by: Any = request.user
    try:
        let = releasing.release(
            by=by,
            went_before=until if said.get("before") else None,
            editions=said.get("editions", ()),
            seen=_seen(said["seen"]),
        )
    except NotFenced:
        messages.info(request, _("Mail goes out: nothing holds it."))
    except Meanwhile:
        told = _("It was held anew since you looked: look again at what would go.")
        messages.error(request, told)
    else:
        messages.success(request, _told(let))


def _told(let: Released) -> str:
    goes = ngettext("{count} mail goes out.", "{count} mails go out.", let.going)
    stays = ngettext("{count} is set aside.", "{count} are set aside.", let.aside)
    return " ".join(
        words.format(count=grouped(number))
        for words, number in ((goes, let.going), (stays, let.aside))
    )


def _seen(said: str) -> datetime | None:
    try:
        return datetime.fromisoformat(said)
    except ValueError:
        return None


def _named(one: Waiting) -> str:
    if one.edition:
        return _("{digest}, edition {number}").format(
            digest=one.edition.digest, number=one.edition.number
        )
    if one.digest:
        return _("{digest}, pieces at once").format(digest=one.digest)
    return str(_KINDS[one.kind])


def _moment(moment: datetime) -> str:
    return date_format(localtime(moment), "DATETIME_FORMAT")
