"""Make the map of what is news due when something on it is news no more, though nobody publishes."""

from pamphleteer.desk.models.article import place_of
from pamphleteer.ground import clock
from pamphleteer.ground.stopping import Stop, never
from pamphleteer.press import things
from pamphleteer.press.models import Listed, Need
from pamphleteer.press.models.file import NOW
from pamphleteer.press.pages.sitemap import LASTING, path_of
from pamphleteer.press.verbs import due

EVERY = 60  # seconds
_SOME = 500  # articles in one question


def round_(stop: Stop = never) -> int:
    """Return 1 if the map was made due."""
    del stop
    path = path_of("news")
    named = Need.objects.filter(file__path=path, thing__startswith="article:")
    articles = things.keys(set(named.values_list("thing", flat=True)), "article")
    until = place_of(clock.now() - LASTING)
    for start in range(0, len(articles), _SOME):
        some = articles[start : start + _SOME]
        if Listed.objects.filter(list=things.ALL, article__in=some, at__lt=until).exists():
            due.later([path], NOW)
            return 1
    return 0
