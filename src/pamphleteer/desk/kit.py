"""What rooms use to hang their rows up at the desk."""

from typing import Any

from django.db import models, transaction
from django.http import HttpResponse
from django.urls import URLPattern, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.views.generic import CreateView, EditView
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import (
    CreateView as SnippetCreateView,
)
from wagtail.snippets.views.snippets import (
    EditView as SnippetEditView,
)
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from pamphleteer.register.verbs import journal

__all__ = [
    "Change",
    "CreateView",
    "EditView",
    "FieldPanel",
    "Kept",
    "Listed",
    "Make",
    "MultiFieldPanel",
    "ObjectList",
    "ReadOnly",
    "Rows",
    "Uncounted",
    "Unticked",
    "WagtailAdminModelForm",
]


_TOLD = 200  # characters of a value that was changed


class Kept(ModelPermissionPolicy):  # type: ignore[misc]
    """Rows that other rows stand on: nobody deletes them at the desk."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Answer as the person's groups do, but never allow to delete."""
        return action != "delete" and bool(super().user_has_permission(user, action))


class NoMore(Kept):
    """Rows that come with others, or of which there is one: nobody adds or deletes them at the desk."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Answer as the person's groups do, but never allow to add."""
        return action != "add" and super().user_has_permission(user, action)


class ReadOnly(Kept):
    """Rows that came from outside: everybody at the desk may read, nobody may write."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Allow to view alone."""
        return action == "view" and bool(super().user_has_permission(user, "view"))


class _Journalled:
    """Saves a row and its line in the journal together."""

    model: type[models.Model]
    request: Any
    form: Any

    def save_instance(self) -> Any:
        """Save, and write `<model>.changed`, with what it was and is."""
        changes = _changes(self.form)
        with transaction.atomic():
            row = super().save_instance()  # type: ignore[misc]
            what = f"{self.model._meta.model_name}.changed"
            journal.write(what, row, by=self.request.user, **changes)
        return row

    def refused(self, form: Any, field: str, why: Exception) -> HttpResponse:
        """Show the form again, with what is in the way of saving it beside a field."""
        form.add_error(field, str(why))
        self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
        answer: HttpResponse = self.form_invalid(form)  # type: ignore[attr-defined]
        return answer


def _changes(form: Any) -> dict[str, list[str]]:
    """Return what each field that was changed was and is, as words."""
    return {
        f"{name}": [_told(form.initial.get(name)), _told(form.cleaned_data.get(name))]
        for name in form.changed_data
        if name in form.cleaned_data
    }


def _told(value: Any) -> str:
    """Return a value in few words: a row's key for a row, for so the form knows it before."""
    if isinstance(value, models.Model):
        return str(value.pk)
    return "" if value is None else str(value)[:_TOLD]


class Make(_Journalled, SnippetCreateView):  # type: ignore[misc]
    """Makes a row and tells the journal."""


class Change(_Journalled, SnippetEditView):  # type: ignore[misc]
    """Changes a row and tells the journal."""


class Unticked(IndexView):  # type: ignore[misc]
    """A list whose rows are not ticked: all that Wagtail does with many at once is to delete them."""

    @cached_property
    def columns(self) -> list[Any]:
        """Leave out the boxes to tick."""
        return [column for column in super().columns if column.name != "bulk_actions"]


class Uncounted:
    """Rows of which the desk does not say how often they are used: see docs/decisions/uses.md."""

    add_to_reference_index = False

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Name no page of uses to the others."""
        common: dict[str, Any] = super().get_common_view_kwargs(**kwargs)  # type: ignore[misc]
        return common | {"usage_url_name": None}

    def get_urlpatterns(self) -> list[URLPattern]:
        """Return the addresses without that of the uses."""
        return [one for one in super().get_urlpatterns() if one.name != "usage"]  # type: ignore[misc]


class Listed(Uncounted, SnippetViewSet):  # type: ignore[misc]
    """The rows of one model, with an entry in the desk's menu."""

    add_to_admin_menu = True
    copy_view_enabled = False
    index_view_class = Unticked
    index_template_name = "wagtailadmin/generic/index.html"
    # Wagtail looks its own word up once, when it is loaded.
    breadcrumbs_items = [{"url": reverse_lazy("wagtailadmin_home"), "label": lazy("Home")}]


class Rows(Listed):
    """Lists, makes and changes the rows of one model, each change with a line in the journal."""

    add_view_class = Make
    edit_view_class = Change

    @property
    def permission_policy(self) -> ModelPermissionPolicy:
        """Rows are never deleted at the desk."""
        return Kept(self.model)
