"""How a paragraph ends, in any script."""

from enum import IntEnum

MARKS = "?!…؟！？;՞՜︕︖;"
STOPS = ".。．｡।॥۔։።།။។៕᠃᙮"
CLOSERS = "\"'”’»›」』）)]】〉》"


class Ending(IntEnum):
    """How a paragraph ends."""

    OPEN = 0
    MARK = 1  # ? ! … and their like, which headlines have too
    STOP = 2


def ending(text: str) -> Ending:
    """Return how a paragraph ends, closing quotes and brackets aside."""
    bare = text.rstrip(CLOSERS + " \u00a0")
    if not bare:
        return Ending.OPEN
    if bare[-1] in MARKS or bare.endswith(".."):
        return Ending.MARK
    return Ending.STOP if bare[-1] in STOPS else Ending.OPEN
