"""The sign-up page, and what its form and that of every static page is sent to."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from pamphleteer.ground.network import asker
from pamphleteer.post.addresses import LONGEST
from pamphleteer.post.errors import AddressError, TooMany
from pamphleteer.post.verbs import signup as verbs
from pamphleteer.post.web.pages import page
from pamphleteer.press.voice import for_readers, say
from pamphleteer.register.models import Outlet


# Plain files can't carry a token of ours, and an asking is confirmed by mail anyway.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def signup(request: HttpRequest) -> HttpResponse:
    """Show the form, or take an asking; the answer does not tell whether an address is known."""
    if request.method != "POST":
        return _form()
    typed = request.POST.get("address", "")[: LONGEST + 1]
    if request.POST.get("website"):
        return page("asked")
    try:
        verbs.ask(typed, network=asker(request.META), where=_where(request), words=_words())
    except AddressError as error:
        return _form(status=400, typed=typed, error=str(error))
    except TooMany as error:
        answer = _form(status=429, typed=typed, error=str(error))
        answer["Retry-After"] = str(int(error.wait.total_seconds()))
        return answer
    return page("asked")


def _where(request: HttpRequest) -> str:
    """Return which of our pages the form was on, as far as the browser tells."""
    page = request.META.get("HTTP_REFERER", "")
    # Those that links in letters lead to hold a token.
    if page.startswith(settings.SIGNUP_URL) or not page.startswith(settings.SITE_URL):
        return str(settings.SIGNUP_URL)
    return str(page.partition("?")[0])


def _words() -> str:
    """Return what the form says, in the outlet's language."""
    outlet = Outlet.objects.the()
    note = for_readers("One mail will ask you to confirm. Leave whenever you like, with one click.")
    said = (outlet.signup_heading, outlet.signup_words, note)
    return "\n\n".join(say(outlet.language, words) for words in said if words)


def _form(*, status: int = 200, typed: str = "", error: str = "") -> HttpResponse:
    return page("signup", status=status, typed=typed, error=error)
