"""Mails of readers who want to leave: by the letter's own link (RFC 2369), or in a word."""

import re

from pamphleteer.post.bounces import addresses
from pamphleteer.post.bounces.decoding import words_of
from pamphleteer.post.bounces.mime import Part
from pamphleteer.post.bounces.results import Kind, Result, shown

_WORDS = re.compile(
    r"^\W{0,10}(?:re:\s*)?(?:please )?(?:unsubscribe(?: me)?|un-?subscribe|remove(?: me)?|opt[ -]?out|"
    r"stop|signoff|leave|abmelden|abbestellen|d[eé]s(?:abonn|inscri)\w{0,12}|baja|darme de baja|"
    r"cancelar suscripci[oó]n|cancella\w{0,6}|отписаться|إلغاء الاشتراك|退订|配信停止)\W{0,10}$",
    re.IGNORECASE,
)
_TO = re.compile(r"^\W*(?:leave|unsubscribe|unsub|remove|signoff)[+-]", re.IGNORECASE)
_LOOKED = ("to", "delivered-to", "x-original-to", "envelope-to")


def wanted(mail: Part) -> bool:
    """Say whether a mail asks to leave: by where it is sent, by its subject, or by all that it says."""
    if any(_TO.match(one) for name in _LOOKED for one in addresses.all_in(mail.headers.get(name))):
        return True
    if _WORDS.match(words_of(mail.headers.get("subject")).strip()[:100]):
        return True
    return bool(_WORDS.match(_first_line(mail)))


def result(mail: Part) -> Result:
    """Return the one result of such a mail: of its writer, who is not proven to be."""
    who = addresses.inside(mail.headers.get("from"))
    return Result(who, Kind.UNSUBSCRIBE, reply=shown(words_of(mail.headers.get("subject"))))


def _first_line(mail: Part) -> str:
    for part in mail.walk():
        if part.kind in {"text/plain", "text/html"}:
            lines = [line.strip() for line in part.text[:2_000].splitlines() if line.strip()]
            return lines[0][:100] if lines else ""
    return ""
