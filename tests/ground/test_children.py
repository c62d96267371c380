"""A child is told nothing secret, and takes no more than it is allowed."""

import json
import resource
import subprocess
import sys

import pytest

from pamphleteer.ground import children


def test_a_child_is_told_no_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAMPHLETEER_DATABASE_URL", "postgresql://me:secret@db/outlet")
    told = children.environment()
    assert "PATH" in told
    assert not any("secret" in value for value in told.values())


def test_what_lies_where_we_were_started_is_no_module_of_ours() -> None:
    assert children.program("pamphleteer")[:2] == [sys.executable, "-P"]


def test_a_bound_is_lowered_and_never_raised() -> None:
    code = (
        "import json, resource; from pamphleteer.ground.children import lower\n"
        "found = []\n"
        "for to in (100, 50, 200):\n"
        "    lower(resource.RLIMIT_NOFILE, to)\n"
        "    found.append(resource.getrlimit(resource.RLIMIT_NOFILE))\n"
        "print(json.dumps(found))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert json.loads(ran.stdout) == [[100, 100], [50, 50], [50, 50]]


@pytest.mark.parametrize(
    ("wanted", "hard", "bound"), [(5, resource.RLIM_INFINITY, 5), (5, 3, 3), (3, 5, 3)]
)
def test_the_system_s_own_bound_stands(wanted: int, hard: int, bound: int) -> None:
    assert children.least(wanted, hard) == bound
