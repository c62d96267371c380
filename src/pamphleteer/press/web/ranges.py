"""Parts of a file, as players ask for them (RFC 9110, section 14)."""

import re

_ONE = re.compile(r"\s*bytes\s*=\s*([0-9]*)\s*-\s*([0-9]*)\s*", re.IGNORECASE)
_DIGITS = 18  # more are no place in any file


class UnsatisfiableError(ValueError):
    """The part lies behind the end."""


def part(asked: str, size: int) -> tuple[int, int] | None:
    """Return where the part begins and how long it is; nothing where the whole is to be sent.

    The whole is sent for several parts at once, and for what is no range of bytes. Raises
    `UnsatisfiableError` where there is no such part.
    """
    found = _ONE.fullmatch(asked)
    if found is None or not (found[1] or found[2]) or max(map(len, found.groups())) > _DIGITS:
        return None
    if not found[1]:
        length = min(int(found[2]), size)
        return _within(size - length, size, size)
    first = int(found[1])
    if found[2] and int(found[2]) < first:
        return None
    return _within(first, int(found[2]) + 1 if found[2] else size, size)


def _within(first: int, end: int, size: int) -> tuple[int, int]:
    if first >= size:
        raise UnsatisfiableError
    return first, min(end, size) - first
