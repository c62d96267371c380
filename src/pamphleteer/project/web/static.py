"""The desk's own styles and scripts, served from where they are installed."""

from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.static import serve

_A_YEAR = 31_536_000  # seconds


def static(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve one file; an address that carries a version may be kept for a year."""
    found = finders.find(path)
    if not isinstance(found, str):
        raise Http404(f"no such file: {path}")
    file = Path(found)
    response = serve(request, file.name, document_root=str(file.parent))
    response["Cache-Control"] = f"public, max-age={_A_YEAR if request.GET.get('v') else 300}"
    response["X-Content-Type-Options"] = "nosniff"
    return response
