"""The child: makes pages of templates until nobody asks any more."""

import json
import os
import pickle
import resource
import signal
import sys
from typing import BinaryIO

from pamphleteer.ground.children import OUT_OF_MEMORY, lower
from pamphleteer.press import engine
from pamphleteer.press.apart import limits
from pamphleteer.press.errors import ThemeError


def main() -> int:
    """Answer until standard input ends; returns the exit code."""
    memory, seconds, longest = sys.argv[1:]
    asked, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    lower(resource.RLIMIT_AS, int(memory))
    lower(resource.RLIMIT_CORE, 0)
    try:
        while _answer(asked, answers, float(seconds), int(longest)):
            pass
    except MemoryError:
        return OUT_OF_MEMORY
    except BrokenPipeError:
        pass
    return 0


def _answer(asked: BinaryIO, answers: BinaryIO, seconds: float, longest: int) -> bool:
    # What the process says that began this one.
    try:
        template, looked_up, context = pickle.load(asked)  # noqa: S301
    except EOFError:
        return False
    # Whatever runs when the time is over is ended where it is, and this process with it.
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        page = engine.made(template, looked_up, context)
        if len(page) > longest:
            raise ThemeError(template, f"it makes a page of more than {longest:,} bytes")
        said = limits.HEAD.pack(True, len(page)) + page
    except ThemeError as error:
        said = _fault(error)
    except MemoryError:
        raise
    # Whatever a template does to what it is given.
    except Exception as error:  # noqa: BLE001
        said = _fault(ThemeError(template, f"{type(error).__name__}: {error}"))
    signal.setitimer(signal.ITIMER_REAL, 0)
    answers.write(said)
    answers.flush()
    return True


def _fault(error: ThemeError) -> bytes:
    told = json.dumps([error.template, error.what[:2000], error.line]).encode()
    return limits.HEAD.pack(False, len(told)) + told


if __name__ == "__main__":
    sys.exit(main())
