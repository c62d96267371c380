"""Several processes read the words of pieces at once, and any of them may be killed."""

import json
import os
import select
import signal
import time
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from pamphleteer.desk.models import Article
from pamphleteer.desk.models.article import place_of
from pamphleteer.desk.verbs.publish import publish, withdraw
from pamphleteer.ground import clock
from pamphleteer.press.models import PieceWords
from pamphleteer.press.models.words import RULES
from pamphleteer.press.verbs import indexing, rereading
from pamphleteer.project import making
from tests.cast import Cast
from tests.journeys.house import DATABASE, House

PIECES = 450
WORDS = "The ferry came and the sea was calm, l’été était long, и мэр открыл мост. " * 20


@pytest.fixture
def house(tmp_path: Path, own_database: str) -> House:
    """An outlet with many pieces, of which no words were read."""
    making.make(tmp_path / "outlet")
    cast, now = Cast(), clock.now()
    partners = [cast.partner, None]
    articles = Article.objects.bulk_create(
        Article(
            headline=f"Piece {n}", body=f"<p>{WORDS}{n}</p>", slug=f"piece-{n}", live=n % 9 > 0,
            date=now, place=place_of(now) + n, partner=partners[n % 2],
        )
        for n in range(PIECES)
    )  # fmt: skip
    through = Article.topics.through
    through.objects.bulk_create(through(article=one, topic=cast.topic) for one in articles[::3])
    return House(tmp_path / "outlet", {**os.environ, DATABASE: own_database})


def kept() -> list[Any]:
    """Return all that searches are answered from."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM press_piecewords ORDER BY article_id")
        return cursor.fetchall()


def assert_as_made_anew() -> None:
    assert not PieceWords.objects.filter(rules=None).exists()
    assert indexing.is_sound()
    assert rereading.unfound() == 0
    stood = kept()
    indexing.mend()
    assert indexing.round_() == Article.objects.count()
    assert kept() == stood
    assert indexing.is_sound()


def test_a_killed_reading_is_finished_by_the_next_round(house: House) -> None:
    killed = house.begin("-C", house.folder, "press", "--words")
    until = time.monotonic() + 120
    while not PieceWords.objects.filter(rules=RULES).exists() and time.monotonic() < until:
        select.select([], [], [], 0.002)
    killed.end(signal.SIGKILL)
    read = PieceWords.objects.filter(rules=RULES).count()
    assert 0 < read < PIECES
    assert indexing.is_sound()
    assert indexing.round_() == PIECES - read
    assert_as_made_anew()


def test_pieces_change_while_several_processes_read(house: House) -> None:
    readers = [house.begin("-C", house.folder, "press", "--words", "--json") for _ in range(2)]
    articles = list(Article.objects.live()[:40])
    while any(reader.process.poll() is None for reader in readers) and articles:
        article = articles.pop()
        article.headline = f"{article.headline}, again"
        article.save_revision()
        publish(article)
        withdraw(articles.pop(), why="It was wrong.")
    told = [json.loads(each.process.communicate(timeout=150)[0]) for each in readers]
    assert sum(each["read"] for each in told) >= PIECES
    indexing.round_()
    assert_as_made_anew()
