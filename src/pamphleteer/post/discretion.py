"""What others say in the post's hearing, without whom it is about.

Replies of mail servers name the address that they are about, in many spellings. They are kept and shown without it.
"""

import re
from functools import lru_cache
from urllib.parse import quote

from django.conf import settings

from pamphleteer.post.returning import ours

SOMEBODY = "‹reader›"
_ANY = re.compile(r"[^\s<>()\[\],;:\"'‹›]+@[^\s<>()\[\],;:\"'‹›]+")
_LEAST = 3  # letters of a local part that is sought by itself: shorter ones are in many words


def discreet(said: str, *, to: str) -> str:
    """Return what was said of a mail to an address without that address, its local part, or any other's.

    The addresses that the outlet's own letters come from, and come back to, stay: what is said of them is to be mended.
    """
    if to and _may_name(said, to):
        said = _pattern(to).sub(SOMEBODY, said)
    return _ANY.sub(lambda found: _unless_ours(found[0]), said) if "@" in said else said


def _may_name(said: str, to: str) -> bool:
    """Tell at little cost where an address can't be: nearly all replies name nobody."""
    local = to.rpartition("@")[0]
    if not (said.isascii() and local.isascii()):
        return True
    folded = said.lower()
    return any(one.lower() in folded for one in (local, quote(local), quote(local, safe="")))


def _unless_ours(address: str) -> str:
    plain = address.strip(".")
    return address if plain == settings.POST_SENDER or ours(plain) else SOMEBODY


@lru_cache(maxsize=256)
def _pattern(to: str) -> re.Pattern[str]:
    """Return what finds an address: as it is, as VERP and links write it, and its local part alone."""
    local, _, domain = to.rpartition("@")
    domains = {domain, _in_letters(domain)}
    locals_ = {local, quote(local), quote(local, safe="")}
    whole = {
        f"{one}{at}{there}" for one in locals_ for at in ("@", "=", "%40") for there in domains
    }
    alone = {one for one in locals_ if len(one) >= _LEAST}
    words = rf"(?<![\w.+-])(?:{_either(alone)})(?![\w+-])" if alone else "(?!)"
    return re.compile(f"(?:{_either(whole)})|{words}", re.IGNORECASE)


def _either(spellings: set[str]) -> str:
    # The longest first, or a part of it would be left.
    return "|".join(re.escape(one) for one in sorted(spellings, key=len, reverse=True))


def _in_letters(domain: str) -> str:
    """Return a domain as people write it, where it is one of letters beyond ASCII."""
    try:
        return domain.encode("ascii").decode("idna")
    except UnicodeError:
        return domain
