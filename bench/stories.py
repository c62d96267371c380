"""How fast new pieces are stored, sketched and grouped, and what looking copies up costs."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.measure import Figure, command

_SOURCES, _ITEMS = 2_000, 20
_FEW, _MANY = 10_000, 200_000
_LOOKED_UP = 40  # documents

# A tenth of the pieces are copies of another source's; words are as common as words are (Zipf).
_BRINGING = """
import itertools, json, random, statistics, sys, time
from html import escape

import django

django.setup()
from django.db import transaction
from pamphleteer.collect.models import Source, WireItem
from pamphleteer.collect.understand import understand
from pamphleteer.collect.verbs.wire import keep
from pamphleteer.ground import clock
from pamphleteer.register.models import Licence, Partner

WORDS = 250
chance = random.Random(1848)
letters = "abcdefghijklmnopqrstuvwxyz"
vocabulary = ["".join(chance.choices(letters, k=chance.randint(2, 9))) for _ in range(30_000)]
weights = list(itertools.accumulate(1 / (rank + 3) for rank in range(len(vocabulary))))
partner = Partner.objects.create(
    name="The Harbour Light", slug="harbour-light", licence=Licence.objects.get(slug="cc-by")
)
told = []


def words(count):
    return " ".join(chance.choices(vocabulary, cum_weights=weights, k=count))


def piece(url, number):
    if told and chance.random() < 0.1:
        text = chance.choice(told[-2_000:])
    else:
        text = "".join(f"<p>{words(50)}.</p>" for _ in range(WORDS // 50))
        told.append(text)
    return (
        f"<item><title>{words(8)}</title><link>{url}/{number}</link><guid>{url}#{number}</guid>"
        f"<pubDate>Mon, 23 Nov 2026 09:00:00 GMT</pubDate><description>{escape(text)}"
        "</description></item>"
    )


def brought(number, items):
    source = Source.objects.create(
        partner=partner, url=f"https://s{number}.example/feed", due_at=clock.now()
    )
    pieces = "".join(piece(f"https://s{number}.example", n) for n in range(items))
    channel = f"<title>S</title><language>en</language>{pieces}"
    return source, f'<rss version="2.0"><channel>{channel}</channel></rss>'.encode()


def bring(first, sources, items):
    understood = kept = 0.0
    each = []
    for number in range(first, first + sources):
        source, document = brought(number, items)
        begun = time.perf_counter()
        feed = understand(document, address=source.url)
        after = time.perf_counter()
        with transaction.atomic():
            keep(source, feed.items)
        each.append(time.perf_counter() - after)
        understood += after - begun
    return understood, sum(each), statistics.median(each)
"""

_STORED = (
    _BRINGING
    + """
sources, items = map(int, sys.argv[1:])
bring(0, 20, items)
understood, kept, _ = bring(20, sources, items)
print(json.dumps([sources * items / kept, sources * items / (understood + kept)]))
"""
)

_LOOKED = (
    _BRINGING
    + """
few, many, documents = map(int, sys.argv[1:])
medians, number = [], 0
for size in (few, many):
    missing = (size - WireItem.objects.count()) // 500
    bring(number, missing, 500)
    number += missing
    medians.append(bring(number, documents, 20)[2])
    number += documents
print(json.dumps(medians))
"""
)


def figures() -> Iterator[Figure]:
    with_sketch, in_all = _run(_STORED, _SOURCES, _ITEMS)
    what = f"{_SOURCES:,} sources with {_ITEMS} new items"
    yield Figure(f"{what}, stored and grouped", with_sketch, "items/s", 1_000, at_least=True)
    yield Figure(f"{what}, read from XML too", in_all, "items/s", 800, at_least=True)
    few, many = _run(_LOOKED, _FEW, _MANY, _LOOKED_UP)
    what = f"a document at {_MANY:,} stored items, against {_FEW:,}"
    yield Figure(what, many / few, "times", 1.5)


def _run(script: str, *numbers: int) -> list[float]:
    with tempfile.TemporaryDirectory() as folder:
        outlet = Path(folder) / "outlet"
        command("new", outlet)
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", script, *map(str, numbers)],
            env={
                **os.environ,
                "PAMPHLETEER_DIR": str(outlet),
                "DJANGO_SETTINGS_MODULE": "pamphleteer.project.settings",
            },
            check=True,
            stdout=subprocess.PIPE,
        )
    found: list[float] = json.loads(done.stdout)
    return found
