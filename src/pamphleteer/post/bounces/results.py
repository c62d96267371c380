"""What one returned mail says, recipient by recipient."""

from dataclasses import dataclass
from enum import Enum

from pamphleteer.ground.text import cut, one_line
from pamphleteer.post.errors import Scope
from pamphleteer.post.meanings.deciding import Meaning, meaning
from pamphleteer.post.meanings.phrases import by_words
from pamphleteer.post.meanings.reasons import Reason
from pamphleteer.post.meanings.said import Said

MOST = 500  # recipients of one mail: ours have one
_REPLY = 400  # characters


class Kind(Enum):
    """What came back."""

    BOUNCE = "bounce"
    DELAY = "delay"  # it may still arrive
    COMPLAINT = "complaint"
    AUTO_REPLY = "auto-reply"
    UNSUBSCRIBE = "unsubscribe"
    OTHER = "other"  # arrived, or nothing that concerns the post


@dataclass(frozen=True)
class Result:
    """What a mail says of one recipient; it claims no more than that, and anybody may have written the mail.

    `recipient` is as the mail says it, empty where it says none. `scope` is of a bounce or a delay who is at fault,
    else the reader. `reason` is one of `meanings.reasons`, for a complaint the type of RFC 5965.
    """

    recipient: str
    kind: Kind
    scope: Scope = Scope.READER
    hard: bool = False
    reason: str = ""
    status: str = ""
    reply: str = ""


def failed(recipient: str, told: list[Said]) -> Result:
    """Return the result of a mail that was given up, or of one that waits where none of `told` is final.

    `told` is what was said of the recipient, the closest words first; the first that means anything counts.
    """
    spoken = [one for one in told if one.words]
    said, mean = _clearest(spoken) or _clearest(told) or (told[0], meaning(told[0]))
    if mean.reason is Reason.UNKNOWN:
        said, mean = _softer(spoken) or (said, mean)
    kind = Kind.BOUNCE if said.final else Kind.DELAY
    return _result(recipient, kind, mean, said, told)


def _clearest(told: list[Said]) -> tuple[Said, Meaning] | None:
    for one in told:
        if (mean := meaning(one)).clear:
            return one, mean
    return None


def _softer(spoken: list[Said]) -> tuple[Said, Meaning] | None:
    """Return what says that a mailbox is there after all, where a server calls it unknown."""
    there = {Reason.DISABLED, Reason.FULL}
    return next(((one, meaning(one)) for one in spoken if by_words(one.words) in there), None)


def _result(recipient: str, kind: Kind, mean: Meaning, said: Said, told: list[Said]) -> Result:
    return Result(
        recipient=recipient,
        kind=kind,
        scope=mean.scope,
        hard=mean.hard,
        reason=mean.reason.value,
        status=next(
            (one.status for one in (said, *told) if one.status and not one.status.startswith("2")),
            "",
        ),
        reply=next((shown(one.words) for one in (said, *told) if one.words), ""),
    )


def shown(words: str) -> str:
    """Return words as one line of a reply's length."""
    return cut(one_line(words).lstrip(" :;,.-"), _REPLY)
