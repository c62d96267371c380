"""Lists that are broken, hostile or interrupted: each row is told, each good one is taken, nobody comes twice."""

import csv
import fcntl
import json
import os
import signal
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from pamphleteer.ground import clock
from pamphleteer.post.models import Choice, Consent, Digest, Reader, Subscription, Suppressed
from pamphleteer.post.verbs.importing import import_list
from pamphleteer.register.models import Entry
from tests.post.test_lists import SOURCE, call, imported, listed
from tests.processes import Process


def addresses() -> list[str]:
    return sorted(one.address for one in Reader.objects.all())


@pytest.mark.django_db
@pytest.mark.either_database
class TestLetters:
    @pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
    @pytest.mark.parametrize(
        "encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "utf-8"]
    )
    def test_a_list_is_read_in_its_own_letters(
        self, delimiter: str, encoding: str, tmp_path: Path, digest: Digest
    ) -> None:
        rows = [["Prénom", "Courriel"], ["Élodie", "a@example.org"], ["Zoë – Ann", "b@example.org"]]
        text = "".join(f"{delimiter.join(row)}\r\n" for row in rows)

        told, _ = imported(listed(tmp_path, text.encode(encoding)))

        assert told["left_out"] == ["Prénom"]
        assert addresses() == ["a@example.org", "b@example.org"]

    def test_a_list_in_letters_that_were_named_wrong_takes_no_half_address(
        self, tmp_path: Path, digest: Digest
    ) -> None:
        path = listed(tmp_path, "email\nzoë@example.org\n".encode("cp1252"))

        told, [line] = imported(path, "--encoding", "utf-8")

        assert (told["refused"], addresses()) == (1, [])
        assert line[2].startswith("Some letters did not arrive")


@pytest.mark.django_db
@pytest.mark.either_database
class TestRows:
    def test_without_a_digest_it_is_told_that_nobody_gets_letters(self, tmp_path: Path) -> None:
        Digest.objects.all().delete()

        told, _ = imported(listed(tmp_path, "email\na@example.org\n"))

        assert told["added"] == 1
        assert [one["why"] for one in told["reasons"]] == [
            "there is no digest yet, and so no letter"
        ]

    def test_thousands_of_broken_lines_are_counted_by_reason_and_told_one_by_one(
        self, tmp_path: Path, digest: Digest
    ) -> None:
        broken = (
            'a,"open',
            "\0\0",
            "no address,x",
            ",x",
            'x,a"b"c',
            "a@b@c,d",
            "good{}@example.org,",
        )
        path = tmp_path / "members.csv"
        with path.open("w") as file:
            file.write("email,name\n")
            file.writelines(f"{broken[n % 7]}\n".replace("{}", str(n)) for n in range(7_000))

        told, report = imported(path)

        assert [int(line) for line, *_ in report] == list(range(2, 7_002))
        assert (told["added"], told["refused"]) == (1_000, 6_000)
        assert {one["why"]: one["rows"] for one in told["reasons"]} == {
            "a quotation mark is not closed": 1_000,
            "no address": 1_000,
            "This is no mail address. One such as name@example.org is expected.": 4_000,
        }
        assert (
            "4000 refused: This is no mail address" in call("import", path, "--source", "x").output
        )

    def test_reasons_are_counted_in_memory_that_does_not_grow(
        self, tmp_path: Path, digest: Digest
    ) -> None:
        rows = "".join(f"r{n}@example.org,topic-{n},{n}:00\n" for n in range(24, 400))

        told, report = imported(listed(tmp_path, f"email,topics,hour\n{rows}"))

        assert len(report) == told["added"] == 376
        assert {one["why"]: one["rows"] for one in told["reasons"]} == {
            "there is no topic “…”: gets all topics": 376,
            "there is no hour “…”": 376,
        }

    def test_hostile_addresses_are_told_and_no_more(self, tmp_path: Path, digest: Digest) -> None:
        bad = [
            "a@example.org\nBcc: b@example.org", "a@example.org\r\nX: y", "a@exa\0mple.org", f"{'a' * 309}@example.org",
            "a b@example.org", '"a"@example.org', "a@[127.0.0.1]", "a@localhost",
            "@", "a@@b.org", "<>", "\u202ea@example.org",
        ]  # fmt: skip
        path = tmp_path / "members.csv"
        with path.open("w", newline="") as file:
            written = csv.writer(file)
            written.writerows([["email", "name"], *([one, "x"] for one in bad)])
            written.writerow(["+=-@", "=cmd|' /C calc'!A0"])
            written.writerow(["=1+1@example.org", "x"])

        told, report = imported(path)

        assert (told["added"], told["refused"]) == (1, len(bad) + 1)
        assert addresses() == ["=1+1@example.org"]
        assert report[-1][1:] == ["added", "", "'=***@example.org"]

    def test_the_same_address_500_times_is_one_reader(self, tmp_path: Path, digest: Digest) -> None:
        spelt = ("ada@example.org", "ADA@Example.ORG", " Ada <ada@example.org>", "ada@EXAMPLE.org ")
        rows = "".join(f"{spelt[n % 4]},x\n" for n in range(500))

        told, report = imported(listed(tmp_path, f"email,name\n{rows}"))

        assert (told["added"], told["known"], Consent.objects.count()) == (1, 499, 1)
        assert Counter(line[2] for line in report) == {"": 1, "stands in the list before": 499}

    def test_a_last_line_that_was_cut_brings_in_no_half_address(
        self, tmp_path: Path, digest: Digest
    ) -> None:
        _, report = imported(listed(tmp_path, "email,name\na@example.org,A\nb@example.or"))

        assert report[1][1:3] == ["refused", "the list ends within this row"]
        assert addresses() == ["a@example.org"]

    def test_a_list_that_grows_is_read_as_it_was(self, tmp_path: Path, digest: Digest) -> None:
        path = listed(tmp_path, "email\n" + "".join(f"r{n}@example.org\n" for n in range(1_100)))

        def grows(lines: Any) -> None:
            with path.open("a") as file:
                file.writelines(f"later{n}@example.org\n" for n in range(1_000))

        assert import_list(path, source=SOURCE, told=grows).counts["added"] == 1_100
        again = import_list(path, source=SOURCE, told=len).counts
        assert (again["added"], again["known"]) == (1_000, 2_100)

    def test_what_is_no_file_is_refused(self, tmp_path: Path, digest: Digest) -> None:
        fifo = tmp_path / "fifo"
        os.mkfifo(fifo)

        answer = call("import", fifo, "--source", SOURCE, "--report", tmp_path / "report.csv")

        assert (answer.exit_code, "no plain file" in answer.output) == (1, True)

    def test_a_report_is_written_over_no_list_and_by_one_import_alone(
        self, tmp_path: Path, digest: Digest
    ) -> None:
        path = listed(tmp_path, "email\na@example.org\n")
        answer = call("import", path, "--source", SOURCE, "--report", path)
        assert (answer.exit_code, path.read_text()) == (2, "email\na@example.org\n")

        with path.with_name("members.csv.report.csv").open("w") as report:
            fcntl.flock(report, fcntl.LOCK_EX)
            assert "another command" in call("import", path, "--source", SOURCE).output


