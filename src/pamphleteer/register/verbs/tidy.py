"""Remove what is kept about logins for a while only."""

from pamphleteer.ground.stopping import Stop, never
from pamphleteer.register.verbs import guessing, logins


def round_(stop: Stop = never) -> int:
    """Remove what has had its time; return how many rows."""
    return 0 if stop() else guessing.forget() + logins.forget()
