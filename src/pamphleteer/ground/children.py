"""What a child process that reads strangers' files is told, and bounds on what it takes."""

import os
import resource
import sys

OUT_OF_MEMORY = 77  # its exit code then
# Of the house's environment it is told nothing else: that holds passwords.
_TOLD = ("PATH", "HOME", "LANG", "LC_ALL", "PYTHONPATH")


def program(module: str) -> list[str]:
    """Return how a module is run as a child of ours."""
    # -P: what lies in the folder where we were started is no module of ours.
    return [sys.executable, "-P", "-W", "ignore", "-m", module]


def environment() -> dict[str, str]:
    """Return what a child is told of the house's environment."""
    return {name: os.environ[name] for name in _TOLD if name in os.environ}


def lower(kind: int, to: int) -> None:
    """Bound what this process takes of one kind (`resource.RLIMIT_…`) until it ends."""
    _, hard = resource.getrlimit(kind)
    bound = least(to, hard)
    resource.setrlimit(kind, (bound, bound))


def least(wanted: int, hard: int) -> int:
    """Return the bound that is wanted, or the lower one that the system sets."""
    return wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
