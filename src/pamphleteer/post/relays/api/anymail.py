"""Providers as django-anymail knows them: it writes the requests and reads the answers, and we speak HTTP."""

from typing import Any

from anymail.backends.base_requests import AnymailRequestsBackend
from anymail.exceptions import AnymailError
from django.core.mail import EmailMultiAlternatives
from requests import PreparedRequest, Request, Response

from pamphleteer.post.errors import RelayError, Scope
from pamphleteer.post.relays.api.answers import listed, nonsense, spoken
from pamphleteer.post.relays.api.apart import apart, message_id
from pamphleteer.post.relays.api.relay import Asked
from pamphleteer.post.relays.api.repeats import Repeats
from pamphleteer.post.relays.api.reports import NAME
from pamphleteer.post.relays.kit import Letter, Outcome, Reply

_TAKEN = {"sent", "queued"}
_JUNK = (AnymailError, LookupError, TypeError, ValueError, AttributeError, RecursionError)


class ByAnymail:
    """A provider by its backend; a provider that differs overrides what is different."""

    repeats: Repeats | None = None
    untracked = True  # whether it can be told, letter by letter, to count no openings and no clicks
    named = True  # whether our Message-ID may go along, and comes back in webhooks

    def __init__(self, backend: AnymailRequestsBackend) -> None:
        self.backend = backend

    def asked(self, letter: Letter) -> Asked:
        """Return the request for a letter; raises `RelayError` for one that it can't take."""
        try:
            message = self.message(letter)
            payload = self.payload(message, letter)
            request = Request(**payload.get_request_params(self.backend.api_url)).prepare()
        except AnymailError as error:
            raise RelayError(str(error)[:400], scope=Scope.SITE, permanent=True) from error
        self.finish(request, letter)
        return Asked(request, lambda response: self._understood(response, payload, message))

    def message(self, letter: Letter) -> EmailMultiAlternatives:
        """Return a letter taken apart, as the provider is to put it together."""
        message = apart(letter)
        if self.untracked:
            message.track_opens = message.track_clicks = False  # type: ignore[attr-defined]
        if self.named:
            message.metadata = {NAME: message_id(letter)}  # type: ignore[attr-defined]
        return message

    def payload(self, message: EmailMultiAlternatives, letter: Letter) -> Any:  # noqa: ARG002
        """Return what makes the request."""
        return self.backend.build_message_payload(message, {})

    def finish(self, request: PreparedRequest, letter: Letter) -> None:
        """Add to a request what the backend has no words for."""

    def _understood(
        self, response: Response, payload: Any, message: EmailMultiAlternatives
    ) -> Outcome:
        try:
            self.backend.raise_for_status(response, payload, message)
            told = self.backend.parse_recipient_status(response, payload, message)
            [(status, its_id)] = {(one.status, one.message_id) for one in told.values()}
        except _JUNK:
            return nonsense(response)
        if status == "rejected":
            return listed(spoken(response))
        if status in {"invalid", "failed"}:
            return RelayError(spoken(response), scope=Scope.SITE, permanent=True)
        if status not in _TAKEN:
            return nonsense(response)
        return Reply(response.status_code, f"{status} as {its_id}" if its_id else str(status))
