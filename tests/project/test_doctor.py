"""`pamphleteer doctor` as a person or a monitor calls it."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.nameserver import Nameserver, quoted
from tests.post.documented import as_documented

pytestmark = pytest.mark.either_database
TOML = """
[site]
url = "https://example.org/"
[post]
sender = "digest@example.org"
resolver = "{resolver}"
[[relay]]
name = "first"
url = "smtps://me@mail.example.net"
password = "secret-of-the-relay"
"""
Doctor = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def doctor(tmp_path: Path, database_url: str) -> Doctor:
    """Call it for an outlet in a folder."""
    (tmp_path / "outlet.toml").write_text(TOML.format(resolver=""))
    (tmp_path / "outlet.toml").chmod(0o600)
    for name in ("public", "media", "keys"):
        (tmp_path / name).mkdir(mode=0o700)
    (tmp_path / "keys" / "secret").touch(mode=0o600)

    def called(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
        environment = os.environ | {"PAMPHLETEER_DATABASE_URL": database_url} | variables
        return subprocess.run(
            [sys.executable, "-m", "pamphleteer", "-C", str(tmp_path), "doctor", *words],
            env={key: value for key, value in environment.items() if key != "PAMPHLETEER_DIR"},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return called


def read(said: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in json.loads(said):
        found.setdefault(one["what"], one)
    return found


def test_an_outlet_that_is_well_is_told_so(doctor: Doctor, tmp_path: Path) -> None:
    done = doctor()

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.endswith("All is well.\n")
    assert "✓ Database:" in done.stdout
    assert not list((tmp_path / "public").iterdir())


def test_what_is_wrong_is_told_with_what_to_do(doctor: Doctor, tmp_path: Path) -> None:
    (tmp_path / "keys" / "secret").chmod(0o644)
    (tmp_path / "media").rmdir()

    done = doctor("--json")
    assert as_documented("doctor", json.loads(done.stdout))

    found = read(done.stdout)
    assert done.returncode == 1
    assert found["Secrets"]["level"] == "wrong"
    assert found["Secrets"]["todo"].endswith("chmod go= keys/secret")
    assert "can't be written" in found["Folder media/"]["found"]
    assert found["Database"]["level"] == "well"


def test_options_and_databases_that_cannot_be_read_are_told(doctor: Doctor, tmp_path: Path) -> None:
    done = doctor("--json", PAMPHLETEER_SERVER_WORKERS="none")
    assert done.returncode == 1
    assert [one["what"] for one in json.loads(done.stdout)] == ["Options"]

    gone = doctor(PAMPHLETEER_DATABASE_URL="postgresql://nobody@127.0.0.1:1/gone")
    assert gone.returncode == 1
    assert "✗ Database: it can't be used" in gone.stdout
    (tmp_path / "outlet.toml").unlink()
    assert doctor().returncode == 2


def test_records_are_printed_without_asking_and_then_looked_for(
    doctor: Doctor, tmp_path: Path
) -> None:
    with Nameserver() as names:
        (tmp_path / "outlet.toml").write_text(TOML.format(resolver=names.address))
        dry = doctor("--mail", "--dry-run")
        assert dry.returncode == 0, dry.stderr
        assert 'example.org. 3600 IN TXT "v=spf1 a:mail.example.net ~all"' in dry.stdout
        assert '_dmarc.example.org. 3600 IN TXT "v=DMARC1; p=none;' in dry.stdout
        assert not names.asked
        names.say("example.org", "TXT", quoted("v=spf1 a:mail.example.net ~all"))
        names.say("mail.example.net", "A", "192.0.2.1")

        done = doctor("--mail", "--json")

    found = read(done.stdout)
    assert done.returncode == 1
    assert found["SPF of example.org"]["level"] == "well"
    assert found["SPF for the relay first"]["level"] == "well"
    assert found["DMARC of example.org"]["level"] == "wrong"
    assert found["DKIM of example.org"]["todo"].startswith("`pamphleteer dkim make`")
    assert "secret-of-the-relay" not in dry.stdout + done.stdout
