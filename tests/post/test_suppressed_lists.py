"""Whom no mail goes to, in and out: hashed at once, in clear nowhere, and never weaker than it was."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from pamphleteer.ground.clock import StoppedClock
from pamphleteer.post.commands.readers import command
from pamphleteer.post.errors import KeptOff
from pamphleteer.post.models import Digest, Reader, Suppressed
from pamphleteer.post.verbs.forget import forget
from pamphleteer.post.verbs.rekey import rekey
from pamphleteer.post.verbs.signup import enrol
from pamphleteer.register.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]

LIST = """\
EmailAddress,SuppressionReason,CreatedAt,Error
gone@readers.example,HardBounce,2026-03-01T08:00:00Z,550 5.1.1 <gone@readers.example>: no such user
cross@readers.example,SpamComplaint,2026-03-02T08:00:00Z,
away@readers.example,ManualSuppression,,
who@readers.example,something else,,
no address,HardBounce,,
"""


def call(*words: str) -> Any:
    return CliRunner().invoke(command, ["suppressed", *words])


def bring(folder: Path, text: str, *words: str) -> Any:
    file = folder / "list.csv"
    file.write_text(text, encoding="utf-8")
    done = call("import", str(file), *words)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


def reasons() -> list[str]:
    return sorted(Suppressed.objects.values_list("reason", flat=True))


def test_a_providers_list_is_hashed_at_once(digest: Digest, tmp_path: Path) -> None:
    on_it, other = enrol("gone@readers.example"), enrol("here@readers.example")

    told = json.loads(bring(tmp_path, LIST, "--json").output)

    assert (told["added"], told["known"], told["refused"], told["taken_off"]) == (4, 0, 1, 1)
    assert told["refusals"][0]["line"] == 6
    assert reasons() == ["complained", "left", "left", "unknown"]
    row = Suppressed.objects.get(reason="unknown")
    assert (row.status, row.at.year, row.at.month) == ("5.1.1", 2026, 3)
    assert row.said == "550 5.1.1 <‹reader›>: no such user"
    assert Reader.objects.get(pk=on_it.pk).state == "left"
    assert Reader.objects.get(pk=other.pk).state == "confirmed"
    with pytest.raises(KeptOff, match="has no mailbox there"):
        enrol("Gone@readers.example")
    assert json.loads(bring(tmp_path, LIST, "--json").output)["known"] == 4
    assert Entry.objects.filter(what="readers.kept_off").count() == 2


def test_a_dry_run_changes_nothing(digest: Digest, tmp_path: Path) -> None:
    enrol("gone@readers.example")

    done = bring(tmp_path, LIST, "--dry-run", "--reason", "complained")

    assert "It would be: 4 added, 0 known, 1 refused; 1 readers taken off" in done.output
    assert not Suppressed.objects.exists()
    assert Reader.objects.confirmed().count() == 1


def test_the_surest_reason_stays(digest: Digest, tmp_path: Path) -> None:
    forget("gone@readers.example")
    twice = LIST + "away@readers.example,abuse,,\n"

    bring(tmp_path, twice)

    assert reasons() == ["complained", "complained", "forgotten", "left"]


def test_what_is_written_has_no_address_and_comes_in_again_as_it_was(
    digest: Digest, tmp_path: Path, stopped_clock: StoppedClock
) -> None:
    bring(tmp_path, LIST)
    out = tmp_path / "out.csv"
    assert "4 mailboxes are in" in call("export", str(out)).output
    text = out.read_text(encoding="utf-8")
    assert "readers.example" not in text
    assert out.stat().st_mode & 0o077 == 0
    before = sorted(Suppressed.objects.values_list("hashed", "reason", "at", "said", "status"))
    Suppressed.objects.all().delete()

    assert call("import", str(out)).output.startswith("4 added")
    after = sorted(Suppressed.objects.values_list("hashed", "reason", "at", "said", "status"))
    assert [bytes(row[0]) for row in after] == [bytes(row[0]) for row in before]
    assert [row[1:] for row in after] == [row[1:] for row in before]
    assert call("import", str(out)).output.startswith("0 added, 4 known")


def test_hashes_of_another_outlets_key_say_nothing(digest: Digest, tmp_path: Path) -> None:
    bring(tmp_path, LIST)
    out = tmp_path / "out.csv"
    call("export", str(out))
    text = out.read_text(encoding="utf-8")
    proof = list(csv.reader(text.splitlines()))[1][2]
    Suppressed.objects.all().delete()

    done = bring(tmp_path, text.replace(proof, "0" * 32))

    assert "0 added, 0 known, 4 refused" in done.output
    assert "is not the one that this was hashed with" in done.output
    assert not Suppressed.objects.exists()


def test_after_a_change_of_key_a_mailbox_is_known_by_the_old_one(
    digest: Digest, tmp_path: Path
) -> None:
    enrol("here@readers.example")
    bring(tmp_path, LIST)
    rekey()

    assert "0 added, 4 known" in bring(tmp_path, LIST).output
    assert Suppressed.objects.count() == 4


def test_a_list_without_addresses_is_refused(digest: Digest, tmp_path: Path) -> None:
    done = bring(tmp_path, "name,reason\nAda,bounce\n")

    assert done.exit_code == 1
    assert "no column holds addresses" in done.output
    assert bring(tmp_path, "").exit_code == 1


def test_they_are_counted_by_reason(digest: Digest, tmp_path: Path) -> None:
    assert bring(tmp_path, LIST).exit_code == 0

    assert json.loads(call("list", "--json").output) == {
        "forgotten": 0, "complained": 1, "left": 2, "unknown": 1, "failing": 0, "unsaid": 0,
    }  # fmt: skip
    assert "called a letter spam" in call("list").output
