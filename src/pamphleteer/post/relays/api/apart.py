"""A letter taken apart, for providers that take no whole ones and put it together themselves."""

import email
import re
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage

from django.core.mail import EmailMultiAlternatives

from pamphleteer.post.errors import RelayError, Scope
from pamphleteer.post.relays.kit import Letter

_UNSAFE = re.compile(r"[\x00-\x20\x7f<>,;]")
# What the provider writes itself; our signature is of our bytes and would not hold for its own.
_THEIRS = {"from", "to", "subject", "date", "mime-version", "dkim-signature"}
_BODIES = {"text/plain", "text/html"}


def apart(letter: Letter) -> EmailMultiAlternatives:
    """Return the parts of a letter; raises `RelayError` for one that has others than text and HTML."""
    whole = email.message_from_bytes(letter.content, policy=policy.SMTPUTF8)
    bodies = _bodies(whole)
    message = EmailMultiAlternatives(
        subject=str(whole["Subject"]),
        body=bodies.get("text/plain", ""),
        from_email=str(whole["From"]),
        to=[envelope(letter)],
        headers={name: str(value) for name, value in whole.items() if _ours(name)},
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
    head = email.message_from_bytes(letter.content.partition(b"\r\n\r\n")[0], policy=policy.SMTP)
    return str(head["Message-ID"] or "").strip().strip("<>")


def _ours(name: str) -> bool:
    return name.lower() not in _THEIRS and not name.lower().startswith("content-")


def _bodies(whole: EmailMessage) -> dict[str, str]:
    bodies = dict[str, str]()
    for part in whole.walk():
        kind = part.get_content_type()
        if part.is_multipart():
            continue
        if kind not in _BODIES or kind in bodies or part.is_attachment():
            raise _unfit(f"it can't be sent a part of the kind {kind}")
        bodies[kind] = _text(part)
    return bodies


def _text(part: EmailMessage) -> str:
    text = str(part.get_content()).replace("\r\n", "\n")
    return _unflowed(text) if part.get_param("format") == "flowed" else text


def _unflowed(text: str) -> str:
    """Return a text whose paragraphs are one line each again (RFC 3676, 4.1); nobody is quoted in letters."""
    lines = [line.removeprefix(" ") for line in text.split("\n")]
    return "".join(line if line.endswith(" ") and line != "-- " else f"{line}\n" for line in lines)


def _unfit(why: str) -> RelayError:
    return RelayError(why, scope=Scope.SITE, permanent=True)
