"""What a mail that came back means: each format is asked in turn, the surest first."""

import re

from pamphleteer.post.bounces import addresses, answering, arf, copies, dsn, leaving, notifications, telling
from pamphleteer.post.bounces.decoding import words_of
from pamphleteer.post.bounces.mime import Part, parse
from pamphleteer.post.bounces.results import MOST, Kind, Result, failed, shown
from pamphleteer.post.meanings.said import Said, reply_in, said, stage_in, status_in

_DAEMON = re.compile(
    r"mailer-?daemon|mail delivery|delivery (?:sub)?system|postmaster|mail ?administrator|system administrator|mail system|"
    r"mdaemon|double-bounce|<>",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"undeliver|returned? (?:to sender|mail|message)|delivery[^.]{0,20}(?:fail|status|problem|report|notif|error|unsuccess|delay)|"
    r"(?:mail|message|e-?mail)[^.]{0,30}(?:fail|error|bounce|return|reject|problem|delay|could not be|undeliver)|failure notice|"
    r"failed (?:mail|delivery|message)|non[- ]?deliver|could(?: not|n't) be (?:sent|delivered)|bounce|loop alert|"
    r"notice: mail delivery|warning: (?:could not|message)|unzustellbar|non remis|[ée]chec|no (?:se )?(?:pudo )?entreg|"
    r"недоставлен|не доставлено|mancata consegna|onbestelbaar",
    re.IGNORECASE,
)
_WAITING = re.compile(
    r"delay|will (?:continue|be re-?tried|keep trying|retry)|warning message only|not yet been delivered|still being retried|"
    r"no action is required|temporarily delayed|could not be delivered for the last|retried for",
    re.IGNORECASE,
)
_TOLD = re.compile(r"rcpt to|recipient|delivered|deliver your|undeliver", re.IGNORECASE)
_GIVEN_UP = re.compile(
    r"permanent|giving up|given up|has been removed|deleted from queue|returned to sender|final|will not (?:be )?re-?tr|"
    r"failed",
    re.IGNORECASE,
)
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
    return [leaving.result(mail)] if leaving.wanted(mail) else []


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
                fields, who, around.get(who.lower(), ""), whole
            )
    return list(results.values())


def _instead(mail: Part, text: str, copy: str, found: list[dsn.Fields]) -> list[str]:
    """Return whom a report is about where its fields name no address."""
    inside = [addresses.inside(fields.get("final-recipient", "")) for fields in found]
    if failed_ones := _failed_recipients(mail):
        return failed_ones
    told = [one.address for one in telling.recipients(text, ours=_ours(mail), known=[])]
    return told or copies.letter_for(mail, copy) or [one for one in inside if one]


def _of_block(fields: dsn.Fields, who: str, around: str, whole: str) -> Result:
    happened = dsn.action(fields)
    kind, words = dsn.diagnostic(fields)
    status = status_in(fields.get("status", ""))
    if happened in {"delivered", "relayed", "expanded"}:
        return Result(who, Kind.OTHER, reason=happened, status=status, reply=shown(words))
    final = happened == "failed"
    stage = stage_in(words) or stage_in(around) or stage_in(whole)
    comment = fields.get("status", "").partition("(")[2].rstrip(")")
    heard = reply_in(words) or words
    told = [said(heard, status=status, stage=stage, final=final, program=_program(fields))]
    others = [one for one in ("" if words else comment, reply_in(around), around, whole) if one]
    told += [said(one, status=status, stage=stage, final=final) for one in others]
    if not final:
        told.append(said("", status=status, final=False))
    return failed(who, told)


def _program(fields: dsn.Fields) -> bool:
    """Say whether a program of the receiving machine failed: it spoke, or it stands for the recipient."""
    kind, words = dsn.diagnostic(fields)
    piped = any("|" in fields.get(name, "")[:40] for name in ("final-recipient", "x-actual-recipient"))
    return piped or (kind in {"x-unix", "unix"} and bool(words))


def _blocks_of(text: str, named: list[str]) -> list[telling.Told]:
    known = [one for one in named if one]
    return telling.recipients(text, ours=set(), known=known) if known else []


def _by_text(mail: Part) -> list[Result]:
    text, copy = _text(mail)
    told = telling.recipients(text, ours=_ours(mail), known=_failed_recipients(mail))
    if not told:
        told = [telling.Told(one) for one in copies.letter_for(mail, copy)[:MOST]]
    subject = words_of(mail.headers.get("subject"))
    final = not _waits(subject, text)
    whole = [reply_in(text)] if len(told) == 1 else []
    rest = [text] if len(told) == 1 else []
    return [
        failed(one.address, _heard(one, whole, rest, final=final)) for one in told[:MOST]
    ]


def _heard(one: telling.Told, whole: list[str], rest: list[str], *, final: bool) -> list[Said]:
    stage = stage_in(one.words)
    words = [reply_in(one.words), *whole, one.words, *rest]
    return [said(each, stage=stage, final=final) for each in words]


def _waits(subject: str, text: str) -> bool:
    """Say whether a mail without fields tells of a delay, not of an end."""
    if _WAITING.search(subject):
        return True
    head = text[:2_000]
    return bool(_WAITING.search(head)) and not _GIVEN_UP.search(head)


def _text(mail: Part) -> tuple[str, str]:
    """Return what the first readable part tells, and the copy of the letter below it."""
    for part in mail.walk():
        if part.kind in _WORDS and part.text.strip():
            return copies.told(part.text)
    return "", ""


def _failed_recipients(mail: Part) -> list[str]:
    return addresses.all_in(", ".join(mail.headers.all("x-failed-recipients"))[:20_000])


def _ours(mail: Part) -> set[str]:
    return {one.lower() for one in addresses.all_in(mail.headers.get("to")[:20_000])}


def _came_back(mail: Part) -> bool:
    if _failed_recipients(mail) or mail.parameter("report-type").lower() == "delivery-status":
        return True
    sender = f"{mail.headers.get('from')} {mail.headers.get('return-path')}"
    if _DAEMON.search(sender) or _SUBJECT.search(words_of(mail.headers.get("subject"))[:300]):
        return True
    text, _ = _text(mail)
    return bool(reply_in(text) and _TOLD.search(text[:2_000]))


def _other(mail: Part) -> Result:
    return Result(addresses.inside(mail.headers.get("from")), Kind.OTHER)
