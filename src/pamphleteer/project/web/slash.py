"""The addresses of the desk without the slash that they end in."""

from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.views.decorators.http import require_safe


@require_safe
def with_slash(request: HttpRequest) -> HttpResponsePermanentRedirect:
    """Send whoever left the slash off to the address that has it, below the desk's own path too."""
    return HttpResponsePermanentRedirect(request.get_full_path(force_append_slash=True))
