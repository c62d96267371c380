"""Answers that nobody is to keep: pages in the outlet's theme that are made for one reader."""

import logging
from typing import Any

from django.http import HttpResponse

from pamphleteer.press import theme
from pamphleteer.press.errors import ThemeError
from pamphleteer.register.models import Outlet

log = logging.getLogger(__name__)


def private(template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """Return a page that is kept by nobody, indexed by nobody and framed by nobody.

    Where the outlet's own templates are wrong it is made of the house's: who wants to leave a list can.
    """
    theme.reload()
    # Read once: the page and what its policy allows are of one look.
    outlet = context.setdefault("outlet", Outlet.objects.the())
    try:
        page = theme.render_page(template, path=None, **context)
    except ThemeError as error:
        log.warning("%s", error)
        page = theme.render_page(template, path=None, plain=True, **context)
    answer = HttpResponse(page, status=status)
    style = f"'{theme.style_hash(outlet)}'"
    answer["Content-Security-Policy"] = f"{theme.policy(style=style)}; frame-ancestors 'none'"
    answer["Referrer-Policy"] = "no-referrer"
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
