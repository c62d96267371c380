"""What Amazon SES says of letters, by notices of one topic (SNS)."""

import hmac
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs, urlsplit

from anymail.utils import get_request_basic_auth
from django.http import HttpRequest

from pamphleteer.post.bounces.results import Kind
from pamphleteer.post.errors import Forged, ReportError
from pamphleteer.post.relays.api.reports import logged_in, read, result
from pamphleteer.post.relays.kit import Told
from pamphleteer.post.relays.ses.notices import Topic, fetch

_COMPLAINTS = {None, "abuse", "fraud"}  # not: "not-spam", "virus", "auth-failure", "other"
_READ = (LookupError, TypeError, ValueError, AttributeError, RecursionError)


class SesReports:
    """Notices of one topic, sent by whoever knows the secret."""

    def __init__(self, topic: Topic, login: str) -> None:
        self._topic = topic
        self._login = login

    def told(self, request: HttpRequest) -> Sequence[Told]:
        """Return what a request says; raises `ReportError`, and `Forged` where nobody knows who says so."""
        given = get_request_basic_auth(request) or ""
        if not hmac.compare_digest(given.encode(), self._login.encode()):
            raise Forged("a notice from somebody who does not know the secret")
        notice = read(request)
        if not isinstance(notice, dict):
            raise ReportError("a notice of an unknown kind")
        signed = self._topic.checked(notice)
        if signed["Type"] == "SubscriptionConfirmation":
            self._topic.confirm(signed["SubscribeURL"])
            return ()
        return _events(signed["Message"])

    def once(self, request: HttpRequest) -> str:  # noqa: ARG002
        """Return nothing: the signature covers all that is said."""
        return ""


def _events(message: str) -> Sequence[Told]:
    try:
        event = json.loads(message)
    except (ValueError, RecursionError):
        return ()  # a word to the person who set it up
    try:
        [name, *_] = [
            one["value"] for one in event["mail"]["headers"] if one["name"].lower() == "message-id"
        ]
        return [Told(str(name), one) for one in _results(event)]
    except _READ as error:
        raise ReportError(f"a notice that can't be read: {type(error).__name__}") from error


def _results(event: Mapping[str, Any]) -> Iterator[Any]:
    match event.get("eventType") or event.get("notificationType"):
        case "Bounce":
            listed = "Suppress" in str(event["bounce"].get("bounceSubType"))
            for one in event["bounce"]["bouncedRecipients"]:
                words = str(one.get("diagnosticCode") or "")
                yield result(Kind.BOUNCE, str(one["emailAddress"]), words, by_site=not listed)
        case "DeliveryDelay":
            for one in event["deliveryDelay"]["delayedRecipients"]:
                words = str(one.get("diagnosticCode") or "")
                yield result(Kind.DELAY, str(one["emailAddress"]), words)
        case "Complaint":
            told = event["complaint"]
            if told.get("complaintFeedbackType") in _COMPLAINTS and not told.get(
                "complaintSubType"
            ):
                for one in told["complainedRecipients"]:
                    yield result(Kind.COMPLAINT, str(one["emailAddress"]), "")
        case "Reject":
            yield result(Kind.BOUNCE, "", "", str(event["reject"].get("reason")), by_site=False)


def reports(options: Mapping[str, Any]) -> SesReports:
    """Return the webhook: it is told of the topic that the relay's address names."""
    [arn] = parse_qs(urlsplit(options["url"]).query).get("topic", [""])[:1]
    return SesReports(Topic(arn, fetch), logged_in(options))
