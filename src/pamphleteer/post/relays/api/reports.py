"""What providers say of letters later on, by webhook: bounces, delays, complaints.

anymail's views check who says so and read it. What it means for a reader is told by what the receiving server replied,
by the same table as everywhere: a provider's own word for it ("hard bounce") blames nobody, nor does its list of
addresses that bounced once.
"""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from anymail.exceptions import AnymailError, AnymailWebhookValidationFailure
from anymail.signals import AnymailTrackingEvent, EventType
from anymail.webhooks.base import AnymailCoreWebhookView
from django.http import HttpRequest

from pamphleteer.ground import clock
from pamphleteer.post.bounces.results import Kind, Result, failed, shown
from pamphleteer.post.errors import Forged, ReportError, Scope
from pamphleteer.post.meanings.reasons import Reason
from pamphleteer.post.meanings.said import said
from pamphleteer.post.relays.kit import Told

USER = "post"  # as whom providers log in that sign nothing
NAME = "delivery"  # what our Message-ID is called among what goes along
_OLDEST = timedelta(days=1)  # of what is signed with its time; providers try again for hours
_LONGEST = 1_000  # characters of an address or a Message-ID
_KINDS = {
    EventType.BOUNCED: Kind.BOUNCE,
    EventType.REJECTED: Kind.BOUNCE,
    EventType.FAILED: Kind.BOUNCE,
    EventType.DEFERRED: Kind.DELAY,
    EventType.COMPLAINED: Kind.COMPLAINT,
    EventType.UNSUBSCRIBED: Kind.UNSUBSCRIBE,
}
_BY_SITES = {EventType.BOUNCED, EventType.DEFERRED}
_ON_ITS_LIST = re.compile(
    r"suppress|previously (?:bounced|unsubscribed|complained)|inactive (?:recipient|address)"
    r"|block ?list(?:ed)? address",
    re.IGNORECASE,
)
_JUNK = (
    AnymailError,
    ArithmeticError,
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
    RecursionError,
)


class ByView:
    """A webhook by anymail's view; a provider that differs overrides what is different."""

    def __init__(self, view: AnymailCoreWebhookView) -> None:
        self._view = view

    def told(self, request: HttpRequest) -> Sequence[Told]:
        """Return what a request says; raises `ReportError`, and `Forged` where nobody knows who says so."""
        try:
            self._view.run_validators(request)
            self.check(request)
            events = self._view.parse_events(request)
            return [told for event in events if (told := self.of(event)) is not None]
        except AnymailWebhookValidationFailure as error:
            raise Forged(str(error)) from error
        except _JUNK as error:
            raise ReportError(f"a report that can't be read: {type(error).__name__}") from error

    def once(self, request: HttpRequest) -> str:  # noqa: ARG002
        """Return nothing: who knows the secret may say the same again, which changes nothing."""
        return ""

    def check(self, request: HttpRequest) -> None:
        """Raise `Forged` for more than the view knows of."""

    def kind(self, event: AnymailTrackingEvent) -> Kind | None:
        """Return what an event is; None for what does not concern the post."""
        return _KINDS.get(event.event_type)

    def message_id(self, event: AnymailTrackingEvent) -> str:
        """Return the Message-ID of the mail that an event is about."""
        return str(event.metadata[NAME])

    def of(self, event: AnymailTrackingEvent) -> Told | None:
        """Return what an event says; None for what does not concern the post, or no mail of the post's."""
        kind = self.kind(event)
        try:
            name = self.message_id(event)
        except (LookupError, TypeError):
            name = ""
        if kind is None or not 0 < len(name) <= _LONGEST:
            return None
        by_site = event.event_type in _BY_SITES
        words, more = str(event.mta_response or ""), str(event.description or "")
        return Told(name, result(kind, _one(event.recipient), words, more, by_site=by_site))


def result(
    kind: Kind, recipient: str, words: str, more: str = "", *, by_site: bool = True
) -> Result:
    """Return what is said of a recipient: by a mail server in these words, where `by_site`; by the provider in more."""
    if kind in {Kind.COMPLAINT, Kind.UNSUBSCRIBE}:
        return Result(recipient, kind, reason="abuse" if kind is Kind.COMPLAINT else "")
    spoken = said(words, final=kind is Kind.BOUNCE)
    if by_site and (spoken.code >= 400 or spoken.status) and not _ON_ITS_LIST.search(words):
        return failed(recipient, [spoken])
    reply = shown(words or more)
    return Result(recipient, kind, Scope.RELAY, reason=Reason.POLICY.value, reply=reply)


def logged_in(options: Mapping[str, Any]) -> str:
    """Return the user and password by which a provider shows that it is it."""
    return f"{USER}:{options['webhook_secret']}"


def fresh(at: datetime) -> None:
    """Raise `Forged` for what was signed long ago, or is to be signed some day: somebody says it again."""
    if abs(clock.now() - at) > _OLDEST:
        raise Forged("a report that was signed long ago")


def read(request: HttpRequest) -> Any:
    """Return what a request says in JSON; raises `ReportError`."""
    try:
        return json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise ReportError("a report that is no JSON") from error


def _one(recipient: object) -> str:
    return recipient[:_LONGEST] if isinstance(recipient, str) else ""
