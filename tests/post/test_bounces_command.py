"""`pamphleteer bounces read` says what returned mails mean, and changes nothing."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pamphleteer.post.commands.bounces import command
from tests.post.bounces.returned import report, told


def run(*words: str, stdin: bytes = b"") -> Result:
    return CliRunner().invoke(command, ["read", *words], input=stdin)


@pytest.fixture
def mail(tmp_path: Path) -> Path:
    path = tmp_path / "returned.eml"
    path.write_bytes(report())
    return path


def test_a_mail_is_a_line_of_json(mail: Path) -> None:
    ran = run(str(mail), "--json")

    assert ran.exit_code == 0
    assert json.loads(ran.output) == {
        "file": str(mail),
        "results": [
            {
                "recipient": "rosa@example.org",
                "kind": "bounce",
                "scope": "reader",
                "hard": True,
                "reason": "unknown",
                "status": "5.1.1",
                "reply": "550 5.1.1 <rosa@example.org>: no such mailbox",
            }
        ],
    }


def test_people_are_told_in_words(mail: Path) -> None:
    ran = run(str(mail))

    assert "rosa@example.org: the mailbox, for good (unknown): 550 5.1.1" in ran.output


def test_a_mail_comes_from_standard_input_too() -> None:
    ran = run("-", "--json", stdin=told("<omar@example.net>: 552 5.2.2 mailbox full\n"))

    (line,) = ran.output.splitlines()
    assert [json.loads(line)["results"][0][name] for name in ("recipient", "reason", "hard")] == [
        "omar@example.net", "full", False,
    ]  # fmt: skip


def test_the_mails_of_a_folder_are_read_in_their_order(tmp_path: Path) -> None:
    for name in ("new/2", "new/1", "cur/3"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(report())

    lines = [json.loads(line) for line in run(str(tmp_path), "--json").output.splitlines()]

    assert [str(Path(line["file"]).relative_to(tmp_path)) for line in lines] == [
        "cur/3",
        "new/1",
        "new/2",
    ]


def test_what_cannot_be_read_is_said_and_the_others_are_read(mail: Path) -> None:
    ran = run("nowhere.eml", str(mail), "--json")

    fault, found = (json.loads(line) for line in ran.stdout.splitlines())
    assert ran.exit_code == 1
    assert fault["file"] == "nowhere.eml"
    assert "No such file" in fault["error"]
    assert found["results"]
    assert "name a file that holds one mail" in run("nowhere.eml").output


def test_what_a_folder_holds_that_cannot_be_read_is_told_and_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "good").write_bytes(report())
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "shut").mkdir()
    walk = os.walk
    shut = PermissionError(13, "Permission denied", str(tmp_path / "shut"))

    def walked(top: str, onerror: Callable[[OSError], object]) -> Iterator[object]:
        yield from walk(top)
        onerror(shut)

    monkeypatch.setattr(os, "walk", walked)
    ran = run(str(tmp_path), "--json")

    assert ran.exit_code == 1
    faults = [json.loads(line)["file"] for line in ran.stdout.splitlines() if '"error"' in line]
    assert [Path(one).name for one in faults] == ["dangling", "pipe", "shut"]
    assert "dangling can't be read (No such file or directory)" in ran.stderr
    assert "pipe can't be read (it is no file)" in ran.stderr
    assert "shut can't be read (Permission denied)" in ran.stderr
    assert ran.stderr.endswith("3 could not be read, 1 were.\n")


def test_nobody_is_at_fault_where_nothing_failed() -> None:
    for letter in (b"Subject: Hello\n\nHow are you?\n", b"Subject: Out of office\n\nI am away.\n"):
        [one] = json.loads(run("-", "--json", stdin=letter).stdout)["results"]
        assert (one["kind"] in {"other", "auto-reply"}, one["scope"]) == (True, None)


def test_the_name_of_a_file_stays_on_its_line(tmp_path: Path) -> None:
    (tmp_path / "a\nb\x1b[31m.eml").write_bytes(report())

    assert len(run(str(tmp_path), "--json").output.splitlines()) == 1
    assert "\x1b" not in run(str(tmp_path)).output


def test_without_a_file_it_says_what_is_missing() -> None:
    ran = run()

    assert ran.exit_code == 2
    assert "FILE..." in ran.output
