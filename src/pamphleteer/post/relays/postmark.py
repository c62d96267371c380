"""Postmark as a relay: `postmark://` or `postmark://stream`, its server token as the password."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

from anymail.backends.postmark import EmailBackend
from anymail.signals import AnymailTrackingEvent
from anymail.webhooks.postmark import PostmarkTrackingWebhookView
from django.core.mail import EmailMultiAlternatives
from requests import PreparedRequest, Request

from pamphleteer.post.bounces.results import Kind
from pamphleteer.post.relays.api import Account, ApiRecall, ApiRelay, ByAnymail, api_relay, at
from pamphleteer.post.relays.api.reports import NAME, ByView, logged_in
from pamphleteer.post.relays.kit import Letter

_LONGEST = 80  # characters of a value that goes along


class _Postmark(ByAnymail):
    def message(self, letter: Letter) -> EmailMultiAlternatives:
        message = super().message(letter)
        message.extra_headers["X-PM-KeepID"] = "true"  # the Message-ID stays ours
        if any(len(value) > _LONGEST for value in message.metadata.values()):  # type: ignore[attr-defined]
            del message.metadata  # type: ignore[attr-defined]
        return message


def opened(options: Mapping[str, Any]) -> ApiRelay:
    """Return the relay of an outlet's options."""
    backend = _backend(options)
    return api_relay(options, _Postmark(backend), url=backend.api_url)


class _Reports(ByView):
    def kind(self, event: AnymailTrackingEvent) -> Kind | None:
        told = event.esp_event
        if told.get("RecordType") == "SubscriptionChange":
            # Also said of those whom it, or the outlet's own staff, has put on its list.
            leaves = told.get("SuppressSending") and told.get("Origin") == "Recipient"
            by_hand = told.get("SuppressionReason") == "ManualSuppression"
            return Kind.UNSUBSCRIBE if leaves and by_hand else None
        found = super().kind(event)
        if found is Kind.COMPLAINT and told.get("RecordType") != "SpamComplaint":
            return Kind.BOUNCE  # a filter said so, not the reader
        return found


def reports(options: Mapping[str, Any]) -> ByView:
    """Return the webhook, which it logs into."""
    return _Reports(PostmarkTrackingWebhookView(webhook_secret=logged_in(options)))


def recall(options: Mapping[str, Any]) -> ApiRecall:
    """Return what it is asked by: a search for what goes along."""
    backend = _backend(options)
    url = urljoin(backend.api_url, "messages/outbound")
    headers = {"X-Postmark-Server-Token": backend.server_token, "Accept": "application/json"}
    stream = {"messagestream": backend.message_stream} if backend.message_stream else {}

    def question(name: str) -> PreparedRequest:
        params = {"count": "1", "offset": "0", f"metadata_{NAME}": name, **stream}
        return Request("GET", url, params=params, headers=headers).prepare()

    def names(told: Any) -> list[str]:
        return [one["Metadata"][NAME] for one in told["Messages"]]

    return ApiRecall(question, names, url=backend.api_url, timeout=options["timeout"])


def account(options: Mapping[str, Any]) -> Account:
    """Return how it is asked about the server of the token."""
    backend = _backend(options)
    headers = {"X-Postmark-Server-Token": backend.server_token, "Accept": "application/json"}
    request = Request("GET", urljoin(backend.api_url, "server"), headers=headers).prepare()
    return Account(request, lambda told: "" if told["ID"] else "it knows no such server")


def _backend(options: Mapping[str, Any]) -> EmailBackend:
    stream = urlsplit(options["url"]).hostname
    return EmailBackend(server_token=options["password"], message_stream=stream, **at(options))
