"""The sources: how each is, in words, and the buttons that let it rest, wake it, or ask it now."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import InspectView

from pamphleteer.collect.errors import RefusedError
from pamphleteer.collect.models import Source
from pamphleteer.collect.verbs import pause
from pamphleteer.collect.verbs.pushing import in_short
from pamphleteer.desk.kit import Listed, ReadOnly
from pamphleteer.ground import clock

_TOLD = {"health": lazy("How it is"), "rhythm": lazy("Asked"), "hubs": lazy("Hub")}


class _Inspect(InspectView):  # type: ignore[misc]
    """One source."""

    def get_field_label(self, field_name: str, field: Any) -> Any:
        """Return what a field is called, or what is told of several."""
        return _TOLD.get(field_name) or super().get_field_label(field_name, field)

    def get_hubs_display_value(self) -> str:
        """Return how it stands with its hub, in words."""
        return in_short(self.object) or pgettext("hub", "None")


class Sources(Listed):
    """Where the partners' news comes from, and how each of these ways is."""

    model = Source
    icon = "globe"
    menu_label = lazy("Sources")
    menu_name = "sources"
    menu_order = 350
    base_url_path = "sources"
    list_display = [
        "partner",
        Column("called", label=lazy("Source")),
        Column("health", label=lazy("How it is")),
        DateColumn("news_at", label=lazy("Last news")),
        Column("rhythm", label=lazy("Asked")),
        Column("hubs", label=lazy("Hub"), accessor=in_short),
        Column("failures", label=lazy("Failures")),
        DateColumn("next_at", label=lazy("Next time")),
    ]
    list_filter = ["active", "partner", "kind"]
    search_fields = ["url", "title"]
    inspect_view_enabled = True
    inspect_view_class = _Inspect
    inspect_view_fields = [
        "partner", "url", "title", "kind", "health", "rhythm", "hubs", "polled_at", "news_at", "due_at",
        "failures", "note",
    ]  # fmt: skip
    inspect_template_name = "desk/source.html"
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> Any:
        """Return the sources with their partners and what hubs were asked for, in two queries."""
        del request
        rested = Source.objects.with_rests(clock.now()).select_related("partner")
        return rested.prefetch_related("subscriptions")

    @property
    def permission_policy(self) -> ModelPermissionPolicy:
        """Sources are added by the command, which can look at what they bring first."""
        return ReadOnly(self.model)


def _deed(request: HttpRequest, key: int, do: Callable[..., Source], said: str) -> HttpResponse:
    if not request.user.has_perm("collect.change_source"):
        raise PermissionDenied
    source = get_object_or_404(Source, pk=key)
    try:
        messages.success(request, said.format(source=do(source.url, by=request.user)))
    except RefusedError as error:
        messages.error(request, str(error))
    return redirect("wagtailsnippets_collect_source:inspect", key)


@require_POST
def pause_source(request: HttpRequest, key: int) -> HttpResponse:
    """Let a source rest."""
    return _deed(request, key, pause.pause, _("{source} is asked no more."))


@require_POST
def resume_source(request: HttpRequest, key: int) -> HttpResponse:
    """Wake a source, or ask it at once, its faults forgotten."""
    return _deed(request, key, pause.resume, _("{source} is asked within seconds."))
