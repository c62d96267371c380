"""Holders: which process has claimed a row, and whether it still lives.

A lease ends by itself; but a process that was killed on this machine need not be waited for. A holder is named
`MACHINE.PID.START.LUCK`: a hash of host, boot and process namespace; the process and when it began; and a few
random letters, for each call a name of its own.
"""

import os
import secrets
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

_PROC = Path("/proc")
_START = 19  # the field of /proc/PID/stat, counted behind the name (proc(5): 22, starttime)
_ENDED = {"Z", "X", "x"}


def new_holder() -> str:
    """Return a name for one call of this process; at most 40 letters."""
    pid = os.getpid()
    return f"{_machine()}.{pid:x}.{_began(pid) or 0:x}.{secrets.token_hex(3)}"


def gone(holder: str) -> bool:
    """Return whether a holder's process has certainly ended; False where that cannot be told."""
    machine, _, rest = holder.partition(".")
    if not machine or machine != _machine():
        return False
    pid, began, _luck = rest.split(".")
    return _began(int(pid, 16)) != int(began, 16)


@lru_cache(maxsize=1)
def _machine() -> str:
    """Return what tells machines, boots and containers apart; empty where there is no /proc."""
    try:
        boot = (_PROC / "sys/kernel/random/boot_id").read_text()
        space = (_PROC / "self/ns/pid").readlink()
    except OSError:
        return ""
    return sha256(f"{os.uname().nodename} {boot} {space}".encode()).hexdigest()[:10]


def _began(pid: int) -> int | None:
    try:
        stat = (_PROC / str(pid) / "stat").read_text()
    except OSError:
        return None
    fields = stat.rpartition(")")[2].split()
    return None if fields[0] in _ENDED else int(fields[_START])
