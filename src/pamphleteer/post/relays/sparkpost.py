"""SparkPost as a relay: `sparkpost://`, its API key as the password."""

from collections.abc import Mapping
from typing import Any

from anymail.backends.sparkpost import EmailBackend
from anymail.webhooks.sparkpost import SparkPostTrackingWebhookView

from pamphleteer.post.relays.api import ApiRelay, ByAnymail, api_relay, at
from pamphleteer.post.relays.api.reports import ByView, logged_in


def opened(options: Mapping[str, Any]) -> ApiRelay:
    """Return the relay of an outlet's options."""
    backend = EmailBackend(api_key=options["password"], **at(options))
    return api_relay(options, ByAnymail(backend), url=backend.api_url)


def reports(options: Mapping[str, Any]) -> ByView:
    """Return the webhook, which it logs into."""
    return ByView(SparkPostTrackingWebhookView(webhook_secret=logged_in(options)))
