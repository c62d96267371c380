"""Taking articles off the site, and off the schedule."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from wagtail.snippets.views.snippets import RevisionsUnscheduleView, UnpublishView

from pamphleteer.desk.errors import DeskError
from pamphleteer.desk.verbs.publish import withdraw
from pamphleteer.desk.verbs.schedule import unschedule


class _Why(forms.Form):
    """What readers are told in place of the piece."""

    why = forms.CharField(
        label=lazy("Why (readers see this)"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=lazy("Left empty, the page says only that the piece was withdrawn, and when."),
    )


class Withdraw(UnpublishView):  # type: ignore[misc]
    """Withdraws as every other door does: with a line in the journal, and a page that says so."""

    page_title = lazy("Withdraw")
    success_message = lazy("“%(object)s” was withdrawn: a page says so where it stood.")
    template_name = "desk/withdraw.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Bring the form along."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"form": getattr(self, "form", _Why())}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Withdraw, unless the words are too many."""
        self.form = _Why(request.POST)
        if not self.form.is_valid():
            return self.get(request, *args, **kwargs)  # type: ignore[no-any-return]
        return super().post(request, *args, **kwargs)  # type: ignore[no-any-return]

    def unpublish(self) -> HttpResponse | None:
        """Call the verb, where Wagtail's own page would go round the model."""
        try:
            withdraw(self.object, by=self.request.user, why=self.form.cleaned_data["why"])
        except DeskError as error:
            messages.error(self.request, str(error))
            return redirect(self.get_next_url())
        return None


class Unschedule(RevisionsUnscheduleView):  # type: ignore[misc]
    """Leaves a scheduled article a draft."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Call the verb, and go back to the article."""
        del args, kwargs
        person: Any = request.user
        try:
            unschedule(self.object, by=person)
            told = _("“{article}” is a draft again, and not scheduled.")
            messages.success(request, told.format(article=self.object))
        except DeskError as error:
            messages.error(request, str(error))
        return redirect(self.edit_url_name, self.object.pk)
