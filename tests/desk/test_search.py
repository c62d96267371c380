"""The same words are found on both databases, whatever happened to the rows."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from pamphleteer.collect.models import Story, WireItem
from pamphleteer.desk.models import Article, ArticleWords, ItemWords
from pamphleteer.desk.verbs import indexing, reading
from pamphleteer.desk.verbs.publish import publish
from pamphleteer.desk.verbs.search import found, newest
from tests.cast import Cast

pytestmark = pytest.mark.django_db

TEXTS = {
    "en": "The ferry is late",
    "fr": "Une école flottante, l’été",
    "ru": "Мэр открыл ёлку",
    "ar": "والجسر مفتوح في ألمانيا",
    "zh": "我们在香港报道",
    "%": '100% of the_votes, a\\b and c\'d "e"',
}
ASKED = {
    "late FERRY": {"en"},
    "FER": {"en"},
    "erry": set(),
    "ferry early": set(),
    "ecole": {"fr"},
    "ÉTÉ": {"fr"},
    "МЭР елк": {"ru"},
    "جسر": {"ar"},
    "الجسر المانيا": {"ar"},
    "\u200fجسر\u200f": {"ar"},
    "香港": {"zh"},
    "%": set(),
    "_": set(),
    "100": {"%"},
    "100%": {"%"},
    "a\\b": {"%"},
    "c'd": {"%"},
    '"e': {"%", "fr"},
    "' OR 1=1 --": set(),
    '"* AND NOT {': set(),
    "NEAR(ferry late)": set(),
    "!ferry | x:*": set(),
    "ferry\0": {"en"},
    "f" * 10_000: set(),
    "ferry " * 2_000: {"en"},
    "   ": set(),
}


def articles(words: str) -> set[str]:
    keys = newest(Article.objects.all(), words, ArticleWords, at_most=50)
    return set(Article.objects.filter(pk__in=keys).values_list("authors", flat=True))


def items(words: str) -> set[int]:
    return set(WireItem.objects.filter(found(words, ItemWords)).values_list("pk", flat=True))


@pytest.fixture(params=["read", "as it stands"])
def way(request: pytest.FixtureRequest) -> Iterator[str]:
    """Found by the index, and before the round has come."""
    return request.param


def read(way: str) -> None:
    if way == "read":
        indexing.round_()
        assert not ArticleWords.objects.filter(words=None).exists()
        assert not ItemWords.objects.filter(words=None).exists()


def test_words_are_found_in_every_alphabet_and_nothing_breaks_a_search(
    cast: Cast, way: str
) -> None:
    for name, text in TEXTS.items():
        cast.draft(headline=text, lead="", authors=name)
    read(way)
    assert {words[:40]: articles(words) for words in ASKED} == {
        words[:40]: names for words, names in ASKED.items()
    }


def test_a_search_at_the_desk_takes_whatever_is_typed(client: Client, cast: Cast) -> None:
    client.force_login(cast.editor)
    cast.draft(headline="The ferry is late")
    indexing.round_()
    lists = ("desk_article:list", "collect_wireitem:list")
    for address in (*(reverse(f"wagtailsnippets_{one}") for one in lists), reverse("desk_wire")):
        for words in ASKED:
            assert client.get(address, {"q": words}).status_code == 200


def test_single_pieces_are_searched_too(client: Client, cast: Cast) -> None:
    client.force_login(cast.editor)
    cast.item(headline="Une école flottante")
    indexing.round_()
    address = reverse("wagtailsnippets_collect_wireitem:list")
    shown = [
        client.get(address, {"q": words}).context["items_count"] for words in ("ECOLE", "ferry")
    ]
    assert shown == [1, 0]


def test_the_wire_is_searched_by_any_piece_of_a_story(cast: Cast, way: str) -> None:
    one, other = cast.item(headline="Ferry late"), cast.item(headline="Une école flottante")
    story = Story.objects.create(first=one, begun=one.seen, latest=one.seen)
    WireItem.objects.update(story=story)
    read(way)
    for words, stories in (("ECOLE", [story]), ("ferry", [story]), ("ferry ecole", []), ("%", [])):
        wanted = reading.Wanted(days=0, words=words)
        assert list(reading.stories(wanted)) == stories
    assert items("ecole") == {other.pk}


def test_what_changed_is_found_by_what_it_says_now(cast: Cast, way: str) -> None:
    Article.objects.bulk_create([Article(headline="The ferry is late", slug="ferry")])
    item = cast.item(headline="Ferry late")
    indexing.round_()
    Article.objects.update(headline="The bridge is open", authors="now")
    item.headline = "Bridge open"
    item.save()
    read(way)
    assert (articles("ferry"), articles("bridge")) == (set(), {"now"})
    assert (items("ferry"), items("bridge")) == (set(), {item.pk})


def test_what_is_written_and_not_published_yet_is_found_too(cast: Cast, way: str) -> None:
    article = cast.draft(headline="The ferry is late", authors="Ada")
    publish(article)
    indexing.round_()
    article.refresh_from_db()
    article.headline = "The bridge is open"
    article.save_revision()
    read(way)
    assert articles("ferry") == articles("bridge") == {"Ada"}
    publish(article)
    read(way)
    assert (articles("ferry"), articles("bridge")) == (set(), {"Ada"})


def test_what_was_loaded_in_bulk_is_found(cast: Cast, way: str) -> None:
    del cast
    Article.objects.bulk_create(
        Article(headline=f"The ferry, day {n}", slug=f"ferry-{n}", authors=str(n)) for n in range(3)
    )
    read(way)
    assert articles("ferry") == {"0", "1", "2"}
    assert articles("day 1") == {"1"}


def test_what_is_removed_leaves_no_words_behind(cast: Cast, way: str) -> None:
    item, kept = cast.item(headline="Ferry late"), cast.item(headline="Ferry early")
    Article.objects.bulk_create([Article(headline="The ferry", slug="ferry")])
    read(way)
    WireItem.objects.filter(pk=item.pk).delete()
    Article.objects.all().delete()
    assert items("ferry") == {kept.pk}
    assert ItemWords.objects.count() == 1
    assert ArticleWords.objects.count() == 0
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for kind in indexing.KINDS:
                index = f"{kind._meta.db_table}_index"
                cursor.execute(f"INSERT INTO {index} ({index}) VALUES ('integrity-check')")  # noqa: S608


def test_rows_that_are_older_than_the_index_are_read_when_it_is_laid(cast: Cast) -> None:
    cast.draft(headline="The ferry is late", authors="Ada")
    cast.item(headline="Ferry late")
    ArticleWords.objects.all().delete()
    ItemWords.objects.all().delete()
    _lose_triggers()
    indexing.lay()
    indexing.lay()
    assert indexing.round_() == 2
    assert articles("ferry") == {"Ada"}
    assert len(items("ferry")) == 1


def test_a_table_made_anew_keeps_its_words_again(cast: Cast) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite makes tables anew, without their triggers")
    _lose_triggers()
    missed = cast.item(headline="Ferry late")
    indexing.lay()
    assert items("ferry") == {missed.pk}
    assert cast.item(headline="Ferry early").pk in items("ferry")


def test_a_round_without_anything_to_read_writes_nothing(cast: Cast) -> None:
    cast.draft()
    assert indexing.round_() == 1
    assert indexing.round_() == 0
    assert indexing.round_(lambda: True) == 0


def _lose_triggers() -> None:
    of = {"desk_articlewords": "desk_article", "desk_itemwords": "collect_wireitem"}
    connection.check_constraints()
    with connection.cursor() as cursor:
        for own, table in of.items():
            for deed in ("begun", "changed"):
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER {own}_{deed}{on}")
