"""A key follows another: while readers come and go, with kills, and with two processes at it."""

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner
from pytest_django import Settings

from pamphleteer.post import keys, sealing
from pamphleteer.post.commands.readers import command
from pamphleteer.post.models import Digest, Reader, Seal
from pamphleteer.post.verbs import rekey as verbs
from pamphleteer.post.verbs.find import find
from pamphleteer.post.verbs.forget import forget
from pamphleteer.post.verbs.rekey import rekey
from pamphleteer.post.verbs.signup import ask, enrol
from pamphleteer.register.models import Entry
from tests.processes import Process

FILL = """
from pamphleteer.post.verbs.signup import enrol
from tests.processes import Process
for number in range(60):
    enrol(f"reader-{number}@readers.example")
"""
REKEY = """
from pamphleteer.post.verbs import rekey
rekey.SOME = 3
rekey.rekey(told=lambda _count: print("some", flush=True))
"""
ASK = """
from pamphleteer.post.verbs.signup import enrol
for number in range(60, 100):
    print(enrol(f"reader-{number}@readers.example").pk, flush=True)
"""


def call(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(command, list(words))
    return result.exit_code, result.output


@pytest.mark.django_db
def test_a_new_key_seals_all_addresses_and_finds_them(readers: list[Reader]) -> None:
    before = {row.pk: bytes(row.sealed) for row in Reader.objects.all()}
    code, said = call("rekey")

    assert (code, said) == (0, "Key 2 is in use; 3 addresses were sealed anew. Copy keys/ now.\n")
    assert all(bytes(row.sealed) != before[row.pk] for row in Reader.objects.all())
    assert set(Reader.objects.values_list("index_odd", flat=True)) == {None}
    assert call("keys", "--drop", "1") == (0, "Key 1 is gone.\n")
    assert [find(f"reader-{n}@readers.example") for n in range(3)] == readers
    assert [row.address for row in Reader.objects.order_by("pk")] == [
        f"reader-{n}@readers.example" for n in range(3)
    ]
    assert Entry.objects.get(what="seal.changed").data == {"key": 2}
    assert call("rekey")[1].startswith("Key 3 is in use; 3 addresses")


@pytest.mark.django_db
def test_keys_on_which_something_hangs_stay(readers: list[Reader], digest: Digest) -> None:
    forget("reader-1@readers.example")
    rekey()

    code, said = call("keys", "--drop", "1")
    assert (code, said) == (
        1,
        "Key 1 stays: 0 readers and 1 suppressed addresses need it, and it is at rest.\n",
    )
    assert "it is in use" in call("keys", "--drop", "2")[1]
    assert call("keys", "--drop", "9")[0] == 1
    assert [(row["number"], row["standing"]) for row in json.loads(call("keys", "--json")[1])] == [
        (1, "at rest"),
        (2, "in use"),
    ]
    assert "at rest" in call("keys")[1]
    # What was suppressed under the old key keeps others from adding it still.
    assert "asked to be forgotten" in call("add", "reader-1@readers.example")[1]


@pytest.mark.django_db
def test_whoever_comes_while_the_key_is_changed_is_found_by_both(
    readers: list[Reader], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verbs, "SOME", 1)
    came: list[Reader] = []

    def meanwhile(_count: int) -> None:
        assert find("reader-2@readers.example") == readers[2]
        ask("Reader-0@readers.example")
        came.append(enrol(f"late-{len(came)}@readers.example"))
        if len(came) == 1:
            forget("reader-1@readers.example")

    rekey(told=meanwhile)

    late = Reader.objects.get(pk=came[0].pk)
    assert late.address == "late-0@readers.example"
    assert find("late-0@readers.example") == late
    assert Reader.objects.count() == 2 + len(came)
    assert not Reader.objects.exclude(index_odd=None).exists()


@pytest.mark.django_db
def test_a_key_that_was_laid_beside_before_is_the_one(readers: list[Reader]) -> None:
    assert call("rekey", "--prepare")[1].startswith("Key 2 lies in keys/")
    assert call("rekey", "--dry-run") == (0, "3 addresses would be sealed anew.\n")
    assert json.loads(call("rekey", "--json")[1]) == {"key": 2, "sealed": 3, "unreadable": 0}


@pytest.mark.django_db
def test_without_any_reader_there_is_nothing_to_seal(digest: Digest) -> None:
    assert json.loads(call("rekey", "--json")[1]) == {"key": 2, "sealed": 0, "unreadable": 0}
    assert enrol("ada@example.org").address == "ada@example.org"
    assert Seal.objects.get().key == 2


@pytest.mark.django_db
def test_a_row_that_somebody_changed_is_told_and_holds_up_none(readers: list[Reader]) -> None:
    Reader.objects.filter(pk=readers[1].pk).update(sealed=readers[0].sealed)

    code, said = call("rekey")

    assert code == 1
    assert "2 addresses were sealed anew" in said
    assert "1 addresses can't be read" in said


@pytest.mark.django_db
def test_a_folder_that_cannot_be_written_is_told(
    readers: list[Reader], settings: Settings, tmp_path: Path
) -> None:
    keys.ring().make()
    settings.FOLDER = tmp_path / "elsewhere"
    (tmp_path / "elsewhere").write_text("")
    code, said = call("rekey", "--prepare")
    assert (code, "keys/ can't be written" in said) == (1, True)


@pytest.mark.django_db
def test_whoever_finds_that_a_key_has_followed_meanwhile_changes_no_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    addresses = [f"reader-{number}@readers.example" for number in range(3)]
    for address in addresses:
        enrol(address)
    number = verbs._begin()
    assert verbs._seal_some(number, 0, verbs.Rekeyed())
    swept = verbs._swept

    def swept_and_followed(breath: verbs.Breath) -> bool:
        found = swept(breath)
        verbs._follow(number)
        return found

    monkeypatch.setattr(verbs, "_swept", swept_and_followed)
    rekey()
    seal = Seal.objects.get()
    assert (seal.key, seal.following) == (number, None)
    assert all(find(address) for address in addresses)


def test_kills_and_two_at_once_lose_no_reader(own_database: str, tmp_path: Path) -> None:
    """One process is killed in the middle; two go on, while a fourth puts readers on the list."""
    (tmp_path / "outlet.toml").write_text('[site]\nurl = "https://example.org/"\n')
    environment = os.environ | {
        "PAMPHLETEER_DIR": str(tmp_path),
        "PAMPHLETEER_DATABASE_URL": own_database,
        "DJANGO_SETTINGS_MODULE": "pamphleteer.project.settings",
    }

    def start(code: str) -> Process:
        return Process(code, env=environment)

    with start(FILL) as filling:
        assert filling.wait(60) == 0
    with start(REKEY) as killed:
        assert killed.stdout
        for _ in range(4):
            killed.stdout.readline()
        killed.kill()
    seal = Seal.objects.get()
    assert (seal.key, seal.following) == (1, 2)
    assert Reader.objects.filter(index_even=None).exists()

    with start(REKEY) as first, start(REKEY) as second, start(ASK) as asking:
        for process in (first, second, asking):
            process.communicate(timeout=60)
        assert [one.returncode for one in (first, second, asking)] == [0, 0, 0]

    if Seal.objects.get().key == 2 and Reader.objects.exclude(index_odd=None).exists():
        rekey()
    current = Seal.objects.get()
    assert current.following is None
    assert Reader.objects.filter(**{sealing.column(current.key): None}).count() == 0
    addresses = sorted(row.address for row in Reader.objects.all())
    assert addresses == sorted(f"reader-{number}@readers.example" for number in range(100))
    assert all(find(address) for address in addresses)
