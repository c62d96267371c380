"""The child: makes one uploaded picture anew, in all its sizes, and says what it has made."""

import json
import resource
import signal
import sys
from pathlib import Path

from pamphleteer.desk.darkroom import developing
from pamphleteer.desk.darkroom.faults import Unkept, Unusable
from pamphleteer.ground.children import OUT_OF_MEMORY, lower

_LARGEST = 300_000_000  # bytes of one file that it writes


def main() -> int:
    """Develop the picture that the arguments name; returns the exit code."""
    source, folder, pixels, memory, seconds = sys.argv[1:]
    lower(resource.RLIMIT_AS, int(memory))
    lower(resource.RLIMIT_CPU, int(seconds))
    lower(resource.RLIMIT_FSIZE, _LARGEST)
    lower(resource.RLIMIT_CORE, 0)
    # Whoever asked waits no longer; if they were killed, nobody else ends us.
    signal.alarm(int(seconds) + 1)
    try:
        said = developing.develop(Path(source), Path(folder), most=int(pixels))
    except Unusable as fault:
        said = {"wrong": fault.wrong, "numbers": fault.numbers}
    except Unkept as fault:
        said = {"unkept": str(fault)}
    except MemoryError:
        return OUT_OF_MEMORY
    sys.stdout.write(json.dumps(said))
    return 0


if __name__ == "__main__":
    sys.exit(main())
