"""Where the copy of the letter begins in a mail about it, and whom that letter was for."""

import re

from pamphleteer.post.bounces import addresses
from pamphleteer.post.bounces.mime import Headers, Part

_RETURNED = {
    "message/rfc822", "message/global", "text/rfc822-headers", "text/rfc822-header", "message/global-headers",
    "message/rfc822-headers", "message/partial", "message/news",
}  # fmt: skip
_FOR = (
    "x-failed-recipients",
    "x-hmxmroriginalrecipient",
    "x-original-to",
    "envelope-to",
    "delivered-to",
    "to",
)
_BEGINS = re.compile(
    r"^[\s>|*=_-]{0,80}(?:below (?:this line )?is a copy of the|"
    r"(?:this is |included is |enclosed is |here is )?(?:a copy of )?(?:the |your )?"
    r"(?:header of the )?(?:original|returned|rejected|undelivered|unsent|failed|message) "
    r"?(?:message|mail|header|text|body)s?s?(?: header)?s?(?: is)?(?: follow(?:s|ing)?)?|"
    r"this is a copy of the message|a copy of the (?:original )?message|"
    r"included is a copy|start of returned message|header(?:s)? follow|text follows)\b.{0,100}$",
    re.IGNORECASE,
)  # fmt: skip
_SURELY = re.compile(
    r"below (?:this|the next) line is a copy|original message follows|unsent message follows|"
    r"copy of the original message below|message headers? follows?\b|"
    r"header of the original message is following|^\W{5,}(?:message text|original message) follows",
    re.IGNORECASE,
)
_HEADER = re.compile(r"^[\s>|]{0,4}([A-Za-z][\w-]{1,40}):(?:\s|$)")
_OF_LETTERS = {
    "received", "return-path", "dkim-signature", "message-id", "mime-version", "x-mailer", "content-type", "x-received",
    "delivered-to", "x-google-smtp-source", "authentication-results", "reporting-mta", "final-recipient",
}  # fmt: skip


def told(text: str) -> tuple[str, str]:
    """Return what a text tells, and the copy of the letter that it ends with, if there is one."""
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if _SURELY.search(line) or (_BEGINS.match(line) and _copy_below(lines, number + 1)):
            return "\n".join(lines[:number]), "\n".join(lines[number + 1 :])
        if _headers_at(lines, number):
            return "\n".join(lines[:number]), "\n".join(lines[number:])
    return text, ""


def letter_for(mail: Part, copy: str) -> list[str]:
    """Return whom the returned letter was for, by its own headers: as good as nothing else is found."""
    for headers in [*returned(mail), Headers(copy.lstrip().encode("utf-8", "replace"))]:
        for name in _FOR:
            found = addresses.all_in(", ".join(headers.all(name))[:20_000])
            if found:
                return found
    return []


def returned(mail: Part) -> list[Headers]:
    """Return the headers of the letters that a mail brings back as parts of its own."""
    found = []
    for part in mail.walk():
        if part.kind in _RETURNED and part.parts:
            found.append(part.parts[0].headers)
        elif part.kind in _RETURNED:
            found.append(Headers(part.content.lstrip(b"\r\n")))
    return found


def _copy_below(lines: list[str], number: int) -> bool:
    below = [line for line in lines[number : number + 12] if line.strip()][:3]
    return not below or any(_HEADER.match(line) for line in below)


def _headers_at(lines: list[str], number: int) -> bool:
    """Say whether the headers of a letter begin at a line."""
    first = _HEADER.match(lines[number])
    if not first or first[1].lower() not in _OF_LETTERS:
        return False
    if lines[number][:1].isspace() and first[1].lower() not in {"received", "return-path"}:
        return False  # a list of what the letter was
    names = [_HEADER.match(line) for line in lines[number : number + 12]]
    return len([name for name in names if name]) >= 3
