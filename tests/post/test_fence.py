"""The fence: in a copy of the outlet, and with older rows, nothing goes out until a person lets it go."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection
from pytest_django import Settings

from pamphleteer.ground import clock, machine
from pamphleteer.ground.findings import Level
from pamphleteer.post import reached
from pamphleteer.post.errors import Meanwhile, NotFenced
from pamphleteer.post.health import house
from pamphleteer.post.models import Delivery, Digest, Fence, Notice, Reader, State
from pamphleteer.post.place import changed
from pamphleteer.post.reached import Reached
from pamphleteer.post.verbs import fence, releasing
from pamphleteer.post.verbs.compose import compose, plan
from pamphleteer.post.verbs.deliver import deliver, round_
from pamphleteer.post.verbs.signup import ask
from pamphleteer.register.models import Entry, Outlet
from tests.cast import Cast
from tests.plugins.copies import copied, speaking_to
from tests.post.servers import Server

SQLITE = "only a file of SQLite's"


def go() -> None:
    """Let mail go, as far as the fence knows."""
    assert fence.Passage().open()


def why() -> str:
    held = fence.look()
    return held.why if held else ""


@pytest.fixture
def file(own_database: str, tmp_path: Path) -> Path:
    """The file that the rows lie in."""
    if connection.vendor != "sqlite":
        pytest.skip(SQLITE)
    return tmp_path / "outlet.db"


def saved(file: Path, to: Path) -> Path:
    """Copy a database as `.backup` does."""
    with closing(sqlite3.connect(file)) as now, closing(sqlite3.connect(to)) as copy:
        now.backup(copy)
    return to


@contextmanager
def reopened(file: Path) -> Iterator[None]:
    """Take the rows from where a file lies now."""
    with speaking_to(str(file)):
        yield


class TestNoFence:
    def test_a_new_outlet_mails_at_once_and_from_then_on(
        self, db: None, settings: Settings
    ) -> None:
        assert fence.state() is None
        go()
        go()

        row, folder = Fence.objects.the(), reached.read(settings.FOLDER)
        assert row and folder
        assert (row.reach, folder.reach, why()) == (2, 2, "")
        assert (settings.FOLDER / "post.sent").stat().st_mode & 0o777 == 0o600

    def test_a_killed_process_leaves_rows_ahead_of_the_folder_at_most(
        self, db: None, settings: Settings
    ) -> None:
        go()
        Fence.objects.update(reach=7)

        assert why() == ""
        folder = reached.read(settings.FOLDER)
        assert folder
        assert folder.reach == 7  # as another machine's mail is learnt of

    def test_a_folder_that_was_restored_alone_knows_less_and_learns(
        self, db: None, settings: Settings
    ) -> None:
        go()
        kept = (settings.FOLDER / "post.sent").read_bytes()
        go()
        (settings.FOLDER / "post.sent").write_bytes(kept)

        go()
        assert why() == ""

    def test_a_moved_folder_is_the_same_outlet(self, file: Path) -> None:
        go()
        connection.close()
        elsewhere = file.parent / "elsewhere"
        elsewhere.mkdir()
        for part in file.parent.glob("outlet.db*"):
            part.rename(elsewhere / part.name)

        with reopened(elsewhere / file.name):
            assert why() == ""

    def test_a_database_may_be_restored_to_where_mail_went_from_last(self, file: Path) -> None:
        go()
        copy = saved(file, file.with_name("copy.db"))
        connection.close()
        saved(copy, file)  # into the same file, as `.restore` does

        with reopened(file):
            assert why() == ""

    def test_further_machines_join_one_database(self, db: None, settings: Settings) -> None:
        if connection.vendor != "postgresql":
            pytest.skip("a file has one folder")
        go()
        settings.FOLDER = settings.FOLDER / "second"
        settings.FOLDER.mkdir()

        go()
        assert reached.read(settings.FOLDER)


class TestFence:
    def test_rows_of_yesterday_hold_all_mail(self, file: Path) -> None:
        go()
        copy = saved(file, file.with_name("copy.db"))
        go()
        connection.close()
        saved(copy, file)

        with reopened(file):
            assert why() == "behind"
            held = fence.state()
            assert held
            assert held.known_at
            assert held.went_at
            assert held.known_at > held.went_at
            assert not fence.Passage().open()

    def test_older_rows_hold_all_mail_on_whichever_database(
        self, db: None, settings: Settings
    ) -> None:
        go()
        before = Fence.objects.filter(pk=1).values().get()
        go()
        Fence.objects.filter(pk=1).update(**before)

        assert why() == "behind"

    def test_rows_of_before_any_mail_hold_it(self, db: None) -> None:
        go()
        Fence.objects.all().delete()

        assert why() == "behind"

    def test_a_copied_folder_holds_its_mail_and_the_first_one_goes_on(
        self, file: Path, settings: Settings, tmp_path: Path
    ) -> None:
        go()
        saved(file, file.with_name("copy.db")).rename(file.with_name("here.db"))
        copy = tmp_path / "copy"
        copy.mkdir()
        shutil.copy2(file.with_name("here.db"), copy / "outlet.db")
        shutil.copy2(tmp_path / "post.sent", copy)

        settings.FOLDER = copy
        with reopened(copy / "outlet.db"):
            (told,) = house.mail()
            assert (told.level, fence.state()) == (Level.WRONG, None)  # told, and nothing changed
            assert "copied" in told.found
            assert why() == "copy"
            assert "since" in next(house.mail()).found
        settings.FOLDER = tmp_path
        with reopened(file):
            assert why() == ""

    def test_a_copied_database_on_a_server_holds_its_mail(self, own_database: str) -> None:
        if connection.vendor != "postgresql":
            pytest.skip("SQLite has no server")
        go()
        connection.close()
        with copied(own_database.rpartition("/")[2]) as name, speaking_to(name):
            assert why() == "server"

    def test_a_database_that_was_filled_anew_from_a_dump_holds_its_mail(
        self, own_database: str
    ) -> None:
        if connection.vendor != "postgresql":
            pytest.skip("SQLite has no server")
        go()
        assert why() == ""
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE post_fence RENAME TO before")
            cursor.execute("CREATE TABLE post_fence (LIKE before INCLUDING ALL)")
            cursor.execute("INSERT INTO post_fence SELECT * FROM before")
        assert why() == "server"

    def test_an_image_of_a_machine_with_its_server_holds_it(
        self, own_database: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        if connection.vendor != "postgresql":
            pytest.skip("SQLite has no server")
        monkeypatch.setattr(machine, "machine", lambda: "first")
        go()
        monkeypatch.setattr(machine, "machine", lambda: "second")
        with monkeypatch.context() as elsewhere:
            elsewhere.setattr(machine, "runs", lambda _process, _program: False)
            assert why() == ""  # further machines may have one server
        assert why() == "machine"

    def test_another_machine_holds_it(self, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(machine, "machine", lambda: "first")
        go()
        monkeypatch.setattr(machine, "machine", lambda: "")
        assert why() == ""  # a container: nobody can tell
        monkeypatch.setattr(machine, "machine", lambda: "second")
        assert why() == "machine"

    def test_where_files_are_numbered_anew_rows_alone_are_asked(
        self, file: Path, settings: Settings
    ) -> None:
        settings.POST_FENCE = "rows"
        go()
        connection.close()
        shutil.copy2(file, file.with_name("new.db"))
        file.with_name("new.db").rename(file)

        with reopened(file):
            assert why() == ""
            Fence.objects.update(reach=0)
            assert why() == "behind"

    def test_a_folder_that_forgot_asks_once(self, file: Path, settings: Settings) -> None:
        go()
        (settings.FOLDER / "post.sent").unlink()

        assert why() == "lost"
        releasing.release()
        go()
        assert why() == ""

    @pytest.mark.parametrize(
        "held",
        [
            b"",
            b"\0" * 80,
            b"1 x y z\n",
            b"1 " + b"9" * 500,
            b"\xff\xfe",
            b"1 " + b"a" * 32 + b" 1 2026-99-99T99:99:99\n",
            b"1 " + b"a" * 32 + b" 1 2026-11-23T09:30:00\n",
        ],
    )
    def test_whatever_lies_there_is_no_leave_to_mail(
        self, held: bytes, db: None, settings: Settings
    ) -> None:
        go()
        (settings.FOLDER / "post.sent").write_bytes(held)

        assert why() == "unreadable"
        releasing.release()
        go()

    def test_another_outlets_folder_asks(self, db: None, settings: Settings) -> None:
        reached.write(settings.FOLDER, Reached(uuid4(), 3, clock.now()))

        assert why() == "other"
        releasing.release()
        go()

    def test_a_closed_outlet_never_mails(self, db: None, settings: Settings) -> None:
        settings.POST_FENCE = "closed"
        assert why() == "closed"
        assert [one.level for one in house.mail()] == [Level.ADVICE]
        assert not fence.Passage().open()

    def test_mail_waits_while_it_can_t_be_written_down_that_it_goes(
        self, db: None, settings: Settings
    ) -> None:
        settings.FOLDER = settings.FOLDER / "not-there" / "at-all"
        settings.FOLDER.parent.write_text("a file, no folder")
        passage = fence.Passage()

        assert not passage.open()
        assert passage.held
        assert passage.held.why in {"unwritten", "unreadable"}

    def test_a_fence_that_is_raised_meanwhile_stops_a_mailing_within_a_second(
        self, db: None
    ) -> None:
        now = [0.0]
        passage = fence.Passage(timer=lambda: now[0])
        assert passage.open()
        fence.raise_("a restore begins")
        now[0] = 0.5
        assert passage.open()
        now[0] = 1.0
        assert not passage.open()
        assert passage.held
        assert passage.held.words == "a restore begins"


@pytest.mark.django_db
class TestRelease:
    @pytest.fixture
    def planned(self, cast: Cast, digest: Digest, readers: list[Reader]) -> None:
        """Plan one edition for three readers, and ask a fourth one to confirm."""
        cast.article()
        compose(digest)
        ask("ada@example.org")

    def test_nothing_goes_out_before_notices_neither_and_all_after(
        self, planned: None, relay: Server
    ) -> None:
        fence.raise_("restored")

        assert round_() == 0
        assert not relay.recipients
        assert {one.kind: one.mails for one in releasing.would_go()} == {
            "confirmations": 1,
            "letters": 3,
        }

        assert releasing.release().going == 4
        assert deliver().done == 4
        assert set(relay.copies.values()) == {1}

    def test_what_went_before_is_set_aside_in_doubt(
        self, planned: None, relay: Server, stopped_clock: clock.StoppedClock
    ) -> None:
        go()
        before = Fence.objects.filter(pk=1).values().get()
        stopped_clock.advance(seconds=60)
        go()
        Fence.objects.filter(pk=1).update(**before)
        stopped_clock.advance(seconds=3600)
        ask("bea@example.org")

        assert why() == "behind"
        letters = next(one for one in releasing.would_go() if one.kind == "letters")
        assert (letters.mails, letters.gone, letters.again) == (3, 3, False)

        row = Fence.objects.the()
        assert row
        until = releasing.went_until(row)
        let = releasing.release(went_before=until)
        assert (let.going, let.aside) == (1, 4)
        assert deliver().done == 1
        assert relay.recipients == ["bea@example.org"]
        assert set(Delivery.objects.values_list("state", flat=True)) == {State.DOUBT}
        assert Notice.objects.filter(state=State.DOUBT).count() == 1

    def test_what_may_have_gone_is_not_merged_into_later_letters_before_somebody_has_looked(
        self, planned: None, cast: Cast, digest: Digest, stopped_clock: clock.StoppedClock
    ) -> None:
        first = Delivery.objects.filter(state=State.PLANNED, letter__edition__number=1)
        fence.raise_("restored")
        stopped_clock.advance(seconds=3 * 86_400)

        cast.article(headline="News of today")
        compose(digest)
        plan()
        assert first.count() == 3
        releasing.release()
        plan()
        assert not first.exists()

    def test_an_edition_that_is_cut_again_is_pointed_at_and_set_aside_whole(
        self, cast: Cast, digest: Digest, readers: list[Reader], stopped_clock: clock.StoppedClock
    ) -> None:
        go()
        before = Fence.objects.filter(pk=1).values().get()
        stopped_clock.advance(seconds=600)
        go()
        Fence.objects.filter(pk=1).update(**before)
        stopped_clock.advance(seconds=600)
        fence.look()
        cast.article()
        edition = compose(digest)
        assert edition

        (found,) = releasing.would_go()
        assert (found.again, found.gone, found.edition) == (True, 0, edition)
        let = releasing.release(editions=[edition.pk])
        assert (let.going, let.aside) == (0, 3)

    def test_who_let_it_go_is_in_the_record(self, planned: None, cast: Cast) -> None:
        fence.raise_("restored", by=cast.editor)
        releasing.release(by=cast.publisher)

        told = [(one.what, one.by) for one in Entry.objects.filter(what__startswith="fence.")]
        assert told == [("fence.raised", cast.editor), ("fence.released", cast.publisher)]
        assert fence.state() is None

    def test_nothing_is_released_twice_or_unseen(
        self, db: None, stopped_clock: clock.StoppedClock
    ) -> None:
        seen = fence.raise_("first").since
        releasing.release(seen=seen)
        with pytest.raises(NotFenced):
            releasing.release(seen=seen)
        stopped_clock.advance(seconds=1)
        fence.raise_("second")
        with pytest.raises(Meanwhile):
            releasing.release(seen=seen)

    def test_a_machine_that_comes_later_and_knows_more_holds_it_again(
        self, db: None, settings: Settings
    ) -> None:
        go()
        fence.raise_("restored")
        releasing.release()
        reached.write(settings.FOLDER, Reached(Outlet.objects.the().mark, 99, clock.now()))

        assert why() == "behind"
        releasing.release()
        assert why() == ""
        row = Fence.objects.the()
        assert row
        assert row.reach == 100


class TestPlace:
    KNOWN = {"machine": "m", "instance": "", "path": "p", "file": "1", "system": "s"}

    @pytest.mark.parametrize(
        ("now", "found"),
        [
            ({}, None),
            ({"path": "q"}, None),  # moved on its disk
            ({"system": "t"}, None),  # disks numbered anew at a start
            ({"path": "q", "system": "t"}, "copy"),
            ({"file": "2"}, "copy"),
            ({"machine": "n"}, "machine"),
            ({"machine": ""}, None),
            ({"instance": "i"}, None),
            ({"path": "", "file": "", "system": ""}, None),
        ],
    )
    def test_a_file_is_known_by_its_number_and_one_thing_more(
        self, now: dict[str, str], found: str | None
    ) -> None:
        assert changed(self.KNOWN, self.KNOWN | now) == found

    def test_a_timeline_matters_where_no_folder_knows_how_far_mail_went(self) -> None:
        known = {"server": "7", "database": "5", "timeline": "1", "table": "20"}
        assert changed(known, known | {"table": "21"}) == "server"
        assert changed(known, known | {"timeline": "2"}) is None
        assert changed(known, known | {"timeline": "2"}, strictly=True) == "server"
        assert changed(known, known | {"server": ""}, strictly=True) is None


class TestFolder:
    def test_what_a_folder_knows_is_never_turned_back(self, tmp_path: Path) -> None:
        outlet, now = uuid4(), clock.now()
        for reach in (3, 9, 5):
            reached.write(tmp_path, Reached(outlet, reach, now))
        known = reached.read(tmp_path)
        assert known == Reached(outlet, 9, now)

        reached.write(tmp_path, Reached(outlet, 5, now - timedelta(days=1)), over=True)
        known = reached.read(tmp_path)
        assert known
        assert known.reach == 5

    def test_a_folder_without_the_file_knows_nothing(self, tmp_path: Path) -> None:
        assert reached.read(tmp_path) is None
