"""What is published is found by its words, the same on both databases, and nothing else is."""

import pytest
from django.db import connection
from django.test import Client
from django.utils.html import escape
from pytest_django import Settings

from pamphleteer.desk.models import Article, FixedPage
from pamphleteer.desk.models.article import place_of
from pamphleteer.desk.verbs.publish import publish, withdraw
from pamphleteer.ground import clock
from pamphleteer.press.asked import Wanted, units
from pamphleteer.press.models import PieceWords
from pamphleteer.press.verbs import finding_lite, finding_server, indexing, search
from tests.cast import Cast

pytestmark = pytest.mark.django_db

TEXTS = {
    "en": "The river is clean again, and riverboats run",
    "fr": "Une école flottante, l’été",
    "ru": "Мэр открыл ёлку",
    "ar": "والجسر مفتوح في ألمانيا",
    "zh": "我们在香港报道",
    "ja": "東京の話が Tokyo で",
    "%": '100% of the_votes, a\\b and c\'d "e"',
}
QUOTED = 'a"><i>'
ASKED = {
    "river": {"en"},
    "RIV": {"en"},
    "riv*": {"en"},
    "iver": set(),
    '"riv"': set(),
    '"riv*"': {"en"},
    '"river is clean"': {"en"},
    "“river is clean”": {"en"},
    '"clean river"': set(),
    '"is cl"*': {"en"},
    "clean river": {"en"},
    '"river is" boats': set(),
    "ecole ETE": {"fr"},
    '"l’été"': {"fr"},
    "МЭР елк": {"ru"},
    "الجسر": {"ar"},
    '"جسر مفتوح"': {"ar"},
    "\u200fجسر\u200f": {"ar"},
    "香港": {"zh"},
    '"香港报道"': {"zh"},
    "香报": set(),
    "東京 tokyo": {"ja"},
    "%": set(),
    "100%": {"%"},
    "a\\b": {"%"},
    "c'd": {"%"},
    '"e': {"%", "fr", "en"},
    "' OR 1=1 --": set(),
    '"* AND NOT {': set(),
    "headline:river": set(),
    "NEAR(river clean)": set(),
    "!river | x:*": set(),
    "=t1": set(),
    "river\0": {"en"},
    "f" * 10_000: set(),
    "river " * 2_000: {"en"},
    '"' * 300: set(),
    "\ud800 \u202e": set(),
    "   ": set(),
}


def found(words: str = "", **among: int) -> list[str]:
    wanted = Wanted(units=units(words), **among)
    articles = search.newest(wanted, zone=clock.now().tzinfo).articles if wanted else []
    return [article.authors for article in articles]


def test_words_and_phrases_are_found_in_every_alphabet(cast: Cast) -> None:
    for name, text in TEXTS.items():
        cast.article(headline=text, lead="", body="", authors=name, topics=[])
    indexing.round_()
    assert {words[:40]: set(found(words)) for words in ASKED} == {
        words[:40]: names for words, names in ASKED.items()
    }


def test_the_page_takes_whatever_is_typed(client: Client, cast: Cast) -> None:
    cast.article()
    indexing.round_()
    for words in ASKED:
        for order in ("", "relevance"):
            query = {"q": words.encode("utf-8", "replace"), "order": order}
            assert client.get("/search/", query).status_code == 200
    for odd in ("9" * 40, "-1", "٣", "x\0", "1e9", ""):
        among = dict.fromkeys(("topic", "partner", "year", "before", "page"), odd)
        for order in ("", "relevance", odd):
            query = {"q": "river", "order": order, **among}
            assert client.get("/search/", query).status_code == 200


def test_body_names_and_topics_are_looked_through_and_no_phrase_runs_across(cast: Cast) -> None:
    cast.article(
        headline="The ferry", lead="It sails.", body="<p>Nobody <b>drown</b>ed &amp; all came.</p>",
        authors="Ada Quay", partner=cast.partner,
    )  # fmt: skip
    indexing.round_()
    for words in ("drowned", '"drowned all came"', '"Ada Quay"', '"harbour light"', "water ferry"):
        assert found(words) == ["Ada Quay"], words
    assert found('"ferry it"') == found("strong") == []


