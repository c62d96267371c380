"""Complaints: feedback reports (RFC 5965, 6591, 6650), and those of Hotmail that have no form."""

import re

from pamphleteer.post.bounces import addresses, copies
from pamphleteer.post.bounces.mime import Headers, Part
from pamphleteer.post.bounces.results import Kind, Result
from pamphleteer.post.errors import Scope
from pamphleteer.post.meanings.reasons import Reason

_PARTS = {"message/feedback-report", "text/feedback-report"}
_RECIPIENTS = ("original-rcpt-to", "removal-recipient", "redacted-address")
_TYPE = re.compile(r"[\w-]{1,30}", re.ASCII)
_OTHERS = "x-hmxmroriginalrecipient"


def read(mail: Part) -> list[Result]:
    """Return the complaints in a mail, one a recipient; nothing where it is none."""
    for part in mail.walk():
        if part.kind in _PARTS:
            fields = Headers(part.content.lstrip(b"\r\n"))
            return _results(fields, _told(fields) or copies.letter_for(mail, ""))
    return _without_form(mail)


def _told(fields: Headers) -> list[str]:
    found = []
    for name in _RECIPIENTS:
        for value in fields.all(name):
            found += [typed] if (typed := addresses.typed(value)) else addresses.all_in(value)
    return list(dict.fromkeys(found))


def _results(fields: Headers, recipients: list[str]) -> list[Result]:
    said = _TYPE.match(fields.get("feedback-type").strip().lower())
    kind = said[0] if said else "abuse"
    return [_result(kind, one) for one in recipients or [""]]


def _result(kind: str, recipient: str) -> Result:
    if kind == "not-spam":  # somebody takes a complaint back
        return Result(recipient, Kind.OTHER, reason=kind)
    if kind in {
        "auth-failure",
        "dmarc",
    }:  # RFC 6591: a server's report of our signatures, no reader's
        reason = Reason.AUTHENTICATION
        return Result(recipient, Kind.COMPLAINT, scope=Scope.RELAY, reason=reason.value)
    return Result(recipient, Kind.COMPLAINT, reason=kind)


def _without_form(mail: Part) -> list[Result]:
    for part in mail.walk():
        if part.depth and _OTHERS in part.headers:
            return [_result("abuse", one) for one in addresses.all_in(part.headers.get(_OTHERS))]
    return []
