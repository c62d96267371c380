"""Answers that nobody is to keep: pages in the outlet's theme that are made for one reader."""

from typing import Any

from django.http import HttpResponse

from pamphleteer.press import theme


def private(template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """Return a page that is kept by nobody, indexed by nobody and framed by nobody."""
    answer = HttpResponse(theme.render_page(template, path=None, **context), status=status)
    style = f"'{theme.style_hash()}'"
    answer["Content-Security-Policy"] = f"{theme.policy(style=style)}; frame-ancestors 'none'"
    answer["Referrer-Policy"] = "no-referrer"
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
