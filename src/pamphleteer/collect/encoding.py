"""Bytes as text, whatever their labels say."""

import codecs
import re

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
_SEVEN_BITS = re.compile(r"iso-2022|hz|utf-?7", re.IGNORECASE)
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
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def text_of(content: bytes, *, content_type: str = "") -> str:
    """Return a document as text without control characters.

    Asked in this order: a byte order mark, the shape of its first bytes, whether it is UTF-8, what
    it declares itself, what the server says. Labels lie more often than bytes happen to be UTF-8.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _clean(content[len(mark) :].decode(encoding, "replace"))
    for shape, encoding in _WIDE:
        if shape.match(content):
            return _clean(content.decode(encoding, "replace"))
    for encoding in _candidates(content, content_type):
        try:
            return _clean(content.decode(encoding))
        except UnicodeDecodeError:
            continue
    return _clean(content.decode("cp1252", "replace"))


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


def _clean(text: str) -> str:
    return _CONTROL.sub("", text)
