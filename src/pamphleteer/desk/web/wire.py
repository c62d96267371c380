"""The wire: what came in, and the way from there to an article."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST
from wagtail.permission_policies import ModelPermissionPolicy

from pamphleteer.collect.models import WireItem
from pamphleteer.desk.kit import Listed, ReadOnly
from pamphleteer.desk.verbs import rights
from pamphleteer.desk.verbs.take import take


class Wire(Listed):
    """The single pieces that sources brought; the wire shows them by their stories."""

    model = WireItem
    icon = "list-ul"
    menu_label = "Pieces"
    menu_name = "pieces"
    base_url_path = "pieces"
    list_display = ["headline", "credit", "licence", "published"]
    list_filter = ["source__partner", "licence"]
    search_fields = ["headline", "lead"]
    inspect_view_enabled = True
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
    """Make a draft of a wire item, or go to the article that it has become."""
    if not request.user.has_perm("desk.add_article"):
        raise PermissionDenied
    item = get_object_or_404(WireItem, pk=key)
    person: Any = request.user
    article = take(item, by=person)
    if not rights.may(person, rights.CHANGE, article):
        messages.info(request, "A colleague has taken this piece already.")
        return redirect("desk_wire")
    messages.success(request, f"“{article}” is a draft now: choose its topics.")
    return redirect("wagtailsnippets_desk_article:edit", article.pk)
