"""How many sign-ups a second `run` takes, each of another address and from another network."""

import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from bench.measure import Figure
from bench.serving import outlet

_READERS, _EACH = 8, 150
_WARM = 10


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder, outlet(Path(folder)) as (port, _):
        _sign_up(port, _WARM, _READERS)
        begun = time.perf_counter()
        with ThreadPoolExecutor(_READERS) as readers:
            list(readers.map(partial(_sign_up, port, _EACH), range(_READERS)))
        seconds = time.perf_counter() - begun
    what = f"sign-ups of {_READERS} readers at once: sealed, limited, a mail planned"
    yield Figure(what, _READERS * _EACH / seconds, "a second", 50, at_least=True)


def _sign_up(port: int, times: int, reader: int) -> None:
    """Send the form as browsers do, over one line; `run` believes the proxy on its own machine."""
    line = HTTPConnection("127.0.0.1", port, timeout=60)
    for number in range(times):
        form = urlencode({"address": f"reader.{reader}.{number}@site-{number % 40}.example"})
        head = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Forwarded-For": f"10.{reader}.{number % 250}.7",
        }
        line.request("POST", "/digest/", form, head)
        answer = line.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"a sign-up was answered with {answer.status}")
    line.close()
