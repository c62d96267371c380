"""A letter at the desk as readers would get it: as HTML and text, on a phone, in the dark; and by mail to oneself."""

import re
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST

from pamphleteer.desk.web.choices import TopicsField
from pamphleteer.post.errors import TooMany
from pamphleteer.post.letters.mime import Bodies
from pamphleteer.post.models import Digest, Form
from pamphleteer.post.verbs import preview
from pamphleteer.post.verbs.trial import send_to_oneself
from pamphleteer.post.web.desk.digests import SETTLE, VIEW
from pamphleteer.post.web.desk.pages import needs, page
from pamphleteer.post.wishes import Wishes
from pamphleteer.press import voice

# How letters ask for what screens in the dark show; here it is shown, or not, whatever this screen is like.
_DARK = re.compile(r"\(\s*prefers-color-scheme\s*:\s*dark\s*\)")
_ALWAYS, _NEVER = "(min-width: 0)", "not all"
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
    topics = TopicsField(label=lazy("Topics that the reader chose"), required=False)
    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
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


def _bodies(digest: Digest, choice: Choice, *, at_desk: bool) -> Bodies | None:
    said: dict[str, Any] = choice.cleaned_data if choice.is_valid() else {}
    if key := said.get("edition"):
        edition = get_object_or_404(digest.editions.select_related("digest"), pk=key)
        return preview.of_edition(edition, choice.wishes(), at_desk=at_desk)
    return preview.of_next(digest, choice.wishes(), at_desk=at_desk)


@needs(VIEW)
def shown(request: HttpRequest, key: int) -> HttpResponse:
    """Show the letter of an edition, or of the next one, for a choice."""
    digest = get_object_or_404(Digest, pk=key)
    choice = Choice(request.GET)
    bodies = _bodies(digest, choice, at_desk=True)
    query = request.GET.urlencode()
    return page(
        request,
        "letter",
        _("{digest}: the letter").format(digest=digest),
        digest=digest,
        form=choice,
        letter=bodies,
        way=choice.way,
        frame=f"{reverse('desk_letter_body', args=[key])}?{query}",
        may=request.user.has_perm(SETTLE),
        edition=choice.cleaned_data.get("edition") if choice.is_valid() else None,
    )


@xframe_options_sameorigin
@needs(VIEW)
def body(request: HttpRequest, key: int) -> HttpResponse:
    """Return the HTML of the letter alone, for the frame of its page."""
    choice = Choice(request.GET)
    bodies = _bodies(get_object_or_404(Digest, pk=key), choice, at_desk=True)
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
    choice = Choice(request.POST)
    bodies = _bodies(digest, choice, at_desk=False)
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
