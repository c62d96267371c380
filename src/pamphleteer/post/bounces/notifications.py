"""What Amazon SES tells in JSON, when it comes as a mail: bounces, complaints, deliveries."""

import json
import re
from typing import Any

from pamphleteer.post.bounces import addresses
from pamphleteer.post.bounces.mime import Part
from pamphleteer.post.bounces.results import Kind, Result, failed, shown
from pamphleteer.post.meanings.said import Said, said, status_in

_BEGINS = re.compile(r"\{\s*\"(?:notificationType|eventType)\"")
_CUT = re.compile(r"!?\n ?")  # sendmail cuts lines that are too long
_LONGEST = 100_000


def read(mail: Part) -> list[Result]:
    """Return what a notification says, one result a recipient; nothing where a mail is none."""
    for part in mail.walk():
        if part.kind == "text/plain" and (found := _BEGINS.search(part.text)):
            return _results(_loaded(part.text[found.start() :][:_LONGEST]))
    return []


def _loaded(text: str) -> dict[str, Any]:
    for form in (text, _CUT.sub("", text)):
        try:
            found, _ = json.JSONDecoder(strict=False).raw_decode(form)
        except (ValueError, RecursionError):
            continue
        return found if isinstance(found, dict) else {}
    return {}


def _results(found: dict[str, Any]) -> list[Result]:
    kind = str(found.get("notificationType") or found.get("eventType"))
    about = found.get(kind.lower())
    if not isinstance(about, dict):
        return []
    if kind == "Complaint":
        reason = str(about.get("complaintFeedbackType") or "abuse")
        return [
            Result(one, Kind.COMPLAINT, reason=shown(reason)[:30])
            for one, _ in _recipients(about.get("complainedRecipients"))
        ]
    if kind == "Bounce":
        return [
            failed(one, _told(about, fields))
            for one, fields in _recipients(about.get("bouncedRecipients"))
        ]
    reply = shown(str(about.get("smtpResponse", "")))
    recipients = _recipients(about.get("recipients")) if kind == "Delivery" else []
    return [
        Result(one, Kind.OTHER, reason="delivered", status=status_in(reply), reply=reply)
        for one, _ in recipients
    ]


def _told(about: dict[str, Any], fields: dict[str, Any]) -> list[Said]:
    words = str(fields.get("diagnosticCode", "")).partition(";")
    heard = said(words[2] or words[0], status=status_in(str(fields.get("status", ""))))
    subtype = str(about.get("bounceSubType", ""))
    return [heard, Said(words=_SUBTYPES.get(subtype, ""))]


_SUBTYPES = {
    "NoEmail": "no such address",
    "MailboxFull": "mailbox full",
    "MessageTooLarge": "message too large",
    "ContentRejected": "message content rejected",
    "AttachmentRejected": "attachment rejected",
}


def _recipients(them: Any) -> list[tuple[str, dict[str, Any]]]:
    rows = them if isinstance(them, list) else []
    fields = [one if isinstance(one, dict) else {"emailAddress": one} for one in rows[:500]]
    named = [(addresses.inside(str(one.get("emailAddress", ""))[:1_000]), one) for one in fields]
    return [(address, one) for address, one in named if address]
