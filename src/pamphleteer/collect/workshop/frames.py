"""What goes between the house and the child: a length in four bytes, then so many bytes of JSON."""

import json
import struct
import time
from socket import socket
from typing import Any

LONGEST = 64_000_000  # bytes
_HEAD = struct.Struct(">I")
_PIECE = 1 << 16


class GarbageError(Exception):
    """Bytes that are no frame."""


def send(to: socket, said: dict[str, Any], *, until: float | None = None) -> None:
    """Send a frame; raises `OSError`, `TimeoutError` once `until` of the monotonic clock is over."""
    body = json.dumps(said, separators=(",", ":")).encode()
    _wait_until(to, until)
    to.sendall(_HEAD.pack(len(body)) + body)


def receive(of: socket, *, until: float | None = None) -> dict[str, Any]:
    """Return the next frame.

    Raises `EOFError` where there is none, `GarbageError`, `OSError`, and `TimeoutError` as above.
    """
    (size,) = _HEAD.unpack(_exactly(of, _HEAD.size, until))
    if size > LONGEST:
        raise GarbageError(f"a frame of {size:,} bytes")
    try:
        said = json.loads(_exactly(of, size, until))
    except (ValueError, RecursionError) as error:
        raise GarbageError("a frame that is no JSON") from error
    if not isinstance(said, dict):
        raise GarbageError("a frame that holds no object")
    return said


def _exactly(of: socket, size: int, until: float | None) -> bytes:
    came = bytearray()
    while len(came) < size:
        _wait_until(of, until)
        piece = of.recv(min(_PIECE, size - len(came)))
        if not piece:
            raise EOFError
        came += piece
    return bytes(came)


def _wait_until(end: socket, until: float | None) -> None:
    if until is not None:
        # Not 0, which would mean not to wait at all.
        end.settimeout(max(0.001, until - time.monotonic()))
