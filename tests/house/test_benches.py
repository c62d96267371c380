"""The benches are told apart by name, and a name that is none is said to be none."""

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent.parent.parent


def called(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bench", *words]
    return subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, check=False)


def test_help_names_each_bench() -> None:
    answer = called("--help")
    assert (answer.returncode, answer.stderr) == (0, "")
    for path in (FOLDER / "bench").glob("*.py"):
        if "def figures(" in path.read_text():
            assert path.stem in answer.stdout


def test_a_bench_that_is_none_is_refused_before_anything_is_measured() -> None:
    answer = called("day", "moon")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "there is no part moon" in answer.stderr


def test_sizes_that_are_no_numbers_are_refused_before_anything_is_measured() -> None:
    answer = called("pressing", "--sizes", "500,many")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "500,many is no row of numbers such as 500,5000" in answer.stderr