def test_drafts_and_unpublished_changes_are_not_found(cast: Cast) -> None:
    cast.draft(headline="A secret draft", authors="draft")
    article = cast.article(headline="The river", authors="Ada")
    article.headline = "The secret river"
    article.save_revision()
    indexing.round_()
    assert found("secret") == []
    assert found("river") == ["Ada"]
    publish(article)
    indexing.round_()
    assert found("secret") == ["Ada"]


def test_what_is_withdrawn_is_found_no_more_even_before_the_round(cast: Cast) -> None:
    article = cast.article(authors="Ada")
    indexing.round_()
    assert found("river") == ["Ada"]
    withdraw(article, why="It was wrong.")
    assert found("river") == []
    indexing.round_()
    row = PieceWords.objects.get()
    assert (row.spot, row.headline, row.body) == (None, "", "")
    publish(article)
    indexing.round_()
    assert found("river") == ["Ada"]


def test_whatever_changes_what_is_said_is_read_anew(cast: Cast) -> None:
    article = cast.article(authors="Ada", partner=cast.partner)
    indexing.round_()
    Article.objects.update(headline="The bridge is open")
    cast.topic.name = "Ponds"
    cast.topic.save()
    cast.partner.credit = "By the Lantern"
    cast.partner.save()
    indexing.round_()
    for words, names in (("bridge", ["Ada"]), ("ponds", ["Ada"]), ("lantern", ["Ada"])):
        assert found(words) == names
    assert found("river clean") == found("water") == []
    Article.topics.through.objects.all().delete()
    indexing.round_()
    assert found("ponds") == found(topic=cast.topic.pk) == []
    Article.objects.filter(pk=article.pk).delete()
    assert found("bridge") == []
    assert_sound()


def test_topic_partner_and_year_narrow_what_is_found(cast: Cast) -> None:
    day = clock.now().replace(year=2020, month=6)
    cast.article(authors="ours", topics=[])
    cast.article(authors="theirs", partner=cast.partner, topics=[cast.topic])
    cast.article(authors="old", topics=[cast.topic], date=day)
    cast.article(authors="undated", topics=[], rescued_from="page.txt", place=-(2**44))
    indexing.round_()
    assert found("river") == ["theirs", "ours", "old", "undated"]
    assert found("river", topic=cast.topic.pk) == found(topic=cast.topic.pk) == ["theirs", "old"]
    assert found("river", partner=cast.partner.pk) == ["theirs"]
    assert found("river", year=2020) == found(year=2020) == ["old"]
    assert found(year=2020, partner=cast.partner.pk) == []
    years = search.years(clock.now().tzinfo)
    assert (years[0], years[-1]) == (clock.now().year, 2020)


def test_by_relevance_a_headline_counts_more_than_a_body(cast: Cast) -> None:
    cast.article(headline="The ferry", lead="A river.", authors="headline")
    cast.article(headline="Notes", lead="", body="<p>The ferry came, the sea was calm.</p>")
    indexing.round_()
    wanted = Wanted(units=units("ferry"))
    told = search.relevant(wanted, zone=clock.now().tzinfo)
    assert [article.authors for article in told.articles] == ["headline", ""]


def test_pages_of_results_follow_one_another_without_a_gap(client: Client, cast: Cast) -> None:
    cast.topic.save()
    now = clock.now()
    Article.objects.bulk_create(
        Article(
            headline=f"The {n}th ferry", slug=f"ferry-{n}", live=True, date=now, place=place_of(now)
        )
        for n in range(50)
    )
    indexing.round_()
    for order in ("", "&order=relevance"):
        address, seen = f"/search/?q=ferry{order}", []
        while address:
            page = client.get(address).content.decode()
            assert ("50 pieces" if not seen or order else "Older pieces") in page
            seen += [line for line in page.splitlines() if "<h3>" in line]
            address = page.partition('rel="next" href="')[2].partition('"')[0]
            address = address.replace("&amp;", "&")
        assert len(seen) == len(set(seen)) == 50


