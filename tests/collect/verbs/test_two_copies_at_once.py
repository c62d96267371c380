"""Two processes that bring copies of one piece at the same moment make one story."""

from contextlib import ExitStack

import pytest
from django.db import connection

from pamphleteer.collect.models import Story, WireItem
from tests.collect.syndication.partners import partners
from tests.collect.syndication.pieces import articles
from tests.collect.syndication.tongues import ENGLISH
from tests.processes import Process

pytestmark = pytest.mark.usefixtures("own_database")
PIECES = 12

BRINGER = """
import sys
from django.db import connections
connections["default"].settings_dict["NAME"] = sys.argv[1]
from pamphleteer.collect.models import Source
from pamphleteer.collect.understand import understand
from pamphleteer.collect.verbs.wire import keep
source = Source.objects.get(pk=sys.argv[2])
feeds = [understand(open(path, "rb").read(), address=source.url) for path in sys.argv[3:]]
print("ready", flush=True)
sys.stdin.readline()
for feed in feeds:
    keep(source, feed.items)
"""


def test_two_processes_make_one_story_of_each_piece(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("feeds")
    carriers = partners(ENGLISH, 2)
    name = str(connection.settings_dict["NAME"])
    with ExitStack() as ends:
        bringers = []
        for carrier in carriers:
            paths = [folder / f"{carrier.name}-{n}" for n in range(PIECES)]
            for path, piece in zip(paths, articles(ENGLISH, PIECES), strict=True):
                path.write_bytes(carrier.written([piece]))
            words = (name, str(carrier.source.pk), *map(str, paths))
            started = Process(BRINGER, *words, pipes=("stdin", "stdout"))
            bringers.append(ends.enter_context(started))
            ends.callback(started.kill)
        for bringer in bringers:
            assert bringer.stdout and bringer.stdout.readline() == "ready\n"
        for bringer in bringers:
            assert bringer.stdin
            bringer.stdin.write("go\n")
            bringer.stdin.flush()
        assert [bringer.wait(60) for bringer in bringers] == [0, 0]

    assert WireItem.objects.count() == 2 * PIECES
    assert Story.objects.told().count() == PIECES
    for story in Story.objects.told():
        assert len(set(story.items.values_list("source", flat=True))) == 2
