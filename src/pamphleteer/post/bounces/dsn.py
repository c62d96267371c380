"""Delivery status notifications (RFC 3464, international ones RFC 6533), whole or broken.

The fields are found in a part of their own, or in any text that holds them: many programs lose the boundary or the
type of the part, leave blank lines out, or put all recipients into one block.
"""

import re
from collections.abc import Iterator

from pamphleteer.post.bounces import addresses
from pamphleteer.post.bounces.mime import Part

_PARTS = {"message/delivery-status", "message/global-delivery-status", "text/delivery-status"}
_FIELD = re.compile(r"^([A-Za-z][A-Za-z0-9-]{1,40})[ \t]*:[ \t]*(.*)$")
_OWN = {
    "final-recipient",
    "original-recipient",
    "action",
    "status",
    "diagnostic-code",
    "x-actual-recipient",
}
_RECIPIENTS = ("final-recipient", "original-recipient", "x-actual-recipient")
_LONGEST = 4_000  # characters of one field
_MOST = 2_000  # blocks

Fields = dict[str, str]


def blocks(mail: Part) -> list[Fields]:
    """Return the fields of each recipient, names in small letters; nothing where a mail is no such report."""
    parts = list(mail.walk())
    for wanted in (_PARTS, {"text/plain", "text/html"}):
        for part in parts:
            if part.kind in wanted and (found := _of(part)):
                return found
    return []


def recipient(fields: Fields) -> str:
    """Return whom a block is about: the last address, else the one the letter was sent to; maybe nothing."""
    found = [addresses.typed(fields.get(name, "")) for name in _RECIPIENTS]
    whole = [one for one in found if "." in one.rpartition("@")[2]]
    return next((one for one in whole or found if one), "")


def diagnostic(fields: Fields) -> tuple[str, str]:
    """Return the type of the diagnostic, in small letters, and its words."""
    said = fields.get("diagnostic-code", "")
    kind, parted, words = said.partition(";")
    if not parted or not re.fullmatch(r"\s*[\w-]{1,30}\s*", kind):
        return "", said
    return kind.strip().lower(), words.strip()


def action(fields: Fields) -> str:
    """Return what happened, as RFC 3464 calls it: failed, delayed, delivered, relayed or expanded."""
    said = re.sub(r"[^a-z]", " ", fields.get("action", "").lower()).split()[:1]
    for begin, meant in _ACTIONS.items():
        if said and said[0].startswith(begin):
            return meant
    return "delivered" if fields.get("status", "").strip().startswith("2.") else "failed"


_ACTIONS = {
    "delay": "delayed", "deliver": "delivered", "relay": "relayed", "expand": "expanded",
}  # fmt: skip


def _of(part: Part) -> list[Fields]:
    whole = list(_blocks(part.text))
    if part.kind not in _PARTS and not any(_reports(one) for one in whole):
        return []
    return [one for one in whole if _reports(one)]


def _reports(fields: Fields) -> bool:
    named = any(name in fields for name in _RECIPIENTS)
    return named and ("action" in fields or "status" in fields or "diagnostic-code" in fields)


def _blocks(text: str) -> Iterator[Fields]:
    block: Fields = {}
    name, count = "", 0
    for line in text.splitlines():
        if line[:1] in {" ", "\t"} and name and line.strip():
            block[name] = f"{block[name]} {line.strip()}"[:_LONGEST]
            continue
        found = _FIELD.match(line)
        name = found[1].lower() if found else ""
        ends = not line.strip() or (name in _OWN and name in block)
        if ends and block:
            yield block
            block, count = {}, count + 1
            if count >= _MOST:
                return
        if found and name not in block:
            block[name] = found[2].strip()[:_LONGEST]
        elif found:
            name = ""
    if block:
        yield block