def test_results_are_marked_and_nothing_in_them_is_markup(client: Client, cast: Cast) -> None:
    hostile = "<b>River</b> & \"boats\" <script>alert('river')</script>"
    cast.article(headline=hostile, lead=f"{'Long. ' * 100} A river <i>again</i>.")
    indexing.round_()
    page = client.get("/search/", {"q": "riv"}).content.decode()
    assert "&lt;b&gt;<mark>River</mark>&lt;/" in page
    assert "<script" not in page
    assert "A <mark>river</mark> &lt;i&gt;again" in page
    page = client.get("/search/", {"q": QUOTED}).content.decode()
    assert f'value="{escape(QUOTED)}"' in page
    assert "<i>" not in page


def test_marks_stand_where_the_words_are(client: Client, cast: Cast) -> None:
    for name, text in TEXTS.items():
        cast.article(headline=text, lead="", body="", authors=name, topics=[])
    indexing.round_()
    marks = {
        "ecole": ["<mark>école</mark>"],
        '"river is clean"': ["<mark>river is clean</mark>"],
        "river": ["<mark>river</mark>", "<mark>riverboats</mark>"],
        "جسر": ["<mark>والجسر</mark>"],
        "香港": ["我们在<mark>香港</mark>报道"],
        "東京": ["<mark>東京</mark>の"],
    }
    for words, shown in marks.items():
        page = client.get("/search/", {"q": words}).content.decode()
        assert [one for one in shown if one not in page] == [], words


def test_the_empty_page_is_a_form_and_keeps_nothing(client: Client, cast: Cast) -> None:
    cast.article(partner=cast.partner)
    indexing.round_()
    answer = client.get("/search/")
    page = answer.content.decode()
    assert "<h3>" not in page
    assert 'name="topic"' in page and 'name="partner"' in page and 'name="year"' in page
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Robots-Tag"] == "noindex"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert not answer.cookies
    assert client.post("/search/", {"q": "river"}).status_code == 405
    assert "There is no word in that" in client.get("/search/?q=%25").content.decode()
    assert "Nothing found" in client.get("/search/?q=submarine").content.decode()


