"""What is printed arrives whole, whatever the letters of the terminal, or a line says why not."""

import json
import os
import subprocess
import sys
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from pamphleteer.ground.terminal import emit

NEUTRAL = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
HELP = ("-m", "pamphleteer", "--help")
PRINTS = r"""
import click
from pamphleteer.ground.terminal import hand_over, say, speak_plainly, table

@click.command()
@click.argument("what")
def command(what):
    if what == "bytes":
        hand_over("Caf\u00e9".encode())
    else:
        table(["name"], [["Caf\u00e9"]])
        say("Caf\u00e9, \u041a")

speak_plainly()
command()
"""
FULL = "The output can't be written (No space left on device).\n"


def prints(*words: str, out: int = subprocess.PIPE, **environment: str) -> tuple[int, bytes, bytes]:
    done = subprocess.run(
        [sys.executable, *words],
        stdout=out,
        stderr=subprocess.PIPE,
        env={**os.environ, **environment},
        check=False,
    )
    return done.returncode, done.stdout or b"", done.stderr


def test_letters_beyond_ascii_are_printed_where_no_language_is_set() -> None:
    for what in ("bytes", "words"):
        code, out, err = prints("-c", PRINTS, what, **NEUTRAL)
        assert (code, err, "Café" in out.decode()) == (0, b"", True)


def test_a_letter_that_the_terminal_has_not_does_no_harm_and_documents_stay_as_they_are() -> None:
    code, out, err = prints("-c", PRINTS, "words", PYTHONIOENCODING="latin-1")
    assert (code, err) == (0, b"")
    assert "Café, \\u041a".encode("latin-1") in out
    code, out, _ = prints("-c", PRINTS, "bytes", PYTHONIOENCODING="latin-1")
    assert (code, out) == (0, "Café".encode())


@pytest.mark.parametrize("words", [HELP, ("-c", PRINTS, "bytes"), ("-c", PRINTS, "words")])
def test_a_full_disk_is_told_in_a_line(words: tuple[str, ...]) -> None:
    with Path("/dev/full").open("w") as full:
        assert prints(*words, out=full.fileno()) == (1, b"", FULL.encode())


@pytest.mark.parametrize("words", [HELP, ("-c", PRINTS, "bytes")])
def test_a_pipe_that_is_closed_ends_it_without_a_word(words: tuple[str, ...]) -> None:
    reads, writes = os.pipe()
    os.close(reads)
    try:
        assert prints(*words, out=writes) == (1, b"", b"")
    finally:
        os.close(writes)


def test_a_document_for_an_output_that_is_closed_is_told_as_such() -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", 'exec "$0" -c "$1" bytes >&-', sys.executable, PRINTS],
        stderr=subprocess.PIPE,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, b"The output can't be written (it is closed).\n")


def test_a_moment_is_told_to_machines_in_one_form(capsys: pytest.CaptureFixture[str]) -> None:
    cairo = datetime(2026, 11, 29, 18, 5, 9, 123_456, tzinfo=timezone(timedelta(hours=2)))
    emit({"at": cairo, "day": date(2026, 11, 29), "file": Path("a/b"), "none": None})
    assert json.loads(capsys.readouterr().out) == {
        "at": "2026-11-29T16:05:09Z",
        "day": "2026-11-29",
        "file": "a/b",
        "none": None,
    }
    with pytest.raises(ValueError, match="no zone"):
        emit({"at": cairo.replace(tzinfo=None)})
