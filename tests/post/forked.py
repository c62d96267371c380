"""Several processes at the same moment, and one that is killed before each of its statements in turn.

They are forks of a process that has Django up already, so that a hundred of them take a second or two.
"""

import json
import os
import signal
import traceback
from collections.abc import Callable
from typing import Any

from django.db import connection

Deed = Callable[[], Any]
_WRONG = 3


def at_once(*deeds: Deed) -> list[Any]:
    """Let each deed be done by a process of its own, all let go at once; what each returns or raises, in words."""
    connection.close()
    ready, go = os.pipe()
    children = [_child(deed, ready, go) for deed in deeds]
    os.close(ready)
    os.close(go)  # they all read the end of it now
    return [_said(*child) for child in children]


def killed(deed: Deed) -> int:
    """Let processes do a deed, each killed one statement later than the one before; returns how many were.

    The last one, which is not killed, has to end well.
    """
    connection.close()
    for statements in range(1_000):
        child = os.fork()
        if not child:
            _do_until(deed, statements)
        _, status = os.waitpid(child, 0)
        if os.WIFEXITED(status):
            assert os.WEXITSTATUS(status) == 0, status
            return statements
        assert os.WTERMSIG(status) == signal.SIGKILL, status
    raise AssertionError("it did not end")


def _child(deed: Deed, ready: int, go: int) -> tuple[int, int]:
    says, writes = os.pipe()
    child = os.fork()
    if child:
        os.close(writes)
        return child, says
    os.close(go)
    try:
        connection.ensure_connection()
        os.read(ready, 1)
        said = json.dumps(deed(), default=str)
    except Exception as error:  # noqa: BLE001 - told to the one who asked
        said = json.dumps(type(error).__name__)
        if not type(error).__module__.startswith("pamphleteer."):
            traceback.print_exc()  # it is no answer of ours: whoever looks needs to know where it came from
    os.write(writes, said.encode())
    os._exit(0)


def _said(child: int, says: int) -> Any:
    with open(says, "rb") as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    return json.loads(said)


def _do_until(deed: Deed, statements: int) -> None:
    left = statements

    def count(execute: Any, *said: Any) -> Any:
        nonlocal left
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1
        return execute(*said)

    try:
        with connection.execute_wrapper(count):
            deed()
        connection.close()
    except Exception:  # noqa: BLE001 - told by the status
        os._exit(_WRONG)
    os._exit(0)