def test_what_takes_too_long_is_said_in_words(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast.article()
    indexing.round_()
    monkeypatch.setattr(search, "_PATIENCE", 0.005 if connection.vendor == "postgresql" else -1)
    monkeypatch.setattr(finding_lite, "_STEPS", 1)
    monkeypatch.setattr(finding_server, "_SAMPLED", "SELECT pg_sleep(60), %s, %s, %s, %s")
    answer = client.get("/search/?q=river&before=9")
    assert answer.status_code == 503
    assert "too long to look for" in answer.content.decode()


def test_an_index_of_older_rules_or_without_triggers_is_made_anew(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast.article(authors="Ada")
    indexing.round_()
    monkeypatch.setattr(indexing, "RULES", indexing.RULES + 1)
    indexing.lay()
    assert indexing.round_() == 1
    PieceWords.objects.all().delete()
    connection.check_constraints()
    with connection.cursor() as cursor:
        on = " ON desk_article" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER press_piecewords_begun{on}")
    indexing.lay()
    assert indexing.round_() == 1
    assert found("river") == ["Ada"]
    assert indexing.round_() == 0
    assert indexing.round_(lambda: True) == 0
    assert_sound()


def test_a_piece_of_endless_words_is_taken(cast: Cast) -> None:
    words = " ".join(f"{'ж' * 34}{n:06}" for n in range(20_000))
    cast.article(headline="Endless", body=f"<p>{words}</p>", authors="Ada")
    cast.article(headline="Same", body=f"<p>{'same ' * 20_000}</p>", authors="Same")
    indexing.round_()
    assert found("endless") == ["Ada"]
    assert found('"same same"') == ["Same"]


def test_pages_of_the_site_lead_to_the_search(
    client: Client, cast: Cast, settings: Settings
) -> None:
    page = client.get("/search/").content.decode()
    assert f'action="{settings.SEARCH_URL}"' in page
    assert f'<a href="{settings.SEARCH_URL}">Search</a>' in page


def assert_sound() -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            index = "press_piecewords_index"
            cursor.execute(f"INSERT INTO {index} ({index}) VALUES ('integrity-check')")  # noqa: S608


def test_the_newest_are_found_whether_walked_to_or_asked_of_the_index(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Words of all sorts, from end to end: as PostgreSQL finds them among the newest, and behind."""
    monkeypatch.setattr(finding_server, "_SAMPLE", 4)
    monkeypatch.setattr(finding_server, "_WALKED", 12)
    monkeypatch.setattr(search, "EACH", 3)
    now = clock.now()
    words = ["ferry", "boat in port", "port in boat", "b", "bridge 香港", "old"]
    Article.objects.bulk_create(
        Article(
            headline=" ".join(
                word for n, word in enumerate(words) if number % (n + 1) == 0 and (n < 5 or number > 40)
            ),
            slug=f"n{number}", live=True, date=now, authors=str(number),
            place=place_of(now) - number * 1_000_000, partner=cast.partner if number > 30 else None,
        )
        for number in range(60)
    )  # fmt: skip
    indexing.round_()
    every = {
        "ferry": range(60), "bo": [n for n in range(60) if n % 2 == 0 or n % 3 == 0],
        "old": [n for n in range(41, 60) if n % 6 == 0], "ferry old": range(42, 60, 6),
        '"boat in port"': range(0, 60, 2), '"port in boat"': range(0, 60, 3),
        "b": [n for n in range(60) if n % 2 == 0 or n % 3 == 0 or n % 5 == 0],
        '"port boat"': [], '"ferry boat" 香': range(0, 60, 10), "香港 old": [],
        "fer bri": range(0, 60, 5), "nothing": [], "ferry nothing": [],
    }  # fmt: skip
    for asked, numbers in every.items():
        for partner in (None, cast.partner.pk):
            wanted = Wanted(units=units(asked), partner=partner)
            at, seen, told = None, list[int](), set[int]()
            while True:
                page = search.newest(wanted, zone=now.tzinfo, before=at)
                seen += [int(one.authors) for one in page.articles]
                told |= {page.count} if page.count is not None and not page.more else set()
                at = page.after
                if at is None:
                    break
            right = [n for n in numbers if partner is None or n > 30]
            assert seen == right, (asked, partner)
            assert told <= {len(right)}, (asked, partner)


def test_fixed_pages_are_found_by_their_words_and_stand_apart(client: Client, cast: Cast) -> None:
    cast.article()
    indexing.round_()
    FixedPage.objects.create(
        title="Our <b>ferry</b>",
        slug="ours",
        body="<p>The <i>house</i> by the sea, 香港报道.</p>",
        live=True,
    )
    FixedPage.objects.create(title="The ferry, drafted", slug="drafted")
    page = client.get("/search/?q=ferry+hous").content.decode()
    assert 'pages/ours/index.html">Our &lt;b&gt;<mark>ferry</mark>&lt;/b&gt;</a>' in page
    assert "<mark>house</mark> by the sea" in page
    assert "drafted" not in page and "Nothing found" not in page
    assert "<mark>香港</mark>" in client.get("/search/?q=香港").content.decode()
    for nothing in ("ferry+river", '"ferry the house"', "ferry&topic=water", "ferry&before=9"):
        assert 'id="pages"' not in client.get(f"/search/?q={nothing}").content.decode(), nothing
    both = client.get("/search/?q=the").content.decode()
    assert both.index("ours/index.html") < both.index("1 piece")


def test_an_index_that_was_laid_otherwise_is_laid_anew(cast: Cast) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's index is another one")
    cast.article(authors="Ada")
    indexing.round_()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE press_piecewords_index")
        cursor.execute(
            "CREATE VIRTUAL TABLE press_piecewords_index USING fts5(headline, lead, names, body, "
            "marks, content='press_piecewords', content_rowid='spot', prefix='1 2 3')"
        )
    indexing.lay()
    assert indexing.is_sound()
    assert found("rive") == ["Ada"]
