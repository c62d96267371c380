"""MailerSend as a relay: `mailersend://`, its API token as the password."""

from collections.abc import Mapping
from typing import Any

from anymail.backends.mailersend import EmailBackend

from pamphleteer.post.relays.api import ApiRelay, ByAnymail, api_relay, at


class _MailerSend(ByAnymail):
    named = False


def opened(options: Mapping[str, Any]) -> ApiRelay:
    """Return the relay of an outlet's options."""
    backend = EmailBackend(api_token=options["password"], **at(options))
    return api_relay(options, _MailerSend(backend), url=backend.api_url)
