"""Authors: the list of them, their names, and two that are one."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column

from pamphleteer.desk.errors import DeskError
from pamphleteer.desk.kit import Change, NoMore, Rows
from pamphleteer.desk.models import Author
from pamphleteer.desk.verbs import authors

_CHANGE = "desk.change_author"
_LIST = "wagtailsnippets_desk_author:list"


class AuthorForm(WagtailAdminModelForm):  # type: ignore[misc]
    """Takes one name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = _(
            "As pages call this author. Bylines stay as they were written, and older names and "
            "addresses lead here."
        )

    def clean_name(self) -> str:
        """Refuse what would be read as several names, or as none."""
        name: str = self.cleaned_data["name"]
        try:
            authors.key_of(name)
        except DeskError as error:
            raise forms.ValidationError(str(error)) from error
        return name


class _Rename(Change):
    """Renames an author."""

    def save_instance(self) -> Any:
        """Rename, with a line in the journal."""
        row = Author.objects.get(pk=self.form.instance.pk)
        return authors.rename(row, self.form.cleaned_data["name"], by=self.request.user)

    def form_valid(self, form: Any) -> HttpResponse:
        """Tell what is in the way."""
        try:
            answer: HttpResponse = super().form_valid(form)
        except DeskError as error:
            return self.refused(form, "name", error)
        return answer


class _Merges(Column):  # type: ignore[misc]
    """The way to the page on which an author is merged."""

    cell_template_name = "desk/author_merges.html"

    def get_cell_context_data(self, instance: Author, parent_context: Any) -> dict[str, Any]:
        """Bring what the link needs."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return context | {"may": context["request"].user.has_perm(_CHANGE)}


class Authors(Rows):
    """Who wrote what is published."""

    model = Author
    icon = "edit"
    menu_label = lazy("Authors")
    menu_name = "authors"
    menu_order = 250
    base_url_path = "authors"
    edit_view_class = _Rename
    list_display = [
        "name",
        Column("pieces", label=lazy("Articles"), accessor="pieces"),
        "slug",
        _Merges("merges", label=lazy("Merge")),
    ]
    search_fields = ["name"]
    ordering = ["key"]
    list_per_page = 50
    edit_handler = ObjectList([FieldPanel("name")], base_form_class=AuthorForm)

    @property
    def permission_policy(self) -> NoMore:
        """Authors come with what they wrote: they are renamed and merged, never added or deleted."""
        return NoMore(self.model)

    def get_queryset(self, request: HttpRequest) -> Any:
        """Return those who are themselves, with how much they wrote."""
        del request
        return Author.objects.themselves().annotate(pieces=Count("bylines"))


class _Into(forms.Form):
    """The author that stays."""

    into = forms.CharField(
        label=lazy("Merge into"),
        max_length=200,
        help_text=lazy("The name of the author that stays, however it is written."),
    )

    def clean_into(self) -> Author:
        """Find who is meant."""
        found = authors.named(self.cleaned_data["into"])
        if found is None:
            raise forms.ValidationError(_("There is no author of that name."))
        return found


def merge(request: HttpRequest, key: int) -> HttpResponse:
    """Say what an author has written, and let it be another one's."""
    person: Any = request.user
    if not person.has_perm(_CHANGE):
        raise PermissionDenied
    author = Author.objects.themselves().filter(pk=key).first()
    if author is None:
        messages.info(request, _("That author was merged or is gone."))
        return redirect(_LIST)
    form = _Into(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            kept = authors.merge(author, form.cleaned_data["into"], by=person)
        except DeskError as error:
            form.add_error("into", str(error))
        else:
            told = _("“{author}” is “{kept}” now, and its address leads there.")
            messages.success(request, told.format(author=author, kept=kept))
            return redirect(_LIST)
    context = {"author": author, "form": form, "count": author.bylines.count()}
    return render(request, "desk/merge_author.html", context)
