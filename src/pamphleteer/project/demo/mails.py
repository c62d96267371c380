"""The mails in the inbox's folder, read for showing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from pathlib import Path

from pamphleteer.ground.text import one_line

_NAME = re.compile(r"(\d{8}T\d{6}\.\d{6}Z)-[0-9a-f]{6}\.eml")
_STAMP = "%Y%m%dT%H%M%S.%fZ"


@dataclass(frozen=True)
class Mail:
    """One mail: its headers decoded (RFC 2047), its bodies as text, and its raw source."""

    name: str
    received: datetime
    headers: tuple[tuple[str, str], ...]
    text: str
    html: str
    raw: bytes

    def header(self, name: str) -> str:
        """Return the first header of that name, or nothing."""
        found = (value for key, value in self.headers if key.lower() == name.lower())
        return next(found, "")


def newest_first(folder: Path) -> Iterator[Mail]:
    """Yield the mails of a folder; files that no inbox wrote are left alone."""
    for path in sorted(folder.glob("*.eml"), reverse=True):
        if mail := read(folder, path.name):
            yield mail


def read(folder: Path, name: str) -> Mail | None:
    """Return a mail by the name of its file; None for any other name, and if it is gone."""
    match = _NAME.fullmatch(name)
    try:
        raw = (folder / name).read_bytes() if match else None
    except OSError:
        return None
    if match is None or raw is None:
        return None
    message = message_from_bytes(raw)
    return Mail(
        name=name,
        received=datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC),
        headers=tuple((key, _decoded(value)) for key, value in message.raw_items()),
        text=_body(message, "text/plain"),
        html=_body(message, "text/html"),
        raw=raw,
    )


def _decoded(value: object) -> str:
    # Parsing keeps bytes beyond ASCII as surrogates; RFC 6532 says that they are UTF-8.
    plain = str(value).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    try:
        chunks = decode_header(plain)
    except HeaderParseError:
        return one_line(plain)
    return one_line("".join(_chunk(words, charset) for words, charset in chunks))


def _chunk(words: bytes | str, charset: str | None) -> str:
    return words if isinstance(words, str) else _text(words, charset or "latin-1")


def _body(message: Message, kind: str) -> str:
    for part in message.walk():
        attached = part.get_content_disposition() == "attachment"
        if part.get_content_type() == kind and not attached:
            payload = part.get_payload(decode=True)
            charset = part.get_content_charset("utf-8")
            return _text(payload, charset) if isinstance(payload, bytes) else ""
    return ""


def _text(raw: bytes, charset: str) -> str:
    try:
        return raw.decode(charset, "replace")
    except LookupError:
        return raw.decode("utf-8", "replace")
