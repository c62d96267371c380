"""Resend as a relay: `resend://`, its API key as the password."""

from collections.abc import Mapping
from typing import Any

from anymail.backends.resend import EmailBackend
from requests import PreparedRequest

from pamphleteer.post.relays.api import ApiRelay, ByAnymail, Repeats, api_relay, at
from pamphleteer.post.relays.api.apart import request_name
from pamphleteer.post.relays.kit import Letter


class _Resend(ByAnymail):
    # Within a day, with the same answer as at first, or this one: https://resend.com/docs/api-reference/errors
    repeats = Repeats("name", ("invalid_idempotent_request",))
    untracked = False

    def finish(self, request: PreparedRequest, letter: Letter) -> None:
        request.headers["Idempotency-Key"] = request_name(letter)


def opened(options: Mapping[str, Any]) -> ApiRelay:
    """Return the relay of an outlet's options."""
    backend = EmailBackend(api_key=options["password"], **at(options))
    return api_relay(options, _Resend(backend), url=backend.api_url)
