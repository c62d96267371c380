"""Mailgun as a relay: `mailgun://sending.domain`, its API key as the password; takes letters as they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from anymail.backends.mailgun import EmailBackend
from anymail.signals import AnymailTrackingEvent
from anymail.utils import EmailAddress
from anymail.webhooks.mailgun import MailgunTrackingWebhookView
from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest
from requests import PreparedRequest, Request

from pamphleteer.post.errors import Forged
from pamphleteer.post.relays.api import Account, ApiRecall, ApiRelay, ByAnymail, api_relay, at
from pamphleteer.post.relays.api.apart import envelope
from pamphleteer.post.relays.api.reports import ByView, fresh, read
from pamphleteer.post.relays.kit import Letter, worded

_TRACKING = ("o:tracking", "o:tracking-opens", "o:tracking-clicks")


@dataclass(frozen=True)
class _Whole:
    """A letter as it is, which anymail's backend has no request for."""

    key: str
    sender_domain: str
    to: str
    content: bytes

    @property
    def all_recipients(self) -> list[EmailAddress]:
        """Whom it is for, as the backend asks when it reads the answer."""
        return [EmailAddress(addr_spec=self.to)]

    def get_request_params(self, api_url: str) -> dict[str, Any]:
        """Return the request."""
        return {
            "method": "POST",
            "url": urljoin(api_url, f"{quote(self.sender_domain, safe='')}/messages.mime"),
            "auth": ("api", self.key),
            "data": {"to": self.to, **dict.fromkeys(_TRACKING, "no")},
            "files": {"message": ("letter.eml", self.content, "message/rfc822")},
        }


class _Mailgun(ByAnymail):
    def message(self, letter: Letter) -> EmailMultiAlternatives:
        return EmailMultiAlternatives(to=[envelope(letter)])

    def payload(self, message: EmailMultiAlternatives, letter: Letter) -> _Whole:
        backend = self.backend
        return _Whole(backend.api_key, backend.sender_domain, message.to[0], letter.content)


def opened(options: Mapping[str, Any]) -> ApiRelay:
    """Return the relay of an outlet's options."""
    backend = _backend(options)
    return api_relay(options, _Mailgun(backend), url=backend.api_url)


class _Reports(ByView):
    def check(self, request: HttpRequest) -> None:
        # A form may be JSON at once: its fields would be signed, and its time be read from elsewhere.
        if request.content_type != "application/json":
            raise Forged("a report in a form that is not sent any more")
        signed = read(request)["signature"]
        fresh(datetime.fromtimestamp(int(signed["timestamp"]), tz=UTC))

    def once(self, request: HttpRequest) -> str:
        signed = read(request)["signature"]
        return f"{signed['timestamp']}{signed['token']}"  # all that is signed: not the event

    def message_id(self, event: AnymailTrackingEvent) -> str:
        return str(event.message_id or "")  # it keeps ours


def reports(options: Mapping[str, Any]) -> ByView:
    """Return the webhook, signed with the key of HTTP webhooks."""
    key = options["webhook_secret"]
    return _Reports(MailgunTrackingWebhookView(webhook_signing_key=key, webhook_secret=[]))


def recall(options: Mapping[str, Any]) -> ApiRecall:
    """Return what it is asked by: its events, which a key for sending alone does not open."""
    backend = _backend(options)
    url = urljoin(backend.api_url, f"{quote(backend.sender_domain, safe='')}/events")

    def question(name: str) -> PreparedRequest:
        params = {"event": "accepted", "message-id": name, "limit": "1"}
        return Request("GET", url, params=params, auth=("api", backend.api_key)).prepare()

    def names(told: Any) -> list[str]:
        return [one["message"]["headers"]["message-id"] for one in told["items"]]

    return ApiRecall(question, names, url=backend.api_url, timeout=options["timeout"])


def account(options: Mapping[str, Any]) -> Account:
    """Return how it is asked about the sending domain; keys of a domain are for sending alone."""
    backend = _backend(options)
    url = urljoin(backend.api_url, f"domains/{quote(backend.sender_domain, safe='')}")

    def fault(told: Any) -> str:
        domain = told["domain"]
        state = "disabled" if domain.get("is_disabled") else domain["state"]
        return "" if state == "active" else f"it says of the domain: {worded(str(state))}"

    request = Request("GET", url, auth=("api", backend.api_key)).prepare()
    return Account(request, fault, narrow=True)


def _backend(options: Mapping[str, Any]) -> EmailBackend:
    domain = urlsplit(options["url"]).hostname
    return EmailBackend(api_key=options["password"], sender_domain=domain, **at(options))
