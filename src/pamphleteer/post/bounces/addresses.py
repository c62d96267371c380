"""Addresses as mails write them, whoever's they are; nothing is validated, nothing may take long."""

import re

from pamphleteer.ground.text import one_line

LONGEST = 320

# Of letters in any script; what stands in brackets or quotes is found without them.
_NOT = r"\s<>()\[\],;:\"'|\\@*（）【】《》「」“”，。；：、"
FOUND = rf"[^{_NOT}]{{1,200}}@[^{_NOT}/?!&=]{{1,255}}+"
_FOUND = re.compile(FOUND)
_QUOTED = re.compile(r"\"[^\"@]{1,100}\"@[\w.-]{1,255}")
_TYPED = re.compile(r"^\s*([\w-]{1,20})\s*;\s*", re.ASCII)
_ESCAPED = re.compile(r"\\x\{([0-9A-Fa-f]{2,6})\}")  # RFC 6533, 3
_NAMED = re.compile(r"^(?:smtp|rfc-?822|mailto|to)[=:]", re.IGNORECASE)  # of X.400 and of links
_ROUTE = re.compile(r"^@[^:]{1,255}:")
_SENDERS = re.compile(
    r"^(?:mailer-?daemon|post[._-]?master|mail-?daemon|mdaemon|double-bounce|mail[.-]?system|smtpd?|"
    r"bounces?|majordomo)@",
    re.IGNORECASE,
)


def all_in(text: str) -> list[str]:
    """Return the addresses in a text, each once, in their order."""
    found = (trimmed(one) for one in _FOUND.findall(text))
    return list(dict.fromkeys(one for one in found if plain(one)))


def typed(value: str) -> str:
    """Return the address in a field such as `rfc822; name@example.org` (RFC 3464, 6533), or what is there of it."""
    bare = _TYPED.sub("", value.strip())
    bare = _ESCAPED.sub(_letter, bare)
    bare = _ROUTE.sub("", bare.strip().strip("<>").strip())
    if quoted := _QUOTED.search(bare):
        return one_line(quoted[0])
    if plain(bare):
        return trimmed(bare)
    return ""


def inside(value: str) -> str:
    """Return the one address somewhere in a field that holds more, such as a command, or nothing."""
    found = all_in(value)
    return found[0] if found else ""


def plain(text: str) -> bool:
    """Say whether a text is an address and nothing else."""
    local, at, domain = text.rpartition("@")
    return bool(
        at and local and domain.strip(".")
        and len(text) <= LONGEST and _FOUND.fullmatch(text)
    )  # fmt: skip


def trimmed(address: str) -> str:
    """Return an address without the dots and dashes of the sentence that it stands in."""
    return _NAMED.sub("", one_line(address)).strip(".").rstrip("-").lstrip("-")


def of_daemon(address: str) -> bool:
    """Say whether an address is a mail server's own."""
    return bool(_SENDERS.match(address))


def _letter(found: re.Match[str]) -> str:
    point = int(found[1], 16)
    return chr(point) if point < 0x110000 and not 0xD800 <= point < 0xE000 else ""
