"""Lists at the desk: a publisher brings readers in with a file, sees how far it has come, and takes the list out."""

import csv
import io
import os
import signal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from pamphleteer.ground import clock
from pamphleteer.ground.clock import StoppedClock
from pamphleteer.post import keys
from pamphleteer.post.models import Consent, Digest, Intake, IntakePart, IntakeReport, Reader
from pamphleteer.post.verbs import intake
from pamphleteer.post.verbs.find import find
from pamphleteer.post.verbs.signup import enrol, leave_as
from pamphleteer.register.models import Entry
from tests.cast import PASSWORD, Cast
from tests.processes import Process

SOURCE = "The form on old.example.org,\nconfirmed by mail"
LIST = "Email,Nickname,Topics\nada@example.org,A,moon\nno address,,\n=x@example.org,,\n"


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    """Paula's, who has said her password a moment ago."""
    client.force_login(cast.publisher)
    client.post(reverse("desk_sure"), {"password": PASSWORD})
    return client


def sent(desk: Client, content: str | bytes, **more: Any) -> Any:
    content = content.encode() if isinstance(content, str) else content
    said = {"file": SimpleUploadedFile("members.csv", content), "source": SOURCE} | more
    return desk.post(reverse("desk_lists"), said, follow=True)


def report(desk: Client, one: Intake) -> list[list[str]]:
    answer = desk.get(reverse("desk_list_report", args=[one.pk]))
    assert "no-store" in answer.headers["Cache-Control"]
    return list(csv.reader(io.StringIO(answer.getvalue().decode())))


