"""The sign-up page, and what its form and that of every static page is sent to."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from pamphleteer.ground.network import asker
from pamphleteer.ground.sealing import SealError
from pamphleteer.post.addresses import LONGEST
from pamphleteer.post.errors import AddressError, TooMany
from pamphleteer.post.verbs import signup as verbs
from pamphleteer.post.web.doors import closed
from pamphleteer.post.web.pages import page
from pamphleteer.press.voice import for_readers, say
from pamphleteer.register.models import Outlet, Topic, TopicMerge

_DIGITS = 18  # of a number that a database takes


# Plain files can't carry a token of ours, and an asking is confirmed by mail anyway.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def signup(request: HttpRequest) -> HttpResponse:
    """Show the form, or take an asking; the answer does not tell whether an address is known."""
    if request.method != "POST":
        return _form(topic=_topic(request.GET))
    typed = request.POST.get("address", "")[: LONGEST + 1]
    if request.POST.get("website"):
        return page("asked")
    topic = _topic(request.POST)
    try:
        verbs.ask(
            typed,
            network=asker(request.META),
            where=_where(request),
            words=_words(topic),
            topics=[topic.pk] if topic else [],
        )
    except SealError:
        return closed()
    except AddressError as error:
        return _form(status=400, typed=typed, error=str(error), topic=topic)
    except TooMany as error:
        answer = _form(status=429, typed=typed, error=str(error), topic=topic)
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


def _topic(said: QueryDict) -> Topic | None:
    """Return the topic that is asked for alone, if it is one, or what it was merged into."""
    number = said.get("topic", "")
    if not (number.isascii() and number.isdigit() and len(number) <= _DIGITS):
        return None
    return Topic.objects.filter(pk__in=TopicMerge.objects.now([int(number)])).first()


def _words(topic: Topic | None) -> str:
    """Return what the form says, in the outlet's language."""
    outlet = Outlet.objects.the()
    note = for_readers("One mail will ask you to confirm. Leave whenever you like, with one click.")
    said = (outlet.signup_heading, outlet.signup_words, note)
    words = [say(outlet.language, one) for one in said if one]
    if topic:
        words.append(say(outlet.language, "Only pieces on {topic}", topic=topic.name))
    return "\n\n".join(words)


def _form(
    *, topic: Topic | None, status: int = 200, typed: str = "", error: str = ""
) -> HttpResponse:
    standing = {"pk": topic.pk, "name": topic.name} if topic else None
    return page("signup", status=status, typed=typed, error=error, standing=standing)
