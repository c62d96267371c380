"""SparkPost as a relay: `sparkpost://`, its API key as the password."""

from collections.abc import Mapping
from typing import Any

from anymail.backends.sparkpost import EmailBackend

from pamphleteer.post.relays.api import ApiRelay, ByAnymail, api_relay, at


def opened(options: Mapping[str, Any]) -> ApiRelay:
    """Return the relay of an outlet's options."""
    backend = EmailBackend(api_key=options["password"], **at(options))
    return api_relay(options, ByAnymail(backend), url=backend.api_url)
