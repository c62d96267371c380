"""What the answers of providers mean: who is at fault, and whether the letter may have been taken.

A provider refuses for the sake of its own rules and lists; no mailbox was asked yet. So no answer is about the reader:
what is about this one letter or address concerns the site, and another relay may take it.
"""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from requests import Response

from pamphleteer.ground import clock
from pamphleteer.post.errors import RelayError, Scope
from pamphleteer.post.meanings.deciding import meaning
from pamphleteer.post.meanings.reasons import Reason
from pamphleteer.post.meanings.said import said
from pamphleteer.post.relays.kit import worded

_OF_US = {
    401,
    402,
    403,
    404,
    405,
    407,
    421,
}  # key, bill, rights, domain: the next letter fares no better
_LATER = {408, 425, 429, 503}
_UNCERTAIN = {
    500,
    502,
    504,
    520,
    522,
    524,
}  # it failed at some step, or somebody in between has no answer from whoever may have taken it
_REASONS = {
    401: Reason.LOGIN,
    402: Reason.ACCOUNT,
    403: Reason.LOGIN,
    404: Reason.RELAYING,
    413: Reason.SIZE,
    429: Reason.RATE,
}
_ACCOUNT = {Reason.LOGIN, Reason.ACCOUNT, Reason.RATE}
_OF_OUTLET = re.compile(
    r"not ?(?:been )?(?:verified|confirmed|authori[sz]ed|approved|activated)|unverified|sandbox"
    r"|suspended|paus(?:ed|ing)|quota|credits?\b|(?:api|access) ?key|token|sender ?signature"
    r"|(?:sending|rate|daily|hourly|monthly|plan) ?limit|limit ?exceeded|too ?many ?requests|throttl"
    r"|['\"“]?from['\"”]? (?:address|parameter)|pending approval|message ?stream"
    r"|account (?:is |has been |was )?(?:inactive|disabled|blocked|closed)",
    re.IGNORECASE,
)
_ON_ITS_LIST = re.compile(
    r"inactive (?:recipient|address)|suppress|unsubscribed|blocklisted|blacklisted", re.IGNORECASE
)
_DEEPEST, _WORDS = 4, 20
_LISTED = 86_400.0  # seconds: nobody leaves a provider's list within the hour


def refused(response: Response) -> RelayError:
    """Return the error that a refusing answer stands for."""
    status, words = response.status_code, spoken(response)
    later, reason = _seconds(response), _reason(status, words)
    if status in _UNCERTAIN:
        return RelayError(words, scope=Scope.RELAY, doubt=True, reason=reason)
    if status in _OF_US or status < 400:
        return RelayError(words, scope=Scope.RELAY, permanent=True, reason=reason)
    if status in _LATER or status >= 500:
        return RelayError(words, scope=Scope.RELAY, retry_after=later, reason=reason)
    if _ON_ITS_LIST.search(words):
        return listed(words)
    if _OF_OUTLET.search(words) or reason in _ACCOUNT:
        return RelayError(words, scope=Scope.RELAY, retry_after=later, reason=reason)
    return RelayError(words, scope=Scope.SITE, permanent=True, reason=reason)


def _reason(status: int, words: str) -> Reason:
    if status in _REASONS:
        return _REASONS[status]
    if status >= 500:
        return Reason.TROUBLE
    return meaning(said(words, to_us=True)).reason


def listed(words: str) -> RelayError:
    """Return what it means that an address is on the provider's own list of those that it sends nothing to.

    That is what the provider believes, of whatever its customers sent once: other relays may know better.
    """
    return RelayError(
        words, scope=Scope.SITE, permanent=True, retry_after=_LISTED, reason=Reason.POLICY
    )


def nonsense(response: Response) -> RelayError:
    """Return what an answer means that agrees in words which can't be understood: it may have taken the letter."""
    words = worded(f"an answer that says nothing: {spoken(response)}")
    return RelayError(words, scope=Scope.RELAY, doubt=True, reason=Reason.PROTOCOL)


def spoken(response: Response) -> str:
    """Return the status and the words of an answer, of whatever form, on one line."""
    kind = response.headers.get("x-amzn-ErrorType", "").partition(":")[0]
    try:
        words = "; ".join(_words(response.json(), _DEEPEST)[:_WORDS])
    except (ValueError, RecursionError):
        words = response.text
    return worded(f"{response.status_code} {kind} {words or response.reason}")


def _words(told: Any, deepest: int) -> list[str]:
    """Return what stands in JSON, without its names."""
    if isinstance(told, str | int | float):
        return [str(told)]
    if not deepest or not isinstance(told, dict | list):
        return []
    parts = list(told.values()) if isinstance(told, dict) else told
    return [word for part in parts[:_WORDS] for word in _words(part, deepest - 1)]


def _seconds(response: Response) -> float | None:
    """Return for how long the provider wants to be left alone (RFC 9110, 10.2.3)."""
    value = response.headers.get("Retry-After", "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:9]) or None
    try:
        at = parsedate_to_datetime(value)
    except (ValueError, TypeError):
        return None
    return max((_aware(at) - clock.now()).total_seconds(), 0) or None


def _aware(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=UTC)
