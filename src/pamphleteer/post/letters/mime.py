"""Letters as MIME: headers that every server and reader understands, and two alternative bodies.

The header folding of `email.policy` breaks what it should keep whole (it encodes a long List-Unsubscribe, and
drops into long names), so lines are made here: RFC 2047 words for what is not ASCII, the rest as it is.
"""

import base64
import binascii
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.header import Header
from email.headerregistry import Address, AddressHeader
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, formataddr
from typing import Any

from pamphleteer.ground.text import cut, squeeze
from pamphleteer.press.errors import ThemeError

_LINE = 78  # characters of a line of the head; RFC 5322, 2.1.1
_NAME = 100  # characters of a name that fit a header line even in the widest script


@dataclass(frozen=True)
class Bodies:
    """What a letter says, as HTML and as text.

    `flaw` is what was wrong in the outlet's own templates, so that it was made without them.
    """

    subject: str
    html: str
    text: str
    flaw: ThemeError | None = field(default=None, compare=False)


class _Policy(EmailPolicy):
    def fold(self, name: str, value: Any) -> str:
        if name.lower().startswith(("content-", "mime-")):
            return str(super().fold(name, value))
        return _folded(f"{name}: {_encoded(name, value)}") + "\r\n"

    def fold_binary(self, name: str, value: Any) -> bytes:
        return self.fold(name, value).encode()


LETTER = _Policy(linesep="\r\n", cte_type="7bit")


def letter(
    bodies: Bodies,
    *,
    sender: tuple[str, str],
    to: str,
    message_id: str,
    dated: datetime,
    headers: Mapping[str, str],
) -> EmailMessage:
    """Return a letter; `sender` is a name and an address, `dated` and `message_id` never change."""
    name, address = sender
    local, _, domain = to.rpartition("@")
    message = EmailMessage(policy=LETTER)
    message["From"] = Address(cut(plain(name), _NAME), addr_spec=address)
    message["To"] = Address(username=local, domain=domain)
    message["Subject"] = plain(bodies.subject)
    message["Date"] = format_datetime(dated)
    message["Message-ID"] = f"<{message_id}>"
    for header, value in headers.items():
        message[header] = plain(value)
    message.set_content(bodies.text, cte=shortest(bodies.text)[0])
    message.set_param("format", "flowed")
    if bodies.html:
        message.add_alternative(bodies.html, subtype="html", cte=shortest(bodies.html)[0])
    return message


def shortest(body: str) -> tuple[str, int]:
    """Return the encoding in which a body travels, legible or short, and how many bytes it takes then."""
    raw = body.encode()
    legible, short = len(binascii.b2a_qp(raw)), len(base64.encodebytes(raw))
    return ("quoted-printable", legible) if legible <= short else ("base64", short)


def plain(text: str) -> str:
    """Return words on one line without control characters.

    Joiners stay, which Persian and Hindi are spelt with: `one_line` is for logs and terminals.
    """
    return squeeze("".join(" " if unicodedata.category(c) == "Cc" else c for c in text))


def _folded(header: str) -> str:
    """Return a header in lines that are short where it has spaces to break them at (RFC 5322, 2.2.3)."""
    lines: list[str] = []
    for whole in header.split("\r\n"):
        # Behind the name of a header there has to be something: no line may be of spaces alone.
        left, begins = whole, 1 if lines else whole.find(": ") + 2
        while len(left) > _LINE:
            at = max(left.rfind(" ", begins, _LINE + 1), 0) or left.find(" ", begins)
            if at < 0:
                break
            lines.append(left[:at])
            left, begins = left[at:], 1
        lines.append(left)
    return "\r\n".join(lines)


def _encoded(name: str, value: Any) -> str:
    if isinstance(value, AddressHeader):
        return ", ".join(_address(one) for one in value.addresses)
    return _words(name, str(value))


def _address(address: Any) -> str:
    words = address.display_name
    if _bare(words):
        return formataddr((words, address.addr_spec)) if words else str(address.addr_spec)
    return f"{_words('From', words)} <{address.addr_spec}>"


def _words(name: str, text: str) -> str:
    if _bare(text):
        return text
    return Header(text, "utf-8", header_name=name).encode(linesep="\r\n")


def _bare(text: str) -> bool:
    return text.isascii() and "=?" not in text
