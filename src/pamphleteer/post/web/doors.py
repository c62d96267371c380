"""What all pages behind links in letters answer alike where there is nothing to show."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse

from pamphleteer.ground.sealing import SealError
from pamphleteer.post.errors import LinkError, LinkExpired
from pamphleteer.post.web.pages import page

_LATER = 3600  # seconds: somebody has to bring a key back
Door = Callable[[HttpRequest, str], HttpResponse]


def personal(purpose: str) -> Callable[[Door], Door]:
    """Answer where a link tells nothing, and where the key of addresses is missing, with a page that says so."""

    def guarded(door: Door) -> Door:
        @wraps(door)
        def answer(request: HttpRequest, token: str) -> HttpResponse:
            try:
                return door(request, token)
            except LinkExpired as error:
                return page("broken", status=410, purpose=purpose, error=str(error))
            except LinkError as error:
                return page("broken", status=404, purpose=purpose, error=str(error))
            except SealError:
                return closed()

        return answer

    return guarded


def closed() -> HttpResponse:
    """Say that readers' addresses can't be opened at present."""
    answer = page("closed", status=503)
    answer["Retry-After"] = str(_LATER)
    return answer
