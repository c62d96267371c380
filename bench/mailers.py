"""Who else sends mail to the sink: Postfix's smtp-source, and Python's smtplib and aiosmtplib; and a slow line to it.

As a program of its own: `python -m bench.mailers NAME PORT LETTERS LINES` prints the seconds that it took.
"""

import asyncio
import json
import shutil
import smtplib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from itertools import repeat

import aiosmtplib
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256

SINK, SOURCE = "smtp-sink", "smtp-source"
BYTES = 30_000
_FROM, _TO = "outlet@example.org", "reader@site.example"
_HOST = "127.0.0.1"
_MANY = 10_000  # connections that may wait for the sink
_BLOCK = 65_536


@contextmanager
def sink() -> Iterator[int]:
    """Yield the port of Postfix's sink, which takes all mail and keeps none."""
    missing = [name for name in (SINK, SOURCE) if shutil.which(name) is None]
    if missing:
        raise SystemExit(
            f"The bench of delivering needs {' and '.join(missing)} of Debian's postfix."
        )
    port = free_port()
    running = subprocess.Popen([SINK, "-u", "nobody", f"{_HOST}:{port}", str(_MANY)])
    try:
        _wait(port)
        yield port
    finally:
        running.terminate()
        running.wait(10)


@contextmanager
def slow_line(port: int, seconds: float) -> Iterator[int]:
    """Yield the port of a line to another one, on which each word takes so long there and back."""
    mine = free_port()
    words = [sys.executable, "-m", "bench.mailers", "line", port, mine, seconds]
    running = subprocess.Popen([str(word) for word in words])
    try:
        _wait(mine)
        yield mine
    finally:
        running.terminate()
        running.wait(10)


def by_source(port: int, letters: int) -> float:
    """Return how long smtp-source takes with twenty connections."""
    begun = time.perf_counter()
    words = ["-s20", f"-l{BYTES}", f"-m{letters}", f"-f{_FROM}", f"-t{_TO}", f"{_HOST}:{port}"]
    subprocess.run([SOURCE, *words], check=True)
    return time.perf_counter() - begun


def by_library(name: str, port: int, letters: int, lines: int) -> float:
    """Return how long a library takes over so many connections, in a process of its own."""
    words = [sys.executable, "-m", "bench.mailers", name, port, letters, lines]
    done = subprocess.run([str(word) for word in words], check=True, stdout=subprocess.PIPE)
    return float(json.loads(done.stdout))


def bare_signatures(each: int) -> float:
    """Return how long two processes take to make so many signatures each, RSA-2048 over SHA-256, and nothing else."""
    words = [sys.executable, "-m", "bench.mailers", "rsa", str(each)]
    running = [subprocess.Popen(words, stdout=subprocess.PIPE) for _ in range(2)]
    return max(float(json.loads(one.communicate()[0])) for one in running)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((_HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(port: int) -> None:
    for _ in range(100):
        try:
            with socket.create_connection((_HOST, port), 5) as line:
                if line.recv(1):
                    return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"nobody answers at {port}")


def _letter() -> bytes:
    head = f"From: {_FROM}\r\nTo: {_TO}\r\nSubject: The day\r\n\r\n".encode()
    line = b"The river is clean again, say those who live there, and so do we.\r\n"
    return head + line * ((BYTES - len(head)) // len(line))


def _smtplib(port: int, letters: int, lines: int) -> None:
    content = _letter()

    def line(count: int) -> None:
        with smtplib.SMTP(_HOST, port) as server:
            for _ in repeat(None, count):
                server.sendmail(_FROM, [_TO], content)

    with ThreadPoolExecutor(lines) as pool:
        list(pool.map(line, [letters // lines] * lines))


async def _aiosmtplib(port: int, letters: int, lines: int) -> None:
    content = _letter()

    async def line(count: int) -> None:
        async with aiosmtplib.SMTP(hostname=_HOST, port=port, start_tls=False) as server:
            for _ in repeat(None, count):
                await server.sendmail(_FROM, [_TO], content)

    await asyncio.gather(*(line(letters // lines) for _ in range(lines)))


def _rsa(times: int) -> float:
    key = generate_private_key(65537, 2048)
    begun = time.perf_counter()
    for number in range(times):
        key.sign(number.to_bytes(32, "big"), PKCS1v15(), SHA256())
    return time.perf_counter() - begun


async def _line(port: int, mine: int, seconds: float) -> None:
    """Carry bytes both ways, each half of the time that there and back takes; as fast as they come otherwise."""

    async def late(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        loop = asyncio.get_running_loop()
        with suppress(OSError):
            while data := await source.read(_BLOCK):
                loop.call_later(seconds / 2, sink.write, data)
        loop.call_later(seconds / 2, sink.close)

    async def serve(source: asyncio.StreamReader, answer: asyncio.StreamWriter) -> None:
        there, forth = await asyncio.open_connection(_HOST, port)
        await asyncio.gather(late(source, forth), late(there, answer), return_exceptions=True)

    async with await asyncio.start_server(serve, _HOST, mine) as server:
        await server.serve_forever()


def main(name: str, *numbers: str) -> None:
    if name == "line":
        port, mine, seconds = numbers
        asyncio.run(_line(int(port), int(mine), float(seconds)))
        return
    begun = time.perf_counter()
    if name == "rsa":
        print(json.dumps(_rsa(*map(int, numbers))))
        return
    if name == "smtplib":
        _smtplib(*map(int, numbers))
    else:
        asyncio.run(_aiosmtplib(*map(int, numbers)))
    print(json.dumps(time.perf_counter() - begun))


if __name__ == "__main__":
    main(*sys.argv[1:])
