"""Answers of the post: pages in the outlet's theme, with headers that keep them private."""

from typing import Any

from django.http import HttpResponse

from pamphleteer.press import theme


def page(template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """Return a page that is kept by nobody, indexed by nobody and framed by nobody."""
    html = theme.render_page(f"post/{template}.html", path=None, **context)
    answer = HttpResponse(html, status=status)
    style = f"'{theme.style_hash()}'"
    answer["Content-Security-Policy"] = f"{theme.policy(style=style)}; frame-ancestors 'none'"
    answer["Referrer-Policy"] = "no-referrer"
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
