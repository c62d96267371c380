"""Postmark as a relay: `postmark://` or `postmark://stream`, its server token as the password."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from anymail.backends.postmark import EmailBackend
from django.core.mail import EmailMultiAlternatives

from pamphleteer.post.relays.api import ApiRelay, ByAnymail, api_relay, at
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
    stream = urlsplit(options["url"]).hostname
    backend = EmailBackend(server_token=options["password"], message_stream=stream, **at(options))
    return api_relay(options, _Postmark(backend), url=backend.api_url)
