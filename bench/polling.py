"""How fast a round goes over sources that have nothing new, and how much memory it takes."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.measure import Figure, command

_SOURCES = 2_000
_TIMES = 3
_MIB = 1024

# Each source is at an address of its own, as most partners have a server of their own.
_SERVER = """
import asyncio, resource, sys

_, most = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))

ANSWER = b'HTTP/1.1 304 Not Modified\\r\\nETag: "a"\\r\\nConnection: close\\r\\n\\r\\n'


class Unchanged(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport, self.head = transport, b""

    def data_received(self, data):
        self.head += data
        if self.head.endswith(b"\\r\\n\\r\\n"):
            assert b'If-None-Match: "a"' in self.head
            self.transport.write(ANSWER)
            self.transport.close()


async def serve():
    loop = asyncio.get_running_loop()
    first = await loop.create_server(Unchanged, "127.1.0.1", 0, backlog=512)
    port = first.sockets[0].getsockname()[1]
    for number in range(1, int(sys.argv[1])):
        at = f"127.1.{number // 250}.{number % 250 + 1}"
        await loop.create_server(Unchanged, at, port, backlog=512)
    print(port, flush=True)
    await first.serve_forever()


asyncio.run(serve())
"""

_ROUNDS = """
import json, resource, sys, time
import django

django.setup()
from django.utils import timezone
from pamphleteer.collect.models import Host, Source
from pamphleteer.collect.verbs.poll import poll
from pamphleteer.collect.verbs.store import digest_of
from pamphleteer.ground.http import Answer, host_of
from pamphleteer.register.models import Licence, Partner

port, sources, times = map(int, sys.argv[1:])
partner = Partner.objects.create(
    name="The Harbour Light", slug="harbour-light", licence=Licence.objects.first()
)
urls = [f"http://127.1.{number // 250}.{number % 250 + 1}:{port}/feed" for number in range(sources)]
known = [
    Source(partner=partner, url=url, host=host_of(url), etag='"a"', due_at=timezone.now())
    for url in urls
]
for source in known:  # each was read before, as it would be read now
    source.digest = digest_of(source, Answer(
        url=source.url, content=b"", content_type="", etag='"a"', last_modified="", unchanged=False
    ))
Source.objects.bulk_create(known)
seconds = []
for _ in range(times):
    Host.objects.update(free_at=timezone.now())
    Source.objects.update(due_at=timezone.now())
    begun = time.perf_counter()
    polled = poll().polled
    seconds.append(time.perf_counter() - begun)
    assert len(polled) == sources and all(one.unchanged for one in polled), polled[:3]
print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss]))
"""


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder, _serving() as port:
        outlet = Path(folder) / "outlet"
        command("new", outlet, "--url", "http://127.0.0.1/")
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", _ROUNDS, str(port), str(_SOURCES), str(_TIMES)],
            env={
                **os.environ,
                "PAMPHLETEER_DIR": str(outlet),
                "PAMPHLETEER_COLLECT_ALLOW": "127.0.0.0/8",
                "DJANGO_SETTINGS_MODULE": "pamphleteer.project.settings",
            },
            check=True,
            stdout=subprocess.PIPE,
        )
    seconds, kilobytes = json.loads(done.stdout)
    rate = _SOURCES / statistics.median(seconds)
    what = f"a round over {_SOURCES:,} unchanged sources"
    yield Figure(f"{what} (median of {_TIMES})", rate, "sources/s", 500, at_least=True)
    yield Figure(f"{what}: most memory", kilobytes / _MIB, "MiB", 300)


@contextmanager
def _serving() -> Iterator[int]:
    with subprocess.Popen(
        [sys.executable, "-c", _SERVER, str(_SOURCES)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.kill()
