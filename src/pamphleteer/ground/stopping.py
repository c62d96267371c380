"""How a round learns that it is to come to an end."""

from collections.abc import Callable

Stop = Callable[[], bool]


def never() -> bool:
    """Answer that nobody asked to stop."""
    return False
