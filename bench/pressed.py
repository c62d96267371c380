"""Press the outlet that the environment names, and measure; run by the bench of pressing.

A program of its own, for it needs the outlet's settings: `fill ARTICLES`, `build` (all of it, into an
empty folder) or `publish TIMES` (one article after the other, each to its files); prints what it saw.
"""

import json
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402

from bench.archive import fill as filled  # noqa: E402
from bench.tongues import Tongue  # noqa: E402
from pamphleteer.desk.models import Article  # noqa: E402
from pamphleteer.desk.verbs.publish import publish  # noqa: E402
from pamphleteer.desk.verbs.write import write  # noqa: E402
from pamphleteer.ground.stopping import never  # noqa: E402
from pamphleteer.press import paths  # noqa: E402
from pamphleteer.press.models import File  # noqa: E402
from pamphleteer.press.verbs.press import press, round_  # noqa: E402
from pamphleteer.register.models import Person, Role, Topic  # noqa: E402
from pamphleteer.register.verbs import people  # noqa: E402

_MIB = 1024


def fill(articles: int) -> dict[str, float]:
    """Make so many articles."""
    filled(articles, 0, by=_editor())
    return {"articles": Article.objects.count()}


def build(_nothing: int) -> dict[str, float]:
    """Press everything; return the seconds, those of one core, and the memory that it took."""
    begun, before = time.perf_counter(), time.process_time()
    press()
    seconds, of_cores = time.perf_counter() - begun, time.process_time() - before
    # Linux counts it in kilobytes.
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MIB
    return {"seconds": seconds, "of_cores": of_cores, "mebibytes": most}


def publish_each(times: int) -> dict[str, float]:
    """Publish articles; return the middle number of seconds from the click to its page, and to the last file.

    A process that has run for a while is what editors meet: as many go before, and are not measured.
    """
    editor, tongue, topics = _editor(), Tongue("en", seed=2), list(Topic.objects.all())
    while round_(never):
        pass
    before = File.objects.count()
    seconds, shown = [], []
    for n in range(-max(times, len(topics)), times):
        under = [topics[(n + step) % len(topics)] for step in (0, 7)]
        lead, body = tongue.said(25), tongue.paragraphs(5)
        draft = write(headline=tongue.said(9), lead=lead, body=body, topics=under, by=editor)
        begun = time.perf_counter()
        publish(draft, by=editor)
        watch = _Watch(Path(settings.PUBLIC) / paths.article(draft.slug))
        while round_(watch):
            pass
        if n >= 0:
            seconds.append(time.perf_counter() - begun)
            shown.append(watch.seen - begun)
    assert File.objects.count() >= before + times
    return {"seconds": statistics.median(seconds), "shown": statistics.median(shown)}


class _Watch:
    """Looks before each file that is made whether another one lies there by now, and never asks to stop."""

    def __init__(self, page: Path) -> None:
        self._page = page
        self.seen = 0.0

    def __call__(self) -> bool:
        if not self.seen and self._page.exists():
            self.seen = time.perf_counter()
        return False


def _editor() -> Person:
    known = Person.objects.filter(email="editor@bench.example").first()
    return known or people.add("editor@bench.example", role=Role.EDITOR)[0]


def main() -> None:
    """Do one deed."""
    deed, *numbers = sys.argv[1:]
    deeds: dict[str, Callable[[int], dict[str, float]]] = {
        "fill": fill,
        "build": build,
        "publish": publish_each,
    }
    print(json.dumps(deeds[deed](*map(int, numbers or ["0"]))))


if __name__ == "__main__":
    main()
