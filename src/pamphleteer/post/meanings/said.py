"""What a mail server said: the command it answered, the code, the enhanced status, the words."""

import re
from dataclasses import dataclass
from enum import Enum

from pamphleteer.ground.text import one_line

LONGEST = 2_000  # characters of words that are looked at

_STATUS = re.compile(r"(?<![\d.])[#]?([245]\.\d{1,3}\.\d{1,3})(?![\d.]*\d)")
_CODE = re.compile(r"(?<![\d.:/=#-])([2345][0-7]\d)(?=[ \-:,]|$)")


class Stage(Enum):
    """The command that a reply answered."""

    HELLO = "hello"
    MAIL = "MAIL FROM"
    RCPT = "RCPT TO"
    DATA = "DATA"


_PARAGRAPH = re.compile(r"\n[ \t]*\n")
_REPLY = re.compile(r"(?<![\w.:/=#+-])[45][0-7]\d[ -](?=\S)")
# How the mails of sending servers tell it, in whatever is around the reply.
# sendmail shows DATA above replies to RCPT too, and then says that it had no recipient.
_NO_RECIPIENT = r"(?:need rcpt|valid recipients|valid rcpt)"
_TOLD = (
    (
        Stage.DATA,
        (
            r"end of (?:the )?(?:\.|data|message)|after (?:i sent|sending) the message|final data|message data"
            r"|(?:after|to|for|our) (?:data|text|bdat)\b|transmission failure|smtp:data"
            r"|rejected (?:after|at) (?:the )?(?:data|content)"
            rf"|>>> data(?![\s\S]{{0,600}}{_NO_RECIPIENT})[\s\S]{{0,600}}service unavailable"
        ),
    ),
    (
        Stage.RCPT,
        r"rcpt|does not like recipient|rejected (?:the )?(?:recipient )?address(?! after)",
    ),
    (
        Stage.MAIL,
        (
            r"mail from(?: command|:|\b(?= address))|\bour mail\b|after mail\b|sender was rejected|smtp:mail\b"
            r"|does not like (?:the )?sender"
        ),
    ),
    (
        Stage.HELLO,
        r"refused to talk|\b(?:helo|ehlo)\b|greeting|initial connection|while connecting|smtp:(?:helo|connect)",
    ),
)
_STAGES = [(stage, re.compile(pattern, re.IGNORECASE)) for stage, pattern in _TOLD]


@dataclass(frozen=True)
class Said:
    """A reply as it is judged; `final` where whoever tells it has given the mail up.

    `to_us` where our own relay said it. `code` and
    `status` are those of the reply itself where it has them; `program` where a program on the
    receiving machine spoke, not a mail server.
    """

    words: str
    code: int = 0
    status: str = ""
    stage: Stage | None = None
    final: bool = True
    program: bool = False
    to_us: bool = False

    @property
    def detail(self) -> tuple[int, int]:
        """Return subject and detail of the status (RFC 3463), zeros without one."""
        if not self.status:
            return (0, 0)
        _, subject, detail = self.status.split(".")
        return (int(subject), int(detail))

    @property
    def temporary(self) -> bool:
        """Say whether the reply asks to try again."""
        return self.status.startswith("4") if self.status else self.code // 100 == 4


def said(
    words: str,
    *,
    code: int = 0,
    status: str = "",
    stage: Stage | None = None,
    final: bool = True,
    program: bool = False,
    to_us: bool = False,
) -> Said:
    """Return what words say; the status and code in them come before those that stand beside them."""
    line = one_line(words[:LONGEST])
    found = [one for one in _STATUS.findall(line) if not one.endswith(".0.0")]
    return Said(
        words=line,
        code=code if code > 0 else _code(line),
        status=found[0] if found else _first(_STATUS, line) or status,
        stage=stage or stage_in(line),
        final=final,
        program=program,
        to_us=to_us,
    )


def reply_in(words: str) -> str:
    """Return the reply of a server that words quote, from its code to the end of the paragraph, or nothing."""
    found = _REPLY.search(words[:LONGEST])
    return _PARAGRAPH.split(words[found.start() :][:LONGEST], maxsplit=1)[0] if found else ""


def stage_in(words: str) -> Stage | None:
    """Return the command that words tell was refused, if they do."""
    for stage, pattern in _STAGES:
        if pattern.search(words[:LONGEST]):
            return stage
    return None


def status_in(words: str) -> str:
    """Return the first enhanced status in words, or nothing."""
    return _first(_STATUS, words[:LONGEST])


def _code(line: str) -> int:
    codes = [int(one) for one in _CODE.findall(line)]
    refusing = [code for code in codes if code >= 400]
    return (refusing or codes or [0])[0]


def _first(pattern: re.Pattern[str], words: str) -> str:
    found = pattern.search(words)
    return found[1] if found else ""
