"""Answers of the post: pages in the outlet's theme, with headers that keep them private."""

from typing import Any

from django.http import HttpResponse

from pamphleteer.press.web.private import private


def page(template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """Return a page of the post that is kept by nobody, indexed by nobody and framed by nobody."""
    return private(f"post/{template}.html", status=status, **context)