FEW = """
import json, signal, sys
from pathlib import Path
from pamphleteer.post.verbs import importing
signal.signal(signal.SIGINT, signal.default_int_handler)  # what runs in the background ignores it
importing.SOME = 20
def told(lines):
    print(lines[-1].line, flush=True)
    if "wait" in sys.argv:
        sys.stdin.readline()
done = importing.import_list(Path(sys.argv[1]), source="x", told=told)
print(json.dumps(done.counts))
"""
ROWS, LEFT = 600, 60


def rows() -> list[str]:
    """Return readers with choices, those who left among them."""
    return [
        f"r{n}@example.org,{'unsubscribed' if n % 10 == 0 else 'subscribed'},weekly,friday,{n % 24}"
        for n in range(ROWS)
    ]


def test_ended_killed_and_two_at_once_each_is_there_once(own_database: str, tmp_path: Path) -> None:
    (tmp_path / "outlet.toml").write_text('[site]\nurl = "https://example.org/"\n')
    Digest.objects.get_or_create(slug="daily", defaults={"name": "Daily", "begins": clock.now()})
    heading = "email,status,rhythm,weekday,hour"
    there = [listed(tmp_path, "\n".join([heading, *rows()])), tmp_path / "back.csv"]
    there[1].write_text("\n".join([heading, *reversed(rows())]))
    environment = os.environ | {
        "PAMPHLETEER_DIR": str(tmp_path),
        "PAMPHLETEER_DATABASE_URL": own_database,
        "DJANGO_SETTINGS_MODULE": "pamphleteer.project.settings",
    }

    def start(path: Path, *more: str) -> Process:
        pipes = ("stdin", "stdout", "stderr")
        return Process(FEW, str(path), *more, pipes=pipes, env=environment)

    for number in (signal.SIGINT, signal.SIGKILL):
        with start(there[0], "wait") as ended:
            assert ended.stdout
            assert ended.stdin
            ended.stdout.readline()
            ended.send_signal(number)
            ended.wait(timeout=60)
        assert ended.returncode
    # What was added before is in the record, for whom somebody ended; a killed one can write nothing.
    assert Entry.objects.filter(what="readers.imported").count() == 1
    before = Reader.objects.count()
    assert 0 < before < ROWS - LEFT
    with start(there[0]) as first, start(there[1]) as second:
        said = [process.communicate(timeout=60) for process in (first, second)]
        assert (first.returncode, second.returncode) == (0, 0), said

    counts = [json.loads(out.splitlines()[-1]) for out, _ in said]
    assert sum(one["added"] for one in counts) == ROWS - LEFT - before
    assert {sum(one.values()) for one in counts} == {ROWS}
    assert {one["refused"] for one in counts} == {LEFT}
    assert addresses() == sorted(f"r{n}@example.org" for n in range(ROWS) if n % 10)
    assert (Consent.objects.count(), Subscription.objects.count()) == (ROWS - LEFT,) * 2
    assert (Suppressed.objects.count(), Choice.objects.count()) == (LEFT, 24)