@pytest.mark.django_db
@pytest.mark.either_database
class TestPages:
    def test_a_list_is_brought_in_by_a_round_with_a_report(
        self, desk: Client, cast: Cast, digest: Digest
    ) -> None:
        page = sent(desk, LIST).content.decode()
        one = Intake.objects.get()
        assert "being read" in page and "Read up to line 0 of 4" in page
        assert not Reader.objects.exists()

        assert intake.round_() == 1

        page = desk.get(reverse("desk_list", args=[one.pk])).content.decode()
        for said in (
            "2 readers were added",
            "1 row was refused",
            "Nickname",
            "The form on old.example.org",
        ):
            assert said in page, said
        assert "Look again" not in page
        assert report(desk, one) == [
            ["line", "outcome", "why", "address"],
            ["2", "added", "there is no topic “moon”: gets all topics", "a***@example.org"],
            [
                "3",
                "refused",
                "This is no mail address. One such as name@example.org is expected.",
                "",
            ],
            ["4", "added", "", "'=***@example.org"],
        ]
        reader = find("ada@example.org")
        assert reader and list(reader.digests.all()) == [digest]
        assert [one.terms.words for one in reader.consents.all()] == [SOURCE]
        entry = Entry.objects.get(what="readers.imported")
        assert (entry.by, entry.data["added"]) == (cast.publisher, 2)
        assert "members.csv" in desk.get(reverse("desk_lists")).content.decode()

    def test_nothing_is_taken_in_without_a_list_and_a_source(self, desk: Client) -> None:
        assert "This field is required" in sent(desk, LIST, source=" ").content.decode()
        assert desk.post(reverse("desk_lists"), {"source": SOURCE}).status_code == 200
        assert "empty" in sent(desk, "").content.decode()
        assert not Intake.objects.exists()

    def test_what_is_too_large_is_refused(
        self, desk: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(intake, "LARGEST", 10)
        assert "let the command bring it in" in sent(desk, LIST).content.decode()
        assert not Intake.objects.exists()

    def test_a_list_without_addresses_is_refused_whole(self, desk: Client, digest: Digest) -> None:
        sent(desk, "name,age\n<b>ada</b>,7\n")
        intake.round_()
        one = Intake.objects.get()
        page = desk.get(reverse("desk_list", args=[one.pk])).content.decode()
        assert "refused whole" in page and "no column holds addresses" in page
        assert not IntakePart.objects.exists()

    def test_the_list_is_taken_out_as_it_comes_in_and_that_is_recorded(
        self, desk: Client, cast: Cast, digest: Digest
    ) -> None:
        enrol("=ada@example.org")
        leave_as(enrol("left@example.org").key)
        address = reverse("desk_export_readers")
        assert desk.get(address).status_code == 405

        answer = desk.post(address)
        content = answer.getvalue()

        assert "no-store" in answer.headers["Cache-Control"]
        assert 'filename="readers.csv"' in answer.headers["Content-Disposition"]
        assert [row["email"] for row in csv.DictReader(io.StringIO(content.decode()))] == [
            "'=ada@example.org"
        ]
        assert desk.post(address, {"all": "on"}).getvalue().count(b"\n") == 3
        entries = Entry.objects.filter(what="readers.exported", by=cast.publisher)
        assert [one.data["all"] for one in entries.order_by("pk")] == [False, True]
        Reader.objects.all().delete()
        sent(desk, content)
        intake.round_()
        assert find("=ada@example.org")

    def test_an_open_browser_is_asked_for_the_password_first(
        self, client: Client, cast: Cast, digest: Digest
    ) -> None:
        client.force_login(cast.publisher)
        enrol("ada@example.org")
        for answer in (
            client.get(reverse("desk_lists")),
            client.post(reverse("desk_export_readers")),
        ):
            way = f"{reverse('desk_sure')}?next={reverse('desk_lists')}"
            assert answer.headers["Location"] == way
        assert not Entry.objects.filter(what="readers.exported").exists()

    def test_what_is_kept_of_a_list_holds_no_address_and_goes(
        self,
        desk: Client,
        digest: Digest,
        stopped_clock: StoppedClock,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(intake, "_PART", 999)
        content = "email\n" + "".join(f"r{n}@example.org\n" for n in range(300))
        sent(desk, content.encode("utf-16-le"))
        parts = [bytes(one.sealed) for one in IntakePart.objects.all()]
        assert len(parts) > 1
        held = b"".join(parts)
        assert b"example" not in held and "example".encode("utf-16-le") not in held

        intake.round_()

        assert Reader.objects.count() == 300
        assert not IntakePart.objects.exists()
        assert not IntakeReport.objects.filter(lines__contains="r1@").exists()
        stopped_clock.advance(days=31)
        intake.round_()
        assert not Intake.objects.exists() and not IntakeReport.objects.exists()

    def test_a_missing_key_refuses_the_list_and_says_so(self, desk: Client, digest: Digest) -> None:
        sent(desk, LIST)
        keys.ring().drop(1)
        intake.round_()
        one = Intake.objects.get()
        assert (one.state, "can't be read" in one.fault) == ("refused", True)
        assert "can&#x27;t be read" in sent(desk, LIST).content.decode()


ROUND = """
from pamphleteer.post.verbs import importing, intake
importing.SOME = 20
seen = intake._Progress.within
def slowly(self, lines):
    seen(self, lines)
    print(lines[-1].line, flush=True)
intake._Progress.within = slowly
intake.round_()
"""


def test_a_list_goes_on_where_it_was_whichever_process_dies(
    own_database: str, tmp_path: Path
) -> None:
    (tmp_path / "outlet.toml").write_text('[site]\nurl = "https://example.org/"\n')
    Digest.objects.get_or_create(slug="daily", defaults={"name": "Daily", "begins": clock.now()})
    rows = "".join(f"r{n // 2}@example.org\n" for n in range(400))
    intake.take_in(io.BytesIO(f"email\n{rows}".encode()), name="l.csv", source="x", by=None)
    environment = os.environ | {
        "PAMPHLETEER_DIR": str(tmp_path),
        "PAMPHLETEER_DATABASE_URL": own_database,
        "DJANGO_SETTINGS_MODULE": "pamphleteer.project.settings",
    }

    def start() -> Process:
        return Process(ROUND, env=environment)

    for number in (signal.SIGKILL, signal.SIGKILL):
        with start() as killed:
            assert killed.stdout
            killed.stdout.readline()
            killed.send_signal(number)
    with start() as first, start() as second:
        for process in (first, second):
            process.communicate(timeout=60)
            assert process.returncode == 0

    one = Intake.objects.get()
    assert (one.state, one.line, one.added, one.known, one.refused) == ("done", 401, 200, 200, 0)
    lines = "".join(intake.report_of(one)).splitlines()[1:]
    assert [int(line.partition(",")[0]) for line in lines] == list(range(2, 402))
    assert (Reader.objects.count(), Consent.objects.count()) == (200, 200)
