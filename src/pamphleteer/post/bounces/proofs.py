"""Where in a report the return path of the letter stands that it is about, when the report itself came elsewhere.

Feedback loops (RFC 5965) write to one address for all, and some servers write to whom the letter says it is from.
"""

from pamphleteer.post.bounces import copies
from pamphleteer.post.bounces.mime import Headers, Part, parse

_REPORTS = {"message/feedback-report", "text/feedback-report"}


def return_paths(mail: bytes) -> bytes:
    """Return what a report says that the letter's envelope had as its sender: lines of any text, one a place."""
    parsed = parse(mail)
    found = [headers.get("return-path") for headers in copies.returned(parsed)]
    found += [fields.get("original-mail-from") for fields in _fields(parsed)]
    return "\n".join(found).encode("utf-8", "replace")


def ways_to_leave(mail: bytes) -> bytes:
    """Return the ways to leave that the letter in a report names in its head (RFC 2369): lines of any text."""
    found = [headers.get("list-unsubscribe") for headers in copies.returned(parse(mail))]
    return "\n".join(found).encode("utf-8", "replace")


def message_ids(mail: bytes) -> list[str]:
    """Return the Message-IDs of the letters in a report, without their brackets; they prove nothing by themselves."""
    found = [headers.get("message-id") for headers in copies.returned(parse(mail))]
    return [name.strip().strip("<>").replace("\x00", "")[:255] for name in found]


def _fields(mail: Part) -> list[Headers]:
    reports = [part for part in mail.walk() if part.kind in _REPORTS]
    return [Headers(part.content.lstrip(b"\r\n")) for part in reports]
