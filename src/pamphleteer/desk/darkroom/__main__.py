"""The child: makes one uploaded picture anew, in all its sizes, and says what it has made."""

import json
import resource
import sys
from pathlib import Path

from pamphleteer.desk.darkroom import developing
from pamphleteer.desk.darkroom.developing import Unusable

OUT_OF_MEMORY = 77
_LARGEST = 300_000_000  # bytes of one file that it writes


def main() -> int:
    """Develop the picture that the arguments name; returns the exit code."""
    source, folder, pixels, memory, seconds = sys.argv[1:]
    _limit(resource.RLIMIT_AS, int(memory))
    _limit(resource.RLIMIT_CPU, int(seconds))
    _limit(resource.RLIMIT_FSIZE, _LARGEST)
    _limit(resource.RLIMIT_CORE, 0)
    try:
        said = developing.develop(Path(source), Path(folder), most=int(pixels))
    except Unusable as fault:
        said = {"fault": str(fault)}
    except MemoryError:
        return OUT_OF_MEMORY
    sys.stdout.write(json.dumps(said))
    return 0


def _limit(kind: int, to: int) -> None:
    _, hard = resource.getrlimit(kind)
    bound = to if hard == resource.RLIM_INFINITY else min(to, hard)
    resource.setrlimit(kind, (bound, bound))


if __name__ == "__main__":
    sys.exit(main())
