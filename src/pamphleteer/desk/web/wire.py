"""The wire: what came in, and the way from there to an article."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import InspectView

from pamphleteer.collect.models import WireItem
from pamphleteer.desk.kit import Listed, ReadOnly, Unticked
from pamphleteer.desk.models import ItemWords
from pamphleteer.desk.verbs import rights
from pamphleteer.desk.verbs.search import found
from pamphleteer.desk.verbs.take import take_piece


class _Inspect(InspectView):  # type: ignore[misc]
    """One piece."""

    def get_field_label(self, field_name: str, field: Any) -> Any:
        """Return what a field is called, or what is told of its whole text."""
        if field_name == "whole_text":
            return _("Whole text")
        return super().get_field_label(field_name, field)


class _List(Unticked):
    """Lists the pieces."""

    def search_queryset(self, queryset: "QuerySet[WireItem]") -> "QuerySet[WireItem]":
        """Return the pieces that have the words."""
        if not self.is_searching:
            return queryset
        return queryset.filter(found(self.search_query, ItemWords))


class Wire(Listed):
    """The single pieces that sources brought; the wire shows them by their stories."""

    model = WireItem
    icon = "list-ul"
    menu_label = lazy("Pieces")
    menu_name = "pieces"
    base_url_path = "pieces"
    list_display = ["headline", "credit", "licence", "published"]
    list_filter = ["source__partner", "licence"]
    search_fields = ["headline", "lead"]
    index_view_class = _List
    inspect_view_enabled = True
    inspect_view_class = _Inspect
    inspect_view_fields = [
        "headline", "lead", "body", "authors", "credit", "licence", "rights", "url", "whole_text",
        "published", "seen", "source",
    ]  # fmt: skip
    inspect_template_name = "desk/wire_item.html"
    list_per_page = 50

    @property
    def permission_policy(self) -> ModelPermissionPolicy:
        """What came in is read, never written."""
        return ReadOnly(self.model)


@require_POST
def take_item(request: HttpRequest, key: int) -> HttpResponse:
    """Make a draft of a wire item, or go to the article that its story has become."""
    if not request.user.has_perm("desk.add_article"):
        raise PermissionDenied
    item = get_object_or_404(WireItem, pk=key)
    person: Any = request.user
    article, new = take_piece(item, by=person)
    if not rights.may(person, rights.CHANGE, article):
        messages.info(request, _("A colleague has taken this piece already."))
        return redirect("desk_wire")
    if new:
        told = _("“{article}” is a draft now: choose its topics.")
        messages.success(request, told.format(article=article))
    else:
        messages.info(request, _("“{article}” carries this story already.").format(article=article))
    return redirect("wagtailsnippets_desk_article:edit", article.pk)
