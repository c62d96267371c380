"""What a mail that came back means: each format is asked in turn, the surest first."""

from pamphleteer.post.bounces import (
    addresses,
    answering,
    arf,
    copies,
    dsn,
    footers,
    leaving,
    notifications,
    signs,
    telling,
)
from pamphleteer.post.bounces.decoding import words_of
from pamphleteer.post.bounces.mime import EMBEDDED, Part, parse
from pamphleteer.post.bounces.results import MOST, Kind, Result, failed, shown
from pamphleteer.post.meanings.said import Said, Stage, reply_in, said, stage_in, status_in

_WORDS = {"text/plain", "text/html"}


def read(mail: bytes) -> list[Result]:
    """Return what any bytes mean as a mail that came back: one result a recipient, at least one, `MOST` at most.

    Nothing is believed here: who writes a forged report, or one of a letter that was never sent, is found out by the
    token in the return path.
    """
    parsed = parse(mail)
    return _first(parsed)[:MOST] or [_other(parsed)]


def _first(mail: Part) -> list[Result]:
    if found := arf.read(mail):
        return found
    if not _came_back(mail) and (found := _passed_on(mail)):
        return found
    if found := _by_fields(mail):
        return found
    if found := notifications.read(mail):
        return found
    if answering.surely(mail) and not _failed_recipients(mail):
        return [answering.result(mail)]
    if _came_back(mail) and (found := _by_text(mail)):
        return found
    if answering.likely(mail):
        return [answering.result(mail)]
    if leaving.wanted(mail):
        return [leaving.result(mail)]
    answers = signs.from_nobody(mail.headers) or answering.by_text(mail, _text(mail)[0])
    return [answering.result(mail)] if answers else []


def _passed_on(mail: Part) -> list[Result]:
    """Return what a returned mail means that somebody attached to one of their own."""
    for part in mail.walk():
        if part.depth and part.kind in EMBEDDED and part.parts and _came_back(part.parts[0]):
            return _first(part.parts[0])
    return []


def _by_fields(mail: Part) -> list[Result]:
    found = dsn.blocks(mail)
    if not found:
        return []
    text, copy = _text(mail)
    whole = text if len(found) == 1 else ""
    named = [dsn.recipient(fields) for fields in found]
    around = {one.address.lower(): one.words for one in _blocks_of(text, named)}
    stood_in = iter(_instead(mail, text, copy, found))
    results: dict[str, Result] = {}
    for fields, name in zip(found[:MOST], named, strict=False):
        who = name or next(stood_in, "")
        if who.lower() not in results:
            results[who.lower()] = _of_block(
                fields, who, around.get(who.lower(), ""), whole, _ours(mail)
            )
    return list(results.values())


def _instead(mail: Part, text: str, copy: str, found: list[dsn.Fields]) -> list[str]:
    """Return whom a report is about where its fields name no address."""
    inside = [addresses.inside(fields.get("final-recipient", "")) for fields in found]
    if failed_ones := _failed_recipients(mail):
        return failed_ones
    told = [one.address for one in telling.recipients(text, ours=_ours(mail), known=[])]
    return told or copies.letter_for(mail, copy) or [one for one in inside if one]


def _of_block(fields: dsn.Fields, who: str, around: str, whole: str, ours: set[str]) -> Result:
    happened = dsn.action(fields)
    _, words = dsn.diagnostic(fields)
    status = status_in(fields.get("status", ""))
    if happened in {"delivered", "relayed", "expanded"}:
        return Result(who, Kind.OTHER, reason=happened, status=status, reply=shown(words))
    final = happened == "failed"
    stage = stage_in(words) or stage_in(around) or stage_in(whole)
    comment = fields.get("status", "").partition("(")[2].rstrip(")")
    heard = reply_in(words) or words
    if _about_us(heard, who, ours):
        stage = Stage.MAIL
    told = [said(heard, status=status, stage=stage, final=final, program=_program(fields))]
    others = [one for one in ("" if words else comment, reply_in(around), around, whole) if one]
    told += [said(one, status=status, stage=stage, final=final) for one in others]
    if not final:
        told.append(said("", status=status, final=False))
    return failed(who, told)


def _about_us(reply: str, who: str, ours: set[str]) -> bool:
    """Say whether a reply names the address that the letter came from, and not whom it was for."""
    named = {one.lower() for one in addresses.all_in(reply[:2_000])}
    return bool(named & ours) and who.lower() not in named


def _program(fields: dsn.Fields) -> bool:
    """Say whether a program of the receiving machine failed: it spoke, or it stands for the recipient."""
    kind, words = dsn.diagnostic(fields)
    piped = any(
        "|" in fields.get(name, "")[:40] for name in ("final-recipient", "x-actual-recipient")
    )
    return piped or (kind in {"x-unix", "unix"} and bool(words))


def _blocks_of(text: str, named: list[str]) -> list[telling.Told]:
    known = [one for one in named if one]
    return telling.recipients(text, ours=set(), known=known) if known else []


def _by_text(mail: Part) -> list[Result]:
    text, copy = _text(mail)
    told = telling.recipients(text, ours=_ours(mail), known=_failed_recipients(mail))
    if not told:
        for_whom = copies.letter_for(mail, copy) or telling.addressed(text)
        for_whom = for_whom or telling.names(text, at=_domain(mail))
        told = [telling.Told(one) for one in for_whom[:MOST]]
    if not told and signs.by_sender(mail.headers):
        told = [telling.Told("")]
    subject = words_of(mail.headers.get("subject"))
    final = not signs.of_waiting(subject, text)
    whole = [reply_in(text)] if len(told) == 1 else []
    rest = [text] if len(told) == 1 else [telling.before(text, told)]
    return [
        failed(one.address, _heard(one, whole, rest, ours=_ours(mail), final=final))
        for one in told[:MOST]
    ]


def _heard(
    one: telling.Told, whole: list[str], rest: list[str], *, ours: set[str], final: bool
) -> list[Said]:
    stage = Stage.MAIL if _about_us(reply_in(one.words), one.address, ours) else stage_in(one.words)
    words = [reply_in(one.words), *whole, one.words, *rest]
    return [said(each, stage=stage, final=final) for each in words]


def _text(mail: Part) -> tuple[str, str]:
    """Return what the first readable part tells, and the copy of the letter below it."""
    for part in mail.walk():
        if part.kind in _WORDS and not part.parts and part.text.strip():
            text, copy = copies.told(part.text)
            return footers.without(text), copy
    return "", ""


def _domain(mail: Part) -> str:
    return addresses.inside(mail.headers.get("from")).rpartition("@")[2]


def _failed_recipients(mail: Part) -> list[str]:
    return addresses.all_in(", ".join(mail.headers.all("x-failed-recipients"))[:20_000])


def _ours(mail: Part) -> set[str]:
    return {one.lower() for one in addresses.all_in(mail.headers.get("to")[:20_000])}


def _came_back(mail: Part) -> bool:
    if _failed_recipients(mail) or mail.parameter("report-type").lower() == "delivery-status":
        return True
    if signs.by_head(mail.headers) or answering.refuses(mail):
        return True
    return signs.by_text(mail.headers, _text(mail)[0])


def _other(mail: Part) -> Result:
    return Result(addresses.inside(mail.headers.get("from")), Kind.OTHER)
