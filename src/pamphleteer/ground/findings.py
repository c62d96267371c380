"""What a check finds: how it is, in words, and what somebody has to do about it."""

from dataclasses import asdict, dataclass
from enum import StrEnum


class Level(StrEnum):
    """How it is."""

    WELL = "well"
    ADVICE = "advice"  # it works, and could be better
    UNKNOWN = "unknown"  # it can't be told from here, or now
    WRONG = "wrong"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: what, how it is, what was found, what to do, and the DNS record to publish."""

    what: str
    level: Level
    found: str
    todo: str = ""
    record: str = ""

    def described(self) -> dict[str, str]:
        """Return it as plain values."""
        return {key: str(value) for key, value in asdict(self).items()}


def well(what: str, found: str, **more: str) -> Finding:
    """Return that something is well."""
    return Finding(what, Level.WELL, found, **more)


def advice(what: str, found: str, todo: str, **more: str) -> Finding:
    """Return that something works and could be better."""
    return Finding(what, Level.ADVICE, found, todo, **more)


def unknown(what: str, found: str, todo: str = "") -> Finding:
    """Return that nobody can tell."""
    return Finding(what, Level.UNKNOWN, found, todo)


def wrong(what: str, found: str, todo: str, **more: str) -> Finding:
    """Return that something is wrong."""
    return Finding(what, Level.WRONG, found, todo, **more)
