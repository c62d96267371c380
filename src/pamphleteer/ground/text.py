"""Words as people write them: squeezed, folded, cut and made into addresses."""

import re
import unicodedata

SLUG_LENGTH = 80

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
CONTROL_BYTES = bytes(n for n in (*range(0x20), 0x7F) if n not in b"\t\n\r")
# With them how what is rare begins in UTF-8: C1, half a pair, a mark, and what is no character.
_SUSPECTS = CONTROL_BYTES + b"\xc2\xed\xef"
# What is rare in UTF-8, by the bytes with which much else begins too: C1, half a pair, and what is no character.
_RARE = (
    (b"\xc2", re.compile(b"\xc2[\x80-\x9f]")),
    (b"\xed", re.compile(b"\xed[\xa0-\xbf]")),
    (b"\xef", re.compile(b"\xef\xbf[\xbe\xbf]")),
)
_ACCENTS = re.compile("[\u0300-\u036f]")  # of Latin, Greek and Cyrillic; other marks are letters
_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp", "Zs"}
_JOINERS = "\u200c\u200d"  # Persian and Hindi are spelt with them
# Characters without a canonical decomposition that readers still expect as ASCII in an address.
_PLAIN = {
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ı": "i", "þ": "th", "ð": "d",
}  # fmt: skip
# Letters that Unicode takes for two where it compares: no word of Armenian, Thai, Lao or Korean
# is spelt so.
_LETTERS = re.compile("([\u0587\u0e33\u0eb3\u0edc\u0edd\u3131-\u318e])")
# What is seen in one with the character before it, besides marks: joiners, colours of skin, letters
# of flags of regions, vowels and ends of syllables of Korean.
_JOINED = re.compile(
    "[\u200c\u200d\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f\u1160-\u11ff\ud7b0-\ud7fb]"
)
_HALVES_OF_FLAGS = "".join(map(chr, range(0x1F1E6, 0x1F200)))
_LINKS = 9  # the combining class of marks between two consonants of Indian scripts
_SPECIAL = re.compile(f"[{''.join(_PLAIN)}]")


def holds_suspects(raw: bytes) -> bool:
    """Say whether UTF-8 may hold what XML has no place for: in one pass, the finer looks are slow."""
    return len(raw.translate(None, _SUSPECTS)) < len(raw)


def holds_controls(raw: bytes) -> bool:
    """Say whether UTF-8 holds what XML has no place for."""
    if not holds_suspects(raw):
        return False
    return len(raw.translate(None, CONTROL_BYTES)) < len(raw) or _holds_rare(raw)


def _holds_rare(raw: bytes) -> bool:
    # Each begins with a byte of its own, to which regular expressions leap: one for all looks at each byte.
    return any(begins in raw and rare.search(raw) for begins, rare in _RARE)


def uncontrolled(text: str) -> str:
    """Return the text without what XML 1.0 has no place for; most of it at the speed of bytes."""
    if text.isascii() and text.isprintable():
        return text
    raw = text.encode("utf-8", "surrogatepass")
    if not holds_suspects(raw):
        return text
    if _holds_rare(raw):
        return _CONTROL.sub("", text)
    kept = raw.translate(None, CONTROL_BYTES)
    return text if len(kept) == len(raw) else kept.decode()


def squeeze(text: str) -> str:
    """Return the text on one line, each run of white space as one space."""
    # Of all white space the plain space alone is printable: most lines have no other.
    if "  " not in text and text.isprintable():
        return text.strip()
    return " ".join(text.split())


def fold(text: str) -> str:
    """Return the text without case and accents, for comparing; other scripts stay as they are."""
    folded = text.casefold()
    if folded.isascii():
        return folded
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", folded))
    return unicodedata.normalize("NFC", _SPECIAL.sub(_as_ascii, bare))


def slugify(text: str, *, otherwise: str = "piece") -> str:
    """Return an address part of at most `SLUG_LENGTH` characters, in the text's own script."""
    parts = _LETTERS.split(text)
    parts[::2] = map(fold, parts[::2])
    slug = "-".join("".join(c if spells(c) else " " for c in "".join(parts)).split())
    if len(slug) > SLUG_LENGTH:
        whole_words, _, _ = slug[: SLUG_LENGTH + 1].rpartition("-")
        slug = (whole_words or slug)[:SLUG_LENGTH].strip("-")
    return slug or otherwise


def cut(text: str, length: int) -> str:
    """Return the text on one line, cut at a word with an ellipsis if it is over `length`."""
    line = squeeze(text)
    if len(line) <= length:
        return line
    whole_words, _, _ = line[:length].rpartition(" ")
    kept = whole_words or line[: _end_of_character(line, length - 1)]
    return kept.rstrip(" ,.;:–—-") + "…"


def _end_of_character(line: str, at: int) -> int:
    """Return where a character as people see it ends, here or before; here, if all before is one."""
    return next((end for end in range(at, 0, -1) if not _is_within_character(line, end)), at)


def _is_within_character(line: str, at: int) -> bool:
    """Tell whether what stands before and behind a place is seen as one character (UAX 29, about)."""
    before, behind = line[at - 1], line[at]
    if unicodedata.category(behind)[0] == "M" or _JOINED.match(behind):
        return True
    if behind in _HALVES_OF_FLAGS:
        return (at - len(line[:at].rstrip(_HALVES_OF_FLAGS))) % 2 == 1
    # Emoji that are one by a joiner, and consonants that a mark makes one.
    return before == "\u200d" or (unicodedata.combining(before) == _LINKS and behind.isalpha())


def one_line(text: str) -> str:
    """Return the text without control characters, fit for a header, a log or a terminal."""
    return squeeze("".join(c if _shows(c) else " " for c in text))


def is_seen(text: str) -> bool:
    """Say whether a text shows anything: spaces, controls and joiners alone are nothing to see."""
    return any(unicodedata.category(one) not in _UNSEEN for one in text)


def spells(character: str) -> bool:
    """Say whether words are spelt with a character: a letter, a digit, or a mark on one."""
    return character.isalnum() or unicodedata.category(character)[0] == "M"


def _as_ascii(found: re.Match[str]) -> str:
    return _PLAIN[found[0]]


def _shows(character: str) -> bool:
    return character in _JOINERS or unicodedata.category(character) not in {"Cc", "Cf", "Cs"}
