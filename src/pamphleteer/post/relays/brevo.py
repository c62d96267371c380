"""Brevo as a relay: `brevo://`, its API key as the password."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin
from uuid import NAMESPACE_URL, uuid5

from anymail.backends.brevo import EmailBackend
from anymail.webhooks.brevo import BrevoTrackingWebhookView
from django.core.mail import EmailMultiAlternatives
from requests import Request

from pamphleteer.post.relays.api import Account, ApiRelay, ByAnymail, Repeats, api_relay, at
from pamphleteer.post.relays.api.apart import request_name
from pamphleteer.post.relays.api.reports import ByView, logged_in
from pamphleteer.post.relays.kit import Letter


class _Brevo(ByAnymail):
    # Within half an hour; https://developers.brevo.com/docs/heterogenous-versions-batch-emails
    repeats = Repeats("code", ("duplicate_parameter",))
    untracked = False

    def message(self, letter: Letter) -> EmailMultiAlternatives:
        message = super().message(letter)
        key = uuid5(NAMESPACE_URL, f"mid:{request_name(letter)}")
        message.extra_headers["idempotencyKey"] = str(key)
        return message


def opened(options: Mapping[str, Any]) -> ApiRelay:
    """Return the relay of an outlet's options."""
    backend = EmailBackend(api_key=options["password"], **at(options))
    return api_relay(options, _Brevo(backend), url=backend.api_url)


def account(options: Mapping[str, Any]) -> Account:
    """Return how it is asked about the account."""
    backend = EmailBackend(api_key=options["password"], **at(options))
    headers = {"api-key": backend.api_key, "Accept": "application/json"}
    request = Request("GET", urljoin(backend.api_url, "account"), headers=headers).prepare()
    return Account(request, lambda told: "" if told["email"] else "it knows no such account")


def reports(options: Mapping[str, Any]) -> ByView:
    """Return the webhook, which it logs into."""
    return ByView(BrevoTrackingWebhookView(webhook_secret=logged_in(options)))
