"""Make the map of what is news due when something on it is news no more, though nobody publishes."""

from datetime import timedelta

from pamphleteer.desk.models.article import place_of
from pamphleteer.ground import clock
from pamphleteer.ground.stopping import Stop, never
from pamphleteer.press import things
from pamphleteer.press.models import Listed, Need
from pamphleteer.press.models.file import NOW
from pamphleteer.press.pages.sitemap import LASTING, path_of
from pamphleteer.press.verbs import due

EVERY = 60  # seconds
_LATE = timedelta(seconds=2 * EVERY)  # after which a round should have seen to it
_SOME = 500  # articles in one question
_NEWS = path_of("news")


def round_(stop: Stop = never) -> int:
    """Return 1 if the map was made due."""
    del stop
    if not _names_aged(timedelta(0)):
        return 0
    due.later([_NEWS], NOW)
    return 1


def is_waiting(path: str) -> bool:
    """Tell whether a file is the map, and names what has aged so lately that the next round sees to it."""
    return path == _NEWS and _names_aged(timedelta(0)) and not _names_aged(_LATE)


def _names_aged(late: timedelta) -> bool:
    """Tell whether the map names a piece that has been news no more for so long."""
    named = Need.objects.filter(file__path=_NEWS, thing__startswith="article:")
    articles = things.keys(set(named.values_list("thing", flat=True)), "article")
    until = place_of(clock.now() - LASTING - late)
    listed = Listed.objects.filter(list=things.ALL, at__lt=until)
    parts = range(0, len(articles), _SOME)
    return any(listed.filter(article__in=articles[n : n + _SOME]).exists() for n in parts)
