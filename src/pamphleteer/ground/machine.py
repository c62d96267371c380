"""What tells one machine from another, and a file from its copy, as far as that can be told without rights.

What cannot be told is empty. Names of machines are secrets of theirs (machine-id(5)): they are hashed.
"""

import os
from hashlib import sha256
from pathlib import Path

_MACHINE_ID = Path("/etc/machine-id")
_INSTANCE_ID = Path("/run/cloud-init/instance-id")
# The kernel's first namespace of processes (linux/proc_ns.h: PROC_PID_INIT_INO): whoever is in another one is in a
# container, whose machine-id is of its image, or made anew at each start.
_NO_CONTAINER = "pid:[4026531836]"
_SPACE = Path("/proc/self/ns/pid")


def machine() -> str:
    """Return what this machine keeps through all boots; empty in a container."""
    try:
        if str(_SPACE.readlink()) != _NO_CONTAINER:
            return ""
    except OSError:
        return ""
    return _hashed_of(_MACHINE_ID)


def instance() -> str:
    """Return what a cloud gives each machine that is started from an image; empty where there is no cloud."""
    return _hashed_of(_INSTANCE_ID)


def runs(process: int, program: str) -> bool:
    """Say whether a process of this number is one of a program's, by its name, among those that can be seen here."""
    try:
        return Path(f"/proc/{process}/comm").read_text(encoding="ascii").strip() == program
    except (OSError, UnicodeDecodeError):
        return False


def whereabouts(path: Path) -> dict[str, str]:
    """Return where a file lies: its path (hashed), its number (inode), the file system that numbers it.

    All empty where there is no file.
    """
    try:
        number = path.stat().st_ino
        system = os.statvfs(path).f_fsid
    except OSError:
        return {"path": "", "file": "", "system": ""}
    return {
        "path": _hashed(str(path.resolve())),
        "file": str(number),
        "system": f"{system:x}" if system else "",
    }


def _hashed_of(path: Path) -> str:
    try:
        said = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""
    return _hashed(said) if said else ""


def _hashed(said: str) -> str:
    return sha256(b"pamphleteer place: " + said.encode(errors="surrogateescape")).hexdigest()[:16]
