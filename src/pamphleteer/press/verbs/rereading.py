"""Tell whether readers find what is published by what it says, and change nothing."""

from collections.abc import Collection, Mapping

from django.db import connection

from pamphleteer.desk.models import Article
from pamphleteer.press import spots
from pamphleteer.press.models import PieceWords
from pamphleteer.press.models.words import RULES
from pamphleteer.press.said import MARKS, PARTS, Said, lexemes, said
from pamphleteer.press.verbs.indexing import OWN

_AT_ONCE = 200
_OTHERS = f"""
    SELECT article_id FROM {OWN} JOIN unnest(%s::bigint[], %s::text[]) AS said (key, words)
    ON article_id = key WHERE lexemes IS DISTINCT FROM words::tsvector
"""  # noqa: S608


def unfound() -> int:
    """Return how many articles are found by other words than theirs, but for those to be read."""
    count, last = 0, 0
    rows = Article.objects.order_by("pk").values_list("pk", flat=True)
    while keys := list(rows.filter(pk__gt=last)[:_AT_ONCE]):
        count, last = count + len(_differing(keys)), keys[-1]
    return count


def _differing(articles: Collection[int]) -> set[int]:
    pieces = said(articles)
    rows = PieceWords.objects.filter(pk__in=articles)
    read = dict(rows.filter(rules=RULES).values_list("article", "spot"))
    waiting = set(rows.exclude(rules=RULES).values_list("article", flat=True))
    missing = pieces.keys() - read.keys() - waiting
    told = {key: pieces[key] for key in read}
    moved = {key for key, spot in read.items() if _second(spot) != _second(told[key].spot)}
    return missing | moved | _otherwise(told)


def _second(spot: int | None) -> int | None:
    return None if spot is None else spot // spots.EACH


def _otherwise(pieces: Mapping[int, Said]) -> set[int]:
    if connection.vendor == "sqlite":
        rows = PieceWords.objects.filter(pk__in=pieces)
        kept = {key: texts for key, *texts in rows.values_list("article", *PARTS, MARKS)}
        return {key for key, one in pieces.items() if kept.get(key) != one.texts()}
    words = [None if one.spot is None else lexemes(one.words) for one in pieces.values()]
    with connection.cursor() as cursor:
        cursor.execute(_OTHERS, [list(pieces), words])
        return {key for (key,) in cursor.fetchall()}
