"""The door for providers: what became of letters that they took."""

import logging

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, UnreadablePostError
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from pamphleteer.ground.sealing import SealError
from pamphleteer.post.errors import Forged, ReportError
from pamphleteer.post.relays import reports_of
from pamphleteer.post.verbs.told import told
from pamphleteer.post.web.doors import closed

_log = logging.getLogger(__name__)


# A provider has no session and no token of ours but what its reports are proved with.
@csrf_exempt
@require_POST
def webhook(request: HttpRequest, name: str) -> HttpResponse:
    """Take what the provider of a relay reports; whoever can't prove to be it changes nothing."""
    options = next((one for one in settings.POST_RELAYS if one["name"] == name), None)
    reports = reports_of(options) if options else None
    if reports is None:
        return HttpResponseNotFound()
    try:
        said = reports.told(request)
        told(said, by=name, once=reports.once(request))
    except Forged as error:
        _log.warning("%s: %s", name, error)
        refused = HttpResponse(status=401)
        refused["WWW-Authenticate"] = (
            'Basic realm="reports"'  # Amazon logs in only when it is asked to
        )
        return refused
    except RequestDataTooBig:
        return HttpResponse(status=413)
    except (ReportError, UnreadablePostError) as error:
        _log.warning("%s: %s", name, error)
        return HttpResponse(status=400)
    except SealError:
        return closed()
    return HttpResponse()
