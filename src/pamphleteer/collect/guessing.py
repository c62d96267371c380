"""Guess the encoding of a text that does not say it, or says it wrongly."""

import re

from charset_normalizer import from_bytes

# In use on the web, by script (encoding.spec.whatwg.org): rarer ones are taken for these.
_FOREIGN = [
    "cp1251", "koi8_r", "koi8_u", "iso8859_5", "cp866", "mac_cyrillic", "cp1253", "iso8859_7",
    "cp1255", "iso8859_8", "cp1256", "iso8859_6", "cp932", "euc_jp", "gb18030", "big5hkscs", "cp949",
]  # fmt: skip
# Of languages in Latin letters that windows-1252 has not all of.
_LATIN = {
    "bs": "cp1250", "cs": "cp1250", "hr": "cp1250", "hu": "cp1250", "pl": "cp1250", "ro": "cp1250",
    "sk": "cp1250", "sl": "cp1250", "sq": "cp1250", "az": "cp1254", "ku": "cp1254", "tr": "cp1254",
    "et": "cp1257", "lt": "cp1257", "lv": "cp1257", "vi": "cp1258",
}  # fmt: skip
_LATIN_DEFAULT = "cp1252"
_LANGUAGE = re.compile(
    rb"(?:\blang\s*=\s*[\"']|<(?:\w+:)?language>\s*|\"language\"\s*:\s*\")([a-zA-Z]{2})\b"
)
_TAG = re.compile(rb"<[^<>]*>|&#?\w+;")
_RUN = re.compile(rb"[\x80-\xff]{3,}")
_HIGH = bytes(range(0x80, 0x100))
_LETTERS = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LOOKED_AT = 200_000  # bytes
_SAMPLE = 16_000
_FEWEST = 12
# Of all letters: words in Latin letters hardly ever have three in a row that are no ASCII.
_MANY = 0.25
# Letters that ISO 8859-2 has at other places than windows-1250: those of Polish, and of the others.
_ONLY_1250 = re.compile(rb"[\x80-\x9f]")
_ISO_POLISH, _ISO_OTHER = (
    re.compile(rb"[\xa1\xa6\xac\xb1\xb6\xbc]"),
    re.compile(rb"[\xa9\xab\xae\xb9\xbb\xbe]"),
)


def guessed(content: bytes) -> str:
    """Return the name of the encoding that a text of bytes is most likely in, not being UTF-8."""
    said = _TAG.sub(b" ", content[:_LOOKED_AT])
    foreign = sum(map(len, _RUN.findall(said)))
    letters = len(said) - len(said.translate(None, _LETTERS))
    if foreign < _FEWEST or foreign < _MANY * (foreign + letters):
        return _latin(content, said)
    if _language(content) == "th":
        return "cp874"  # its bytes may as well be Chinese
    sample = b" ".join(word for word in said.split() if word.translate(None, _HIGH) != word)
    best = from_bytes(sample[:_SAMPLE], cp_isolation=_FOREIGN).best()
    return best.encoding if best else _LATIN_DEFAULT


def _latin(content: bytes, said: bytes) -> str:
    language = _language(content)
    encoding = _LATIN.get(language, _LATIN_DEFAULT)
    if encoding == "cp1250" and not _ONLY_1250.search(said):
        letters = _ISO_POLISH if language == "pl" else _ISO_OTHER
        return "iso8859-2" if letters.search(said) else encoding
    return encoding


def _language(content: bytes) -> str:
    found = _LANGUAGE.search(content[:_LOOKED_AT])
    return found[1].decode().lower() if found else ""
