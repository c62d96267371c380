"""A letter at the desk as readers would get it: as HTML and text, on a phone, in the dark; and by mail to oneself."""

import re
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST

from pamphleteer.desk.web.choices import TopicsField
from pamphleteer.post.errors import TooMany
from pamphleteer.post.letters.mime import Bodies
from pamphleteer.post.models import Digest, Edition, Form
from pamphleteer.post.verbs import preview
from pamphleteer.post.verbs.preview import Holds
from pamphleteer.post.verbs.trial import send_to_oneself
from pamphleteer.post.web.desk.pages import SETTLE, VIEW, mistake, needs, page
from pamphleteer.post.wishes import Wishes
from pamphleteer.press import theme, voice
from pamphleteer.register.models import Outlet

# How letters ask for what screens in the dark show; here it is shown, or not, whatever this screen is like.
_DARK = re.compile(r"\(\s*prefers-color-scheme\s*:\s*dark\s*\)")
_ALWAYS, _NEVER = "(min-width: 0)", "not all"
_WEEK, _ONCE = "week", "once"
_OLDER = 14  # editions that a letter may be looked at merged with
_LONGEST = 18  # figures of a key
WAYS = (
    ("html", lazy("As HTML")),
    ("dark", lazy("In the dark")),
    ("phone", lazy("On a phone")),
    ("phone-dark", lazy("On a phone, in the dark")),
    ("text", lazy("As text")),
)


class Choice(forms.Form):
    """Whose letter it is: what readers may have chosen, and how it is looked at."""

    shown_as = forms.ChoiceField(
        label=pgettext_lazy("letter", "Look at it"), choices=WAYS, required=False
    )
    language = forms.ChoiceField(label=lazy("Language"), required=False)
    holds = forms.ChoiceField(label=lazy("What it holds"), required=False)
    topics = TopicsField(label=lazy("Topics that the reader chose"), required=False)
    edition = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, digest: Digest, data: QueryDict) -> None:
        super().__init__(data)
        asked = data.get("edition", "")
        self.digest, self.of = digest, _edition(digest, asked) if asked else None
        fields: dict[str, Any] = self.fields
        fields["holds"].choices = _held(digest, self.of)
        spoken = [(one, voice.name_of(one)) for one in voice.LANGUAGES]
        fields["language"].choices = [("", _("The outlet's")), *spoken]
        fields["topics"].help_text = _("None: all that the digest carries.")

    @property
    def way(self) -> str:
        """How it is looked at."""
        said: dict[str, Any] = self.cleaned_data if self.is_valid() else {}
        return said.get("shown_as") or "html"

    def wishes(self) -> Wishes:
        """Return what the reader chose; of what is not understood, nothing."""
        said: dict[str, Any] = self.cleaned_data if self.is_valid() else {}
        topics = frozenset(one.pk for one in said.get("topics") or ()) or None
        form = Form.TEXT if self.way == "text" else Form.HTML
        return Wishes(topics=topics, language=said.get("language") or "", form=form)

    def bodies(self, *, at_desk: bool) -> Bodies | None:
        """Return the letter; None where nothing is in it."""
        wishes, holds = self.wishes(), self._holds()
        if self.of:
            return preview.of_edition(self.of, wishes, holds=holds, at_desk=at_desk)
        return preview.of_next(self.digest, wishes, holds=holds, at_desk=at_desk)

    def _holds(self) -> Holds:
        said: dict[str, Any] = self.cleaned_data if self.is_valid() else {}
        held = said.get("holds") or ""
        return Holds(
            week=held == _WEEK, at_once=held == _ONCE, since=int(held) if held.isdecimal() else 0
        )


def _edition(digest: Digest, key: str) -> Edition:
    if not key.isdecimal() or len(key) > _LONGEST:
        raise Http404
    return get_object_or_404(digest.editions.select_related("digest"), pk=int(key))


def _held(digest: Digest, edition: Edition | None) -> list[tuple[str, str]]:
    """Return what a letter may hold: an edition alone, or with older ones, or one piece."""
    since = _("With all since edition {number} of {day}: after a time without mail")
    zone = Outlet.objects.the().tz
    older = [
        (
            str(one.pk),
            since.format(
                number=one.number,
                day=date_format(one.cut_at.astimezone(zone), "SHORT_DATE_FORMAT"),
            ),
        )
        for one in preview.older(digest, edition, at_most=_OLDER)
    ]
    return [
        ("", _("This edition alone: a daily letter")),
        (_WEEK, _("With those of the seven days before: a weekly letter")),
        (_ONCE, _("Its newest piece alone: at once")),
        *older,
    ]


@needs(VIEW)
def shown(request: HttpRequest, key: int) -> HttpResponse:
    """Show the letter of an edition, or of the next one, for a choice."""
    theme.reload()
    digest = get_object_or_404(Digest, pk=key)
    choice = Choice(digest, request.GET)
    bodies = choice.bodies(at_desk=True)
    query = request.GET.urlencode()
    return page(
        request,
        "letter",
        _("{digest}: the letter").format(digest=digest),
        digest=digest,
        form=choice,
        letter=bodies,
        flaw=_flaw(bodies),
        way=choice.way,
        frame=f"{reverse('desk_letter_body', args=[key])}?{query}",
        may=request.user.has_perm(SETTLE),
        edition=choice.of and choice.of.pk,
    )


def _flaw(bodies: Bodies | None) -> str:
    """Return what is wrong in the theme, so that a letter is made without it."""
    error = bodies.flaw if bodies else None
    return mistake(template=error.template, line=error.line, what=error.what) if error else ""


@xframe_options_sameorigin
@needs(VIEW)
def body(request: HttpRequest, key: int) -> HttpResponse:
    """Return the HTML of the letter alone, for the frame of its page."""
    choice = Choice(get_object_or_404(Digest, pk=key), request.GET)
    bodies = choice.bodies(at_desk=True)
    html = bodies.html if bodies else ""
    dark = choice.way in {"dark", "phone-dark"}
    answer = HttpResponse(_DARK.sub(_ALWAYS if dark else _NEVER, html))
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_POST
@needs(SETTLE)
def send(request: HttpRequest, key: int) -> HttpResponse:
    """Send the letter to whoever asks for it."""
    digest, person = get_object_or_404(Digest, pk=key), request.user
    to: Any = person
    choice = Choice(digest, request.POST)
    bodies = choice.bodies(at_desk=False)
    back = request.POST.copy()
    back.pop("csrfmiddlewaretoken", None)
    if bodies is None:
        messages.error(request, _("Nothing is in it for this choice: there is no letter to send."))
    else:
        try:
            send_to_oneself(bodies, to=to)
        except TooMany as error:
            messages.error(request, str(error))
        else:
            told = _("The letter is on its way to {address}.")
            messages.success(request, told.format(address=to.email))
    return redirect(f"{reverse('desk_letter', args=[key])}?{back.urlencode()}")
