"""One edition at the desk: worded, let go or dropped while it waits; and what became of its mails."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from pamphleteer.post.errors import Meanwhile, NotWaiting
from pamphleteer.post.models import Edition, Piece
from pamphleteer.post.verbs import approving, progress, standings
from pamphleteer.post.verbs.overdue import until
from pamphleteer.post.web.desk import doubted, doubts
from pamphleteer.post.web.desk.bars import bar
from pamphleteer.post.web.desk.notices import notices
from pamphleteer.post.web.desk.pages import SETTLE, VIEW, needs, page, person_of


class Wording(forms.Form):
    """What an editor may change of an edition that waits."""

    lead = forms.ChoiceField(label=lazy("Stands first"), required=False)
    opening = forms.CharField(
        label=lazy("Opening note"),
        required=False,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    subject = forms.CharField(
        label=lazy("Subject"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, edition: Edition, data: Any = None) -> None:
        initial = {
            "lead": edition.lead_id or "",
            "opening": edition.opening,
            "subject": edition.subject if edition.worded else "",
            "seen": approving.stamp(edition),
        }
        super().__init__(data, initial=initial)
        fields: dict[str, Any] = self.fields
        pieces = Piece.objects.filter(edition=edition, rank__isnull=False).order_by("rank")
        said = [(one.article_id, one.headline) for one in pieces]
        fields["lead"].choices = [("", _("As the digest's order has it")), *said]
        fields["subject"].help_text = _("If it is empty, it is made by the digest's template.")

    def said(self) -> dict[str, Any]:
        """Return what `approving.word` is asked for."""
        return self.cleaned_data | {"lead": int(self.cleaned_data["lead"] or 0)}

    def typed_on(self, edition: Edition) -> None:
        """Let what was typed be sent again, about the edition as it is by now."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data["seen"] = approving.stamp(edition)
        self.data = data


@needs(VIEW)
def shown(request: HttpRequest, key: int) -> HttpResponse:
    """Show an edition; by POST, word it while it waits."""
    edition = get_object_or_404(Edition.objects.select_related("digest"), pk=key)
    waits = edition.state == Edition.State.WAITING
    may = request.user.has_perm(SETTLE)
    if request.method == "POST" and not may:
        return needs(SETTLE)(shown)(request, key)
    form = Wording(edition, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _worded(request, edition, form):
        return redirect("desk_edition", key)
    return page(
        request,
        "edition",
        _title(edition),
        edition=edition,
        waits=waits,
        may=may,
        form=form,
        seen=approving.stamp(edition),
        until=until(edition) if waits else None,
        pieces=Piece.objects.filter(edition=edition, rank__isnull=False)
        .select_related("article")
        .order_by("rank"),
        standing=standings.of_one(edition),
        bar=None if waits else bar(progress.seen(edition)),
        doubt=doubts.told(request, edition),
        doubted=doubted.told(edition),
        may_decide=request.user.has_perm(doubted.DECIDE),
        notices=notices(person_of(request)),
    )


@needs(VIEW)
def moving(request: HttpRequest, key: int) -> HttpResponse:
    """Return the bar of an edition alone, for whoever looks on."""
    edition = get_object_or_404(Edition, pk=key)
    answer = render(request, "post/desk/progress.html", {"bar": bar(progress.seen(edition))})
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _worded(request: HttpRequest, edition: Edition, form: Wording) -> bool:
    """Word an edition; if a colleague changed it meanwhile, what was typed stays in the form."""
    try:
        approving.word(edition, **form.said(), by=person_of(request))
    except NotWaiting as error:
        messages.error(request, str(error))
        return True
    except Meanwhile as error:
        form.add_error(None, str(error))
        edition.refresh_from_db()
        form.typed_on(edition)
        return False
    messages.success(request, _("Saved. The edition waits still: let it go when it is right."))
    return True


@require_POST
@needs(SETTLE)
def approve(request: HttpRequest, key: int) -> HttpResponse:
    """Let an edition go."""
    return _settled(request, key, approving.approve, _("The edition goes out."))


@require_POST
@needs(SETTLE)
def drop(request: HttpRequest, key: int) -> HttpResponse:
    """Drop an edition."""
    return _settled(request, key, approving.drop, _("The edition is dropped: it goes to nobody."))


@require_POST
@needs(SETTLE)
def doubt_again(request: HttpRequest, key: int) -> HttpResponse:
    """Let mails in doubt go again."""
    doubts.send_again(request, get_object_or_404(Edition, pk=key))
    return redirect("desk_edition", key)


@require_POST
@needs(SETTLE)
def doubt_left(request: HttpRequest, key: int) -> HttpResponse:
    """Leave mails in doubt as they are."""
    doubts.leave(request, get_object_or_404(Edition, pk=key))
    return redirect("desk_edition", key)


def _settled(request: HttpRequest, key: int, deed: Callable[..., Any], told: str) -> HttpResponse:
    edition = get_object_or_404(Edition.objects.select_related("digest"), pk=key)
    try:
        deed(edition, seen=request.POST.get("seen", "")[:40] or "-", by=person_of(request))
    except (NotWaiting, Meanwhile) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, told)
    return redirect("desk_edition", key)


def _title(edition: Edition) -> str:
    if edition.number:
        said = _("{digest}, edition {number}")
        return said.format(digest=edition.digest, number=edition.number)
    if edition.state == Edition.State.WAITING:
        return _("{digest}: an edition waits").format(digest=edition.digest)
    return _("{digest}: a dropped edition").format(digest=edition.digest)
