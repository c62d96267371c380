"""Mailjet as a relay: `mailjet://API-KEY@`, its secret key as the password."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

from anymail.backends.mailjet import EmailBackend
from anymail.webhooks.mailjet import MailjetTrackingWebhookView

from pamphleteer.post.relays.api import ApiRelay, ByAnymail, api_relay, at
from pamphleteer.post.relays.api.reports import ByView, logged_in


def opened(options: Mapping[str, Any]) -> ApiRelay:
    """Return the relay of an outlet's options."""
    key = unquote(urlsplit(options["url"]).username or "")
    backend = EmailBackend(api_key=key, secret_key=options["password"], **at(options))
    return api_relay(options, ByAnymail(backend), url=backend.api_url)


def reports(options: Mapping[str, Any]) -> ByView:
    """Return the webhook, which it logs into."""
    return ByView(MailjetTrackingWebhookView(webhook_secret=logged_in(options)))
