"""What others say in the post's hearing, without whom it is about.

Replies of mail servers name the address that they are about, in many spellings. They are kept and shown without it, and
without the site at which it is: few have an address at some.
"""

import re
import unicodedata
from functools import lru_cache
from urllib.parse import quote, urlsplit

from django.conf import settings

from pamphleteer.post.returning import ours

SOMEBODY = "‹reader›"
SITE = "‹site›"
_LEAST = 3  # letters of a local part that is sought by itself: shorter ones are in many words
# What stands for an @ in links, in other forms of mail, and among people.
_CODED = r"%(?:25)*40|=40|&#(?:64|x40);|&commat;|\(at\)|\[at\]"
_AT = rf"\s?(?:@|{_CODED}|=|#|%|!|--|_at_|(?<=\s)at(?=\s))\s?"
_TURNED = r"[=!#]"  # SRS and paths of old write the domain first
_WORD = r"""[^\s<>()\[\],;:"'‹›]+"""
_LOCAL = r"""(?:"[^"]{1,64}"|[^\s<>()\[\],;:"']+(?:'[^\s<>()\[\],;:"']+)*)"""
_NUMBERS = r"\[[^\]\s]*\]"
_ANY = re.compile(rf"{_LOCAL}@(?:{_NUMBERS}|{_WORD})")
_ANY_CODED = re.compile(
    rf"(?<![\w.+~-])(?:[\w.+~-]|%[0-9a-f]{{2}})+(?:{_CODED})(?:{_NUMBERS}|[\w-]+(?:\.[\w-]+)+)",
    re.IGNORECASE,
)
_MAY_BE_CODED = ("%", "=40", "&", "(", "[")


def discreet(said: str, *, to: str) -> str:
    """Return what was said of a mail to an address without that address, either part of it, or any other's.

    The addresses that the outlet's own letters come from, and come back to, stay: what is said of them is to be mended.
    """
    if not to or not _may_name(said, to):
        return _without_others(said)
    plainly = _as_written(said, to)
    if not _may_name(plainly.replace(SOMEBODY, ""), to):
        return _without_others(plainly)  # to look for all spellings takes a hundred times as long
    said = _without_others(_whole(to).sub(SOMEBODY, said))
    return _site(to.rpartition("@")[2].lower()).sub(SITE, said)


def _without_others(said: str) -> str:
    if "@" in said:
        said = _ANY.sub(lambda found: _unless_ours(found[0]), said)
    if any(one in said for one in _MAY_BE_CODED):
        said = _ANY_CODED.sub(SOMEBODY, said)
    return said


def _as_written(said: str, to: str) -> str:
    """Return what was said without an address as it is written, in letters of either case."""
    left, place, folded = list[str](), 0, said.lower()
    if len(folded) != len(said):
        return said
    while (found := folded.find(to.lower(), place)) >= 0:
        left += [said[place:found], SOMEBODY]
        place = found + len(to)
    return "".join([*left, said[place:]])


def _may_name(said: str, to: str) -> bool:
    """Tell at little cost where an address can't be: nearly all replies name nobody."""
    if not (said.isascii() and to.isascii()) or "xn--" in to:
        return True
    folded = said.lower()
    local, _, domain = to.lower().rpartition("@")
    sought = (_bare(local), domain, domain.replace(".", "-"), "%")
    return any(one in folded for one in sought)


def _unless_ours(address: str) -> str:
    plain = address.strip(".")
    return address if plain == settings.POST_SENDER or ours(plain) else SOMEBODY


@lru_cache(maxsize=256)
def _whole(to: str) -> re.Pattern[str]:
    """Return what finds an address: as it is, as VERP, SRS and links write it, and its local part alone."""
    local, _, domain = to.rpartition("@")
    locals_ = _locals(local)
    alone = {one for one in locals_ | _locals(_bare(local)) if len(one) >= _LEAST}
    words = rf"(?<![\w.+‹-])(?:{_either(alone)})(?![\w-])" if alone else "(?!)"
    of, at = _either(locals_), _either(_domains(domain))
    return re.compile(
        rf"(?:{of}){_AT}(?:{at})|(?:{at}){_TURNED}(?:{of})(?![\w-])|{words}", re.IGNORECASE
    )


@lru_cache(maxsize=256)
def _site(domain: str) -> re.Pattern[str]:
    """Return what finds a domain in the names of hosts: at their end, or as its servers are named by a company."""
    if "." not in domain or _of_outlet(domain):
        return re.compile("(?!)")
    names = _domains(domain) | {one.replace(".", "-") for one in _domains(domain)}
    return re.compile(
        rf"(?<![\w-])(?:[\w-]+\.)*(?:{_either(names)})(?![\w-])(?:\.[\w-]+)*", re.IGNORECASE
    )


def _of_outlet(domain: str) -> bool:
    known = {settings.POST_SENDER.rpartition("@")[2], urlsplit(settings.SITE_URL).hostname}
    return domain in known


def _bare(local: str) -> str:
    """Return a local part without what its owner has put behind it; servers may know it without."""
    return local.partition("+")[0] or local


def _locals(local: str) -> set[str]:
    forms = _forms(local)
    coded = {quote(one, safe=safe) for one in forms for safe in ("", "/")}
    twice = {one.replace("%", "%25") for one in coded}
    quoted = {f'"{one}"' for one in forms if not one.startswith('"')}
    return forms | coded | twice | quoted


def _domains(domain: str) -> set[str]:
    """Return a domain as servers write it, and as people do."""
    found = {domain, _in_letters(domain), _in_ascii(domain)}
    return {form for one in found for form in _forms(one)}


def _forms(text: str) -> set[str]:
    """Return a text in the two forms of letters with accents."""
    return {text, *(unicodedata.normalize(form, text) for form in ("NFC", "NFD"))}


def _either(spellings: set[str]) -> str:
    # The longest first, or a part of it would be left.
    return "|".join(re.escape(one) for one in sorted(spellings, key=len, reverse=True))


def _in_letters(domain: str) -> str:
    """Return a domain as people write it, where it is one of letters beyond ASCII."""
    try:
        return domain.encode("ascii").decode("idna")
    except UnicodeError:
        return domain


def _in_ascii(domain: str) -> str:
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return domain
