"""Notes between colleagues beside an article, and sending it back with one."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from pamphleteer.desk.errors import DeskError
from pamphleteer.desk.models import Article
from pamphleteer.desk.verbs import notes, rights
from pamphleteer.desk.verbs.review import send_back


class NoteForm(forms.Form):
    """One note."""

    words = forms.CharField(
        label=lazy("Note"),
        max_length=notes.LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=lazy("Colleagues who may read the article see it; readers never do."),
    )


def shown(request: HttpRequest, key: int) -> HttpResponse:
    """Show the notes of an article, and take one more."""
    person: Any = request.user
    article = get_object_or_404(Article, pk=key)
    if not rights.may(person, rights.VIEW, article):
        rights.refuse(person, rights.VIEW, article, address=request.path)
        raise PermissionDenied
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _left(request, person, article, form.cleaned_data["words"])
    context = {
        "article": article,
        "form": form,
        "notes": article.notes.select_related("by"),
        "can_send_back": bool(article.submitted_at) and person.has_perm("desk.publish_article"),
        "can_change": rights.may(person, rights.CHANGE, article),
    }
    return render(request, "desk/notes.html", context)


def _left(request: HttpRequest, person: Any, article: Article, words: str) -> HttpResponse:
    try:
        if "send_back" in request.POST:
            if not person.has_perm("desk.publish_article"):
                rights.refuse(person, "publish", article, address=request.path)
                raise PermissionDenied
            send_back(article, words, by=person)
            told = _("“{article}” was sent back with your note.")
            messages.success(request, told.format(article=article))
        else:
            notes.note(article, words, by=person)
            messages.success(request, _("The note stands beside the article."))
    except DeskError as error:
        messages.error(request, str(error))
    return redirect("desk_notes", article.pk)
