"""Mail is piped into an outlet that can't take it now: the mail server keeps it, and nobody's mail is sent back."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.post.bounces.returned import report

LATER = 75  # EX_TEMPFAIL


def pipe(folder: Path, *words: str, mail: bytes = report()) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "pamphleteer", "-C", str(folder), *words],
        input=mail,
        capture_output=True,
        check=False,
    )
    return done.returncode, done.stderr.decode()


@pytest.mark.parametrize("words", [("bounces",), ("readers", "unsubscribe", "leave@example.org")])
def test_a_broken_outlet_keeps_the_mail_at_the_server(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    (tmp_path / "outlet.toml").write_text("[site]\nurl = 7\nurl")
    code, said = pipe(tmp_path, *words)
    assert (code, "outlet.toml" in said) == (LATER, True)


def test_so_does_one_that_is_not_there(tmp_path: Path) -> None:
    code, said = pipe(tmp_path, "bounces", "--to", "bounces@example.org")
    assert (code, "There is no outlet" in said) == (LATER, True)


def test_what_no_mail_server_calls_ends_as_misuse_does(tmp_path: Path) -> None:
    assert pipe(tmp_path, "bounces", "doubted")[0] == 2
    assert pipe(tmp_path, "post")[0] == 2
