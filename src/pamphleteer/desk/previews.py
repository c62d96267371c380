"""How rows will look to readers: as pages and letters, which the rooms that make those bring.

A room brings a `Preview`; the project's list names it, under what it is a preview of.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from wagtail.models import PreviewableMixin


@dataclass(frozen=True)
class Preview:
    """One way in which readers meet something: its short name, its label, and its HTML."""

    name: str
    label: str | Promise
    render: Callable[[Any], str]


@cache
def brought(of: str) -> dict[str, Preview]:
    """Return the previews of one sort of rows that the rooms bring, by their short names."""
    found: list[Preview] = [import_string(name) for name in settings.DESK_PREVIEWS.get(of, ())]
    return {one.name: one for one in found}


class Previewed(PreviewableMixin):  # type: ignore[misc]
    """Rows that are shown beside their form as readers will meet them, with what nobody has saved."""

    _meta: Any

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        """The ways in which readers meet it, for Wagtail's previews."""
        ways = brought(str(self._meta.model_name))
        return [(one.name, str(one.label)) for one in ways.values()]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Answer with the row as readers will meet it; raises `Http404` for no such way."""
        del request
        preview = brought(str(self._meta.model_name)).get(mode_name)
        if preview is None:
            raise Http404(f"no preview “{mode_name}”")
        return HttpResponse(preview.render(self))
