"""Whatever is done at the desk, the files that change are those of a full build, and no others."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from pamphleteer.desk.errors import DeskError
from pamphleteer.desk.models import Article, FixedPage, Look, Translation
from pamphleteer.desk.verbs import fixed, shows, translating, tree
from pamphleteer.desk.verbs.correct import correct
from pamphleteer.desk.verbs.merge import merge
from pamphleteer.desk.verbs.publish import publish, withdraw
from pamphleteer.ground import clock
from pamphleteer.post import editions
from pamphleteer.post.models import Digest
from pamphleteer.post.verbs.compose import compose
from pamphleteer.post.verbs.signup import enrol
from pamphleteer.press import roll
from pamphleteer.press.models import Change, Day, File, Listed, Need, Plan, Shelf, Signer, Tally
from pamphleteer.press.verbs import ageing, lists, shelves
from pamphleteer.press.verbs.check import check
from pamphleteer.press.verbs.press import press, round_
from pamphleteer.register.models import Outlet, Topic
from pamphleteer.register.verbs import journal
from tests.cast import Cast
from tests.press.documents import files

pytestmark = pytest.mark.django_db
START = datetime(2024, 5, 1, 12, tzinfo=UTC)
TOPICS = 3
TONGUES = ("es", "fr", "ar")


def written(public: Path) -> dict[str, int]:
    """Return when each file was written: one that is made anew takes the place of the one before."""
    return {
        str(path.relative_to(public)): path.stat().st_mtime_ns
        for path in public.rglob("*")
        if path.is_file()
    }


@contextmanager
def outlet_of_its_own() -> Iterator[Path]:
    """Rows that are gone afterwards, and a folder."""
    before = settings.PUBLIC
    with TemporaryDirectory() as folder, transaction.atomic():
        settings.PUBLIC = Path(folder) / "public"
        try:
            yield settings.PUBLIC
        finally:
            settings.PUBLIC = before
            transaction.set_rollback(True)


def full_build() -> dict[str, bytes]:
    """Return what a press makes of the same rows that knows of no file."""
    with outlet_of_its_own() as public:
        for rows in (Change, Need, File, Plan):
            rows.objects.all().delete()
        press()
        return files(public)


class Desk:
    """An outlet to which things are done, one after the other."""

    def __init__(self, stopped: clock.StoppedClock) -> None:
        self.cast, self.clock = Cast(), stopped
        self.topics = [Topic.objects.create(slug=f"t{n}", name=f"T{n}") for n in range(TOPICS)]
        self.made = 0
        self.digest = Digest.objects.create(name="Noon", slug="noon", begins=START)
        reader = enrol("ada@readers.example")
        reader.digests.add(self.digest)

    def pick(self, number: int, *, live: bool = True) -> Article | None:
        found = list(Article.objects.filter(live=live).order_by("pk"))
        return found[number % len(found)] if found else None

    def topic(self, number: int) -> Topic:
        found = list(Topic.objects.order_by("pk"))
        return found[number % len(found)]

    def publish(self, number: int) -> None:
        self.made += 1
        topics = list({self.topic(number), self.topic(number // 3)})[: number % 3]
        self.cast.article(
            headline=f"Piece {self.made}",
            date=START + timedelta(days=number * 7),
            topics=topics,
            partner=self.cast.partner if number % 2 else None,
            authors=("Ada Quay", "", "Ben Li and Ada Quay", f"Zoe {number}")[number % 4],
        )

    def record(self, number: int) -> None:
        def heard(draft: Any) -> None:
            draft.audio_url = "" if number % 3 == 0 else f"https://radio.example/{number}.mp3"
            draft.transcript = "WEBVTT\n\n00:01.000 --> 00:02.000\nHello" if number % 2 else ""

        self.change(number, heard)

    def show(self, number: int) -> None:
        topic = self.topic(number)
        told = {"email": "radio@outlet.example", "category": "News", "explicit": bool(number % 2)}
        with transaction.atomic():
            shows.keep(topic, None if number % 3 == 0 else told)
            journal.write("topic.changed", topic)

    def rescue(self, number: int) -> None:
        self.made += 1
        self.cast.article(
            headline=f"Old piece {self.made}", rescued_from="page", place=-(number % 5) - 1,
            topics=[self.topic(number)],
        )  # fmt: skip

    def change(self, number: int, change: Callable[[Any], None]) -> None:
        if article := self.pick(number):
            draft = article.get_latest_revision_as_object()
            change(draft)
            draft.save_revision()
            with suppress(DeskError):
                publish(article)

    def edit(self, number: int) -> None:
        self.change(number, lambda draft: setattr(draft, "headline", f"Edited {number}"))

    def retopic(self, number: int) -> None:
        self.change(number, lambda draft: draft.topics.set([self.topic(number // 2)]))

    def hand_over(self, number: int) -> None:
        partner = None if number % 3 == 0 else self.cast.partner
        self.change(number, lambda draft: setattr(draft, "partner", partner))

    def sign(self, number: int) -> None:
        names = ("Ada Quay", "Ben Li and Ada Quay", "Cai, Dee and Ebo", "", "ADA QUAY, PhD", "Abe")
        self.change(number, lambda draft: setattr(draft, "authors", names[number % 6]))

    def link(self, number: int) -> None:
        one, other = self.pick(number), self.pick(number // 2)
        self.change(number, lambda draft: setattr(draft, "language", TONGUES[number % 3]))
        with suppress(DeskError):
            if one and other:
                translating.link(one, other)

    def unlink(self, number: int) -> None:
        if article := self.pick(number):
            translating.unlink(article)

    def speak(self, number: int) -> None:
        with transaction.atomic():
            outlet = Outlet.objects.the()
            outlet.language = ("en", *TONGUES)[number % 4]
            outlet.save()
            journal.write("outlet.changed", outlet)

    def readdress(self, number: int) -> None:
        with transaction.atomic():
            self.cast.partner.slug = f"p{number % 3}"
            self.cast.partner.save()
            journal.write("partner.changed", self.cast.partner)

    def zone(self, number: int) -> None:
        with transaction.atomic():
            outlet = Outlet.objects.the()
            outlet.zone = ("UTC", "Pacific/Auckland", "America/Bogota")[number % 3]
            outlet.save()
            journal.write("outlet.changed", outlet)

    def move(self, number: int) -> None:
        self.change(number, lambda draft: setattr(draft, "slug", f"moved-{draft.pk}-{number % 2}"))

    def backdate(self, number: int) -> None:
        # Often the same day of another year.
        date = START.replace(year=START.year - number % 5) + timedelta(days=number // 5 * 7)
        self.change(number, lambda draft: setattr(draft, "date", date))

    def withdraw(self, number: int) -> None:
        if article := self.pick(number):
            withdraw(article, why="It was wrong.")

    def return_(self, number: int) -> None:
        if article := self.pick(number, live=False):
            with suppress(DeskError):  # a translation is live in its language
                publish(article)

    def correct(self, number: int) -> None:
        if article := self.pick(number):
            correct(article, f"It was {number}.")

    def rename(self, number: int) -> None:
        topic = self.topic(number)
        with transaction.atomic():
            stood, topic.slug, topic.name = topic.slug, f"r{number % 4}-{topic.pk}", f"R{number}"
            topic.save()
            tree.settle(topic, stood=stood)
            journal.write("topic.changed", topic)

    def put_under(self, number: int) -> None:
        topic, other = self.topic(number), self.topic(number // 2)
        with transaction.atomic():
            topic.parent = None if topic == other or other.parent_id else other
            if topic.below.exists():
                topic.parent = None
            topic.save()
            tree.settle(topic, stood=topic.slug)
            journal.write("topic.changed", topic)

    def merge(self, number: int) -> None:
        topic, into = self.topic(number), self.topic(number + 1)
        if topic != into and into.parent_id != topic.pk and not topic.below.exists():
            merge(topic, into)

    def name(self, number: int) -> None:
        with transaction.atomic():
            outlet = Outlet.objects.the()
            outlet.name = f"The Tide {number}"
            outlet.save()
            journal.write("outlet.changed", outlet)

    def dress(self, number: int) -> None:
        with transaction.atomic():
            look = Look.objects.the()
            look.accent, look.type = f"#{number:02x}0044", Look.Type.values[number % 3]
            look.save()
            journal.write("look.changed", look)

    def fix(self, number: int) -> None:
        with transaction.atomic():
            page = FixedPage.objects.first() or FixedPage(body="<p>We.</p>")
            page.title, page.slug, page.live = (
                f"About {number}",
                f"about-{number % 3}",
                number % 4 > 0,
            )
            fixed.catch_up(page)
            page.save()
            fixed.settle(page)
            journal.write("fixedpage.changed", page)

    def mail(self, number: int) -> None:
        self.clock.advance(hours=number)
        compose(self.digest)

    def credit(self, number: int) -> None:
        with transaction.atomic():
            self.cast.partner.credit = f"Credit {number}"
            self.cast.partner.save()
            journal.write("partner.changed", self.cast.partner)


DEEDS = (
    "publish", "publish", "publish", "rescue", "edit", "retopic", "move", "backdate", "withdraw",
    "return_", "correct", "rename", "put_under", "merge", "name", "credit",
    "hand_over", "readdress", "zone", "dress", "fix", "sign", "link", "link", "unlink", "speak",
    "record", "record", "show", "show", "mail", "mail",
)  # fmt: skip


@pytest.mark.either_database
@hypothesis_settings(
    max_examples=4,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    deeds=st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 30)), min_size=3, max_size=8)
)
def test_after_any_deeds_the_files_are_those_of_a_full_build(
    db: None, monkeypatch: pytest.MonkeyPatch, deeds: list[tuple[str, int]]
) -> None:
    monkeypatch.setattr(shelves, "EACH", 3)
    monkeypatch.setattr(roll, "EACH", 3)
    monkeypatch.setattr(editions, "EACH", 1)
    with outlet_of_its_own() as public, clock.stopped(clock.now()) as stopped:
        desk = Desk(stopped)
        for number in range(8):
            desk.publish(number)
        round_()
        for deed, number in deeds:
            before, last, then = files(public), _last_change(), written(public)
            getattr(desk, deed)(number)
            round_()
            after = files(public)
            assert after == full_build(), deed
            _assert_told(before, after, last)
            anew = {path for path, at in written(public).items() if then.get(path) != at}
            assert anew == {path for path in after if after[path] != before.get(path)}, deed
        assert not check(), deeds


def _last_change() -> int:
    return Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _assert_told(before: dict[str, bytes], after: dict[str, bytes], last: int) -> None:
    told = {change.path: change.sha256 for change in Change.objects.after(last)}
    changed = {path for path in before | after if before.get(path) != after.get(path)}
    # A file that changed twice within a round and is as before is told too.
    assert changed <= set(told)
    assert all(bool(told[path]) == (path in after) for path in changed)


def test_translations_go_along_with_whatever_is_done_to_one_of_them(db: None) -> None:
    with outlet_of_its_own() as public, clock.stopped(clock.now()) as stopped:
        desk = Desk(stopped)
        for number in range(3):
            desk.publish(number)
        round_()
        deeds = (
            ("link", 1), ("link", 2), ("move", 1), ("speak", 3), ("withdraw", 0), ("return_", 0),
            ("unlink", 1), ("link", 0),
        )  # fmt: skip
        for deed, number in deeds:
            before, last = files(public), _last_change()
            getattr(desk, deed)(number)
            round_()
            assert files(public) == full_build(), deed
            _assert_told(before, files(public), last)
        assert not check()
        assert Translation.objects.exists()


def test_publishing_writes_what_shows_the_piece_and_nothing_else(cast: Cast) -> None:
    for number in range(5):
        cast.article(headline=f"Piece {number}", partner=cast.partner, authors="Ada Quay")
    other = Topic.objects.create(slug="fire", name="Fire")
    cast.article(headline="Elsewhere", topics=[other])
    round_()
    last = _last_change()
    one = cast.article(headline="The new one", partner=cast.partner, authors="Ada Quay")
    round_()
    assert {change.path for change in Change.objects.after(last)} == {
        "articles/the-new-one.html", "topics/water/index.html", "topics/index.html",
        "sitemaps/1.xml", "sitemaps/news.xml",
        "archive/index.html", "index.html", "partners/harbour-light/index.html",
        "authors/ada-quay/index.html",
        f"archive/{one.date:%Y/%m/%d}/index.html",
        *(f"{folder}{name}" for folder in ("", "topics/water/", "partners/harbour-light/")
          for name in ("feed.xml", "atom.xml", "feed.json")),
    }  # fmt: skip


def test_a_piece_between_others_changes_the_pages_beside_it_alone(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelves, "EACH", 5)
    for number in range(30):
        cast.article(headline=f"Piece {number}", date=START + timedelta(days=number))
    round_()
    last = _last_change()
    cast.article(headline="Late", date=START + timedelta(days=7, hours=1))
    round_()
    told = {change.path for change in Change.objects.after(last)}
    articles = {path for path in told if path.startswith("articles/")}
    assert articles == {
        f"articles/{name}.html" for name in ("late", "piece-8", "piece-9", "piece-10")
    }
    numbered = {path for path in told if path.removesuffix(".html").rpartition("/")[2].isdecimal()}
    assert numbered == {"archive/2.html", "topics/water/2.html"}


_READS_ALL = re.compile(
    r"SCAN (?:press_(?:file|need|listed|change|shelf)|desk_article|desk_address)\b"
)


def _queries(deed: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        deed()
    return len(captured)


def test_publishing_asks_as_little_of_a_large_archive_as_of_a_small_one(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelves, "EACH", 5)

    def asked(pieces: int) -> int:
        _fill(cast, pieces)
        press()
        cast.article(headline=f"Piece behind {pieces}", partner=cast.partner, authors="Ada Quay")
        return _queries(round_)

    asked(10)
    # As many as the feed shows, so that the newest pushes another one out of each list.
    assert asked(60) == asked(300)


@pytest.mark.either_database
def test_publishing_never_reads_a_whole_table_that_grows(cast: Cast) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("plans are told in SQLite's words")
    _fill(cast, 30)
    press()
    cast.article(headline="One more")
    scans: set[tuple[str, str]] = set()

    def explained(execute: Any, sql: str, told: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().startswith(("SELECT", "UPDATE", "DELETE", "WITH")) and not many:
            plan = context["connection"].connection.execute(
                f"EXPLAIN QUERY PLAN {sql.replace('%s', '?')}", told
            )
            scans.update((row[3], sql) for row in plan.fetchall() if _READS_ALL.match(row[3]))
        return execute(sql, told, many, context)

    with connection.execute_wrapper(explained):
        round_()
    assert not scans


def _fill(cast: Cast, until: int) -> None:
    """Put live articles straight into the rows: it is quicker than to publish each."""
    first = Article.objects.count()
    made = Article.objects.bulk_create(
        [
            Article(
                headline=f"Piece {number}", slug=f"piece-{number}", lead="Words.", live=True,
                partner=cast.partner, place=number,
            )
            for number in range(first, until)
        ]
    )  # fmt: skip
    links = Article.topics.through
    links.objects.bulk_create([links(article=one, topic=cast.topic) for one in made])


def test_what_is_lost_of_the_lists_is_found(cast: Cast) -> None:
    article = cast.article()
    press()
    assert not check()
    Article.objects.filter(pk=article.pk).update(live=False)
    assert check().unlisted == 3
    assert lists.differing([article.pk])
    press()
    assert not check()
    cast.article(headline="Another", authors="Ada Quay")
    round_()
    made = files(settings.PUBLIC)
    for rows in (Day, Signer):
        rows.objects.all().delete()
    press()
    assert files(settings.PUBLIC) == made


def test_lists_of_an_older_version_are_told_anew_by_the_rounds(cast: Cast) -> None:
    cast.article(partner=cast.partner)
    cast.article(headline="Another", partner=cast.partner)
    round_()
    made = files(settings.PUBLIC)
    Plan.objects.filter(kind="lists").update(stamp="")
    for rows in (Listed, Shelf, Tally):
        rows.objects.filter(list__startswith="partner:").delete()
    Path(settings.PUBLIC, "partners/harbour-light/index.html").unlink()
    File.objects.filter(kind="partner").delete()

    assert round_()
    assert files(settings.PUBLIC) == made
    assert not check()


def test_a_stopped_clock_and_an_old_date_leave_no_page_behind(cast: Cast) -> None:
    with clock.stopped(START):
        cast.article(headline="Then")
        round_()
    # What was news then has aged since.
    ageing.round_()
    round_()
    assert not check()
