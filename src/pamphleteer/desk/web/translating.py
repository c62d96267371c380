"""Of which article one is the translation, in its form: chosen among the newest, or found by words."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, JsonResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from pamphleteer.desk.errors import DeskError
from pamphleteer.desk.models import Article
from pamphleteer.desk.verbs import offered, rights, translating
from pamphleteer.desk.verbs.offered import Offer
from pamphleteer.desk.web.offered import Offering, WordsField, answer, label

FIELDS = ("translation_of", "translation_of_words")


class WithTranslation(Offering):
    """Links an article with one of which it is the translation."""

    translation_of = forms.ModelChoiceField(
        Article.objects.all(),
        required=False,
        empty_label=lazy("Of none"),
        label=lazy("Translation of"),
        help_text=lazy(
            "Readers of each are led to the other, and to all translations that it has already. "
            "It counts at once, published or not."
        ),
    )
    # What it was when the form was opened: what a colleague has said since is not taken back.
    translation_was = forms.CharField(required=False, widget=forms.HiddenInput)
    translation_of_words = WordsField(
        "translation_of",
        address=reverse_lazy("desk_choose_article"),
        label=lazy("Find another article"),
        help_text=lazy("Words of its headline: the list above has the newest alone."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "translation_of" not in self.fields:
            return
        now = next(iter(translating.others(self.instance)), None) if self.instance.pk else None
        field: Any = self.fields["translation_of"]
        seen = field.queryset.filter(pk=now.pk) if now else field.queryset.none()
        field.queryset = (_readable(self.for_user) | seen).exclude(pk=self.instance.pk)
        self.initial.setdefault("translation_of", now.pk if now else None)
        self.initial["translation_was"] = now.pk if now else ""
        self.offer("translation_of", self._find, now=now, none=_("Of none"))

    def _find(self, words: str = "") -> Offer[Article]:
        return offered.articles(_readable(self.for_user).exclude(pk=self.instance.pk), words)


def settle(request: HttpRequest, form: Any, article: Article) -> None:
    """Do what the form says of translations; what is refused is told, and all else is saved."""
    chosen, by = form.cleaned_data.get("translation_of"), form.for_user
    said = str(chosen.pk) if chosen else ""
    if form.data.get(form.add_prefix("translation_was"), said) == said:
        return
    try:
        if chosen:
            translating.link(article, chosen, by=by)
        else:
            translating.unlink(article, by=by)
    except DeskError as error:
        told = _("It was saved, and not linked as a translation. {why}").format(why=error)
        messages.error(request, told)


@require_safe
def choose(request: HttpRequest) -> JsonResponse:
    """Return articles that this person may read, for the list beside which they type."""

    def find(words: str, *, before: int | None) -> Offer[Article]:
        return offered.articles(_readable(request.user), words, before=before)

    return answer(request, find, lambda row: {"id": row.pk, "label": label(row)})


def _readable(person: Any) -> Any:
    return rights.readable(person) if person else Article.objects.none()
