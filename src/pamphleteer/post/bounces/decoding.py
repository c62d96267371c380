"""Bytes of mails made text: transfer encodings, charsets, encoded words and tags, all of them possibly wrong."""

import binascii
import codecs
import html
import re

# Python's codecs that are no charsets of mail, or take long over hostile bytes.
_NO_CHARSETS = {
    "idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "mbcs", "oem",
}  # fmt: skip
_OLD = {"unicode-1-1-utf-7": "utf-7"}  # RFC 1642, of Exchange
_NOT_BASE64 = bytes(
    n for n in range(256) if not (chr(n).isascii() and (chr(n).isalnum() or chr(n) in "+/"))
)
_WORD = re.compile(r"=\?([\w-]{1,40})(?:\*[\w-]{0,20})?\?([bBqQ])\?([^?\s]{0,400})\?=")
_BETWEEN_WORDS = re.compile(r"(\?=)\s+(=\?[\w-]{1,40}\?[bBqQ]\?)")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_BLOCKS = {"p", "br", "div", "tr", "li", "h1", "h2", "h3", "h4", "table", "ul", "ol", "pre", "hr"}
_UNSEEN = {"style", "script", "title"}


def decoded(body: bytes, encoding: str) -> bytes:
    """Return a body with its transfer encoding undone; what is none stays as it is (RFC 2045)."""
    said = encoding.strip().lower()
    if said == "base64":
        return _from_base64(body) or body
    if said == "quoted-printable":
        return binascii.a2b_qp(body)
    return body


def text_of(raw: bytes, charset: str) -> str:
    """Return bytes as text with plain line ends and without control characters, in whatever charset."""
    return _CONTROL.sub(" ", _read(raw, charset).replace("\r\n", "\n").replace("\r", "\n"))


def words_of(value: str) -> str:
    """Return a header's value with its encoded words read (RFC 2047)."""
    if "=?" not in value:
        return value
    return _WORD.sub(_decode_word, _BETWEEN_WORDS.sub(r"\1\2", value))


def without_tags(text: str) -> str:
    """Return what HTML shows, a line for each block; in one pass, whatever it is."""
    shown: list[str] = []
    unseen = ""
    first, *rest = text.split("<")
    shown.append(first)
    for piece in rest:
        tag, _, after = piece.partition(">")
        name = tag[:12].strip("/ ").split(None, 1)[0].lower() if tag[:12].strip("/ ") else ""
        if name in _UNSEEN:
            unseen = "" if tag.startswith("/") else name
        if name in _BLOCKS:
            shown.append("\n")
        if _is_address(tag):  # <name@example.org> in what only says that it is HTML
            shown.append(f"<{tag}>")
        if not unseen:
            shown.append(after)
    return html.unescape("".join(shown)).replace("\xa0", " ")


def _is_address(tag: str) -> bool:
    return "@" in tag and len(tag) < 300 and " " not in tag and "=" not in tag


def _from_base64(body: bytes) -> bytes:
    kept = body.translate(None, _NOT_BASE64)
    kept = kept[: len(kept) - (len(kept) % 4 == 1)]
    return binascii.a2b_base64(kept + b"=" * (-len(kept) % 4))


def _read(raw: bytes, charset: str) -> str:
    known = _known(charset)
    if not known:
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError:
            return raw.decode("latin-1")
    try:
        return raw.decode(known, "replace")
    except (UnicodeError, ValueError, LookupError):
        return raw.decode("latin-1")


def _known(charset: str) -> str:
    """Return the codec of a charset, or nothing where it is none or says nothing."""
    if not charset or "\x00" in charset or not charset.isascii():
        return ""
    try:
        codec = codecs.lookup(_OLD.get(charset.lower(), charset))
    except (LookupError, ValueError):
        return ""
    name = codec.name.replace("_", "-")
    if name in _NO_CHARSETS or name == "ascii" or not getattr(codec, "_is_text_encoding", True):
        return ""
    return codec.name


def _decode_word(found: re.Match[str]) -> str:
    charset, how, raw = found[1], found[2].lower(), found[3].encode("utf-8", "replace")
    content = _from_base64(raw) if how == "b" else binascii.a2b_qp(raw, header=True)
    return _CONTROL.sub(" ", _read(content, charset))
