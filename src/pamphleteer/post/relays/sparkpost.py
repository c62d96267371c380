"""SparkPost as a relay: `sparkpost://`, its API key as the password."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin

from anymail.backends.sparkpost import EmailBackend
from anymail.webhooks.sparkpost import SparkPostTrackingWebhookView
from requests import Request

from pamphleteer.post.relays.api import Account, ApiRelay, ByAnymail, api_relay, at
from pamphleteer.post.relays.api.reports import ByView, logged_in
from pamphleteer.post.relays.kit import worded


def opened(options: Mapping[str, Any]) -> ApiRelay:
    """Return the relay of an outlet's options."""
    backend = EmailBackend(api_key=options["password"], **at(options))
    return api_relay(options, ByAnymail(backend), url=backend.api_url)


def account(options: Mapping[str, Any]) -> Account:
    """Return how it is asked about the account; keys may be for sending alone."""
    backend = EmailBackend(api_key=options["password"], **at(options))

    def fault(told: Any) -> str:
        status = told["results"]["status"]
        return "" if status == "active" else f"it says of our account: {worded(str(status))}"

    headers = {"Authorization": backend.api_key, "Accept": "application/json"}
    request = Request("GET", urljoin(backend.api_url, "account"), headers=headers).prepare()
    return Account(request, fault, narrow=True)


def reports(options: Mapping[str, Any]) -> ByView:
    """Return the webhook, which it logs into."""
    return ByView(SparkPostTrackingWebhookView(webhook_secret=logged_in(options)))
