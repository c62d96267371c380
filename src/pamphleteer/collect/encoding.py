"""Bytes as text, whatever their labels say."""

import codecs
import re

from pamphleteer.collect.guessing import guessed
from pamphleteer.ground.text import CONTROL_BYTES, holds_suspects, uncontrolled

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# XML 1.0, appendix F: how "<?" or "<x" looks in wide encodings without a mark.
_WIDE = (
    (re.compile(rb"<\0\0\0"), "utf-32-le"),
    (re.compile(rb"\0\0\0<"), "utf-32-be"),
    (re.compile(rb"<\0[^\0]\0"), "utf-16-le"),
    (re.compile(rb"\0<\0[^\0]"), "utf-16-be"),
)
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
# Encodings of seven bits, that look like ASCII and so like UTF-8.
_SEVEN_BITS = re.compile(r"(?:cs)?iso[-_]?2022|hz|(?:\w+-)*utf[-_]?7", re.IGNORECASE)
_SEVEN_BITS_SAID = re.compile(rb"iso[-_]?2022|[\"']hz|utf[-_]?7", re.IGNORECASE)
_FIRST_OF_SEVERAL = 0x80  # a byte from here on is one of several that a character has in UTF-8
_DECLARED_IN = 300  # bytes
# How a mark, and what has no place in text, begin in UTF-8.
_RARE = (b"\xc2", b"\xed", b"\xef\xbb\xbf", b"\xef\xbf")
# What people write, and what they mean by it (encoding.spec.whatwg.org).
_MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
_NAMES = {"cp1252": "windows-1252"}
# How one character of several bytes looks in UTF-8.
_SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_MOSTLY = 3  # times as many of them as of bytes that are no UTF-8
_MIXED = "pamphleteer-mixed"
# C1 control characters stand in no text: somebody took windows-1252 for Unicode.
_MISTAKEN = {n: bytes([n]).decode("cp1252", "ignore") for n in range(0x80, 0xA0)}
_C1 = re.compile(r"[\x80-\x9f]")
_C1_IN_UTF_8 = re.compile(rb"\xc2[\x80-\x9f]")
# Those that XML refers to by their numbers, and a few others.
_REFERRED = re.compile(rb"&#(?:0*+1[2-5]\d|[xX]0*+[7-9][0-9A-Fa-f]);")


def text_of(content: bytes, *, content_type: str = "") -> str:
    """Return a document as text, as `decoded` reads it."""
    return decoded(content, content_type=content_type)[0]


def decoded(content: bytes, *, content_type: str = "") -> tuple[str, str]:
    """Return a document as text without control characters, and the encoding that it was in.

    Asked in this order: a byte order mark, the shape of its first bytes, whether it is UTF-8, what
    it declares itself, what the server says. Labels lie more often than bytes happen to be UTF-8.
    Where nothing fits, or it is said to be Latin-1, it is UTF-8 with some bytes of windows-1252 in
    it, or what its bytes look like.
    """
    content = _without_half(content)
    if (text := plainly(content)) is not None:
        return text, "utf-8"
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            handler = _MIXED if encoding == "utf-8" else "replace"
            return _clean(content[len(mark) :].decode(encoding, handler)), encoding
    for shape, encoding in _WIDE:
        if shape.match(content):
            return _clean(content.decode(encoding, "replace")), encoding
    text, encoding = _labelled(content, content_type) or _unlabelled(content)
    return _clean(text), encoding


def _without_half(content: bytes) -> bytes:
    """Return UTF-8 that stops within a character without the half of it."""
    if not content or content[-1] < _FIRST_OF_SEVERAL:
        return content
    try:
        content.decode()
    except UnicodeDecodeError as error:
        before = content[: error.start]
        return content if error.reason != "unexpected end of data" or before.isascii() else before
    return content


def plainly(content: bytes) -> str | None:
    """Return UTF-8 in which nothing has to be mended, as most documents are, or None."""
    if _SEVEN_BITS_SAID.search(content[:_DECLARED_IN]):
        return None
    if holds_suspects(content) and _holds_rare(content):
        return None
    try:
        return content.decode()
    except UnicodeDecodeError:
        return None


def tidy(xml: bytes) -> bool:
    """Tell whether XML that its parser takes for UTF-8 has nothing in it that is to be mended.

    What that refuses is not looked for: most control characters, and bytes that are no UTF-8.
    """
    return not (
        _SEVEN_BITS_SAID.search(xml[:_DECLARED_IN])
        or b"\x7f" in xml
        or (b"\xc2" in xml and _C1_IN_UTF_8.search(xml))
        or (b"#" in xml and _REFERRED.search(xml))
    )


def _holds_rare(content: bytes) -> bool:
    controls = len(content.translate(None, CONTROL_BYTES)) < len(content)
    return controls or any(rare in content for rare in _RARE)


def _labelled(content: bytes, content_type: str) -> tuple[str, str] | None:
    """Return a document as its labels have it, unless they can't be right."""
    for encoding in _candidates(content, content_type):
        # Nobody may have meant windows-1252: it is what programs say who were told nothing.
        if encoding != "cp1252" or _fits_latin(content):
            try:
                return content.decode(encoding), _NAMES.get(encoding, encoding)
            except UnicodeDecodeError:
                continue
    return None


def _unlabelled(content: bytes) -> tuple[str, str]:
    if _rather_mixed(content):
        return content.decode("utf-8", _MIXED), "utf-8 and windows-1252"
    encoding = guessed(content)
    if encoding == "cp1252":
        return content.decode("utf-8", _MIXED), _NAMES[encoding]
    return content.decode(encoding, "replace"), encoding


def _fits_latin(content: bytes) -> bool:
    return not _rather_mixed(content) and guessed(content) == "cp1252"


def _rather_mixed(content: bytes) -> bool:
    """Tell whether most of what is no ASCII is well-formed UTF-8."""
    wrong = content.decode("utf-8", "replace").count("\ufffd")
    return len(_SEQUENCE.findall(content)) > _MOSTLY * wrong


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    stray = error.object[error.start : error.end]
    return stray.decode("cp1252", "replace"), error.end


codecs.register_error(_MIXED, _as_windows)


def _candidates(content: bytes, content_type: str) -> list[str]:
    declared = _DECLARED.match(content)
    said = _CHARSET.search(content_type)
    labels = [declared[1].decode("ascii") if declared else "", said[1] if said else ""]
    first = [label for label in labels if _SEVEN_BITS.match(label)]
    return [known for label in (*first, "utf-8", *labels) if (known := _known(label))]


def _known(label: str) -> str:
    """Return the name of the text encoding that a label means, or nothing."""
    try:
        name = codecs.lookup(label).name
        "".encode(name)
    except (LookupError, ValueError):
        return ""
    return _MEANT.get(name, name)


def meant(text: str) -> str:
    """Return text with what windows-1252 has where Unicode has control characters."""
    return _C1.sub(lambda found: _MISTAKEN[ord(found[0])], text)


def _clean(text: str) -> str:
    rare = b"\xc2" in text.encode("utf-8", "surrogatepass")  # as those characters begin
    return uncontrolled(meant(text) if rare else text)
