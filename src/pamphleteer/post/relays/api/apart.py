"""A letter taken apart, for providers that take no whole ones and put it together themselves."""

import email
import re
from email.header import decode_header, make_header
from email.headerregistry import Address
from email.message import Message

from django.core.mail import EmailMultiAlternatives

from pamphleteer.post.errors import RelayError, Scope
from pamphleteer.post.relays.kit import Letter

_MESSAGE_ID = re.compile(rb"^Message-ID:\s*<([^<>\s]+)>", re.IGNORECASE | re.MULTILINE)
_FOLDS = re.compile(r"\r?\n(?=[ \t])")
_UNSAFE = re.compile(r"[\x00-\x20\x7f<>,;]")
# What the provider writes itself; our signature is of our bytes and would not hold for its own.
_THEIRS = {"from", "to", "subject", "date", "mime-version", "dkim-signature"}
_BODIES = {"text/plain", "text/html"}


def apart(letter: Letter) -> EmailMultiAlternatives:
    """Return the parts of a letter; raises `RelayError` for one that has others than text and HTML."""
    whole = email.message_from_bytes(letter.content)  # its newer policies take five times as long
    bodies = _bodies(whole)
    message = EmailMultiAlternatives(
        subject=_words(whole["Subject"]),
        body=bodies.get("text/plain", ""),
        from_email=_words(whole["From"]),
        to=[envelope(letter)],
        headers={name: _words(value) for name, value in whole.items() if _ours(name)},
    )
    if "text/html" in bodies:
        message.attach_alternative(bodies["text/html"], "text/html")
    return message


def envelope(letter: Letter) -> str:
    """Return the one address that a letter is for, which names no second one; raises `RelayError`."""
    local, _, domain = letter.to.rpartition("@")
    if not local.isascii():
        raise _unfit("it takes no addresses beyond ASCII before the @")
    if _UNSAFE.search(letter.to):
        raise _unfit("an address has letters that it may misread")
    try:
        return letter.to if local.startswith('"') else Address("", local, domain).addr_spec
    except ValueError as error:
        raise _unfit("an address that it may misread") from error


def message_id(letter: Letter) -> str:
    """Return a letter's Message-ID without its brackets."""
    found = _MESSAGE_ID.search(letter.content.partition(b"\r\n\r\n")[0])
    return found[1].decode("ascii", "replace") if found else ""


def request_name(letter: Letter) -> str:
    """Return what names the requests for a letter: the same for each, until a provider has refused it.

    Then another one, for none is known to forget a key whose request it refused.
    """
    name = message_id(letter)
    return f"{name}#{letter.refusals}" if letter.refusals else name


def _words(value: object) -> str:
    """Return what a field says, on one line."""
    line = _FOLDS.sub("", str(value))
    return str(make_header(decode_header(line))) if "=?" in line else line


def _ours(name: str) -> bool:
    return name.lower() not in _THEIRS and not name.lower().startswith("content-")


def _bodies(whole: Message) -> dict[str, str]:
    bodies = dict[str, str]()
    for part in whole.walk():
        kind = part.get_content_type()
        if part.is_multipart():
            continue
        if kind not in _BODIES or kind in bodies or part.get_content_disposition() == "attachment":
            raise _unfit(f"it can't be sent a part of the kind {kind}")
        bodies[kind] = _text(part)
    return bodies


def _text(part: Message) -> str:
    content = part.get_payload(decode=True)
    text = content.decode("utf-8", "replace") if isinstance(content, bytes) else str(content)
    text = text.replace("\r\n", "\n")
    return _unflowed(text) if part.get_param("format") == "flowed" else text


def _unflowed(text: str) -> str:
    """Return a text whose paragraphs are one line each again (RFC 3676, 4.1); nobody is quoted in letters."""
    lines = [line.removeprefix(" ") for line in text.split("\n")]
    return "".join(line if line.endswith(" ") and line != "-- " else f"{line}\n" for line in lines)


def _unfit(why: str) -> RelayError:
    return RelayError(why, scope=Scope.SITE, permanent=True)
