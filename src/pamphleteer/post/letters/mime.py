"""Letters as MIME: headers that every server and reader understands, and two alternative bodies.

The header folding of `email.policy` breaks what it should keep whole (it encodes a long List-Unsubscribe, and
drops into long names), so lines are made here: RFC 2047 words for what is not ASCII, the rest as it is.
"""

import base64
import binascii
from dataclasses import dataclass, field

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


def shortest(body: str) -> tuple[str, int]:
    """Return the encoding in which a body travels, legible or short, and how many bytes it takes then."""
    raw = body.encode()
    legible, short = len(binascii.b2a_qp(raw)), len(base64.encodebytes(raw))
    return ("quoted-printable", legible) if legible <= short else ("base64", short)
