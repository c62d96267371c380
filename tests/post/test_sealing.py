"""No reader's address is in the database: neither in its file, nor in a dump of it, nor after an upgrade."""

import base64
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from pytest_django import DjangoDbBlocker, Settings

from pamphleteer.ground import keyring
from pamphleteer.ground.keyring import KeyMissing
from pamphleteer.ground.sealing import SealError
from pamphleteer.post import keys, sealing, tokens
from pamphleteer.post.addresses import read
from pamphleteer.post.errors import KeptOff
from pamphleteer.post.models import Delivery, Digest, Notice, Reader, Rest, Seal, Suppressed
from pamphleteer.post.verbs.compose import compose
from pamphleteer.post.verbs.deliver import deliver
from pamphleteer.post.verbs.exporting import export
from pamphleteer.post.verbs.find import find
from pamphleteer.post.verbs.forget import forget
from pamphleteer.post.verbs.importing import import_list
from pamphleteer.post.verbs.rekey import rekey
from pamphleteer.post.verbs.signup import ask, confirm, enrol
from tests.cast import Cast
from tests.post.conftest import account
from tests.post.servers import Server

ADDRESSES = ("Ada.Quayside@readers.example", "élodie-marchand@lecteurs.example")


def spellings(address: str) -> set[bytes]:
    """Return how an address and either part of it may be written in a file, in small letters."""
    words = {form for one in (address, read(address).mailbox) for form in (one, *one.split("@"))}
    found = {
        one.encode(code).lower() for one in words for code in ("utf-8", "utf-16-le", "utf-16-be")
    }
    for one in words:
        # Base64 of what stands behind none, one or two other letters.
        for shift in range(3):
            raw = base64.b64encode(b"\0" * shift + one.encode())
            found.add(raw[4 if shift else 0 : len(raw) // 4 * 4 - 4].lower())
        found.add(one.encode().hex().encode())
    return found


def told_by(held: bytes) -> list[bytes]:
    """Return which of the addresses some bytes tell."""
    held = held.lower()
    return [one for address in ADDRESSES for one in spellings(address) if one in held]


def held_in(url: str) -> bytes:
    """Return all bytes of a database: its files as they lie there, and a plain dump."""
    if url.startswith("sqlite"):
        path = Path(url.removeprefix("sqlite:///"))
        files = b"".join(one.read_bytes() for one in path.parent.glob(f"{path.name}*"))
        with closing(sqlite3.connect(path)) as other:
            return files + "\n".join(other.iterdump()).encode()
    return subprocess.run(["pg_dump", url], check=True, capture_output=True).stdout


def test_neither_the_database_nor_a_dump_of_it_tells_an_address(
    own_database: str, open_server: Callable[..., Server], settings: Settings, tmp_path: Path
) -> None:
    """Whatever happened to the readers before: mail, refusals, lists, another key, forgetting."""
    server = open_server(enable_SMTPUTF8=True)
    settings.POST_RELAYS = (account(server),)
    Digest.objects.create(name="Now", slug="now", begins=timezone.now())
    for address in ADDRESSES:
        ask(address, network="192.0.2.0/24")
        deliver()
        enrol(address)
    Cast().article()
    for digest in Digest.objects.all():
        compose(digest)
    server.refuse["RCPT"] = _unknown
    deliver()
    server.refuse["MAIL"] = f"450 not for {ADDRESSES[0]}"
    ask("other@readers.example", network="192.0.2.0/24")
    deliver()
    members = tmp_path / "members.csv"
    members.write_text("email\n" + "".join(f"{one}\nnew-{one}\n" for one in ADDRESSES))
    import_list(members, source="The form", told=lambda _lines: None)
    assert len(list(export())) == 4
    rekey()
    assert Delivery.objects.filter(reply__contains="‹reader›").exists()
    assert "‹reader›" in Rest.objects.get().said

    held = held_in(own_database)
    assert told_by(held) == []
    sealed = bytes(Reader.objects.all()[0].sealed)
    assert sealed in held or sealed.hex().encode() in held
    assert forget(ADDRESSES[0])
    assert told_by(held_in(own_database)) == []
    assert {reader.address for reader in Reader.objects.all()} >= {ADDRESSES[1]}


def _unknown(arg: str) -> str:
    address = arg[arg.index("<") + 1 : arg.index(">")]
    local, _, domain = address.partition("@")
    return f"550 5.1.1 <{address}>: there is no {local} at {domain}, says mx.{domain}"


def test_what_is_looked_for_would_be_found() -> None:
    local = ADDRESSES[0].split("@")[0]
    assert told_by(local.encode())
    assert told_by(local.encode("utf-16-le"))
    assert told_by(b"x" + base64.b64encode(b"To: " + ADDRESSES[0].encode()))


def test_an_upgrade_leaves_no_address_in_clear(
    tmp_path: Path, own_database: str, django_db_blocker: DjangoDbBlocker
) -> None:
    url = _older(tmp_path, own_database)
    assert told_by(held_in(url)) != []

    call_command("migrate", "post", "0006_swept", verbosity=0)

    assert told_by(held_in(url)) == []
    rows = _historic("0006_swept").get_model("post", "Reader").objects.order_by("pk")
    assert [keys.unseal(bytes(row.sealed), row=row.key) for row in rows] == list(ADDRESSES)
    sealer = sealing.for_reading()
    index = [bytes(getattr(row, sealing.column(sealer.key.number))) for row in rows]
    assert index == [sealer.index(read(address).mailbox) for address in ADDRESSES]


def test_who_was_kept_off_before_there_were_reasons_stays_so(own_database: str) -> None:
    call_command("migrate", "post", "0023_traffic", verbosity=0)
    old = _historic("0023_traffic").get_model("post", "Suppressed")
    at = timezone.now()
    with transaction.atomic():
        sealer = sealing.for_writing()
        old.objects.create(at=at, **sealing.suppressed_as("gone@readers.example", sealer=sealer))

    call_command("migrate", "post", verbosity=0)

    row = Suppressed.objects.get()
    assert (row.reason, row.at, row.said) == ("unsaid", at, "")
    with pytest.raises(KeptOff, match="has left, or asked to be forgotten, and has to sign up"):
        enrol("gone@readers.example")


def test_addresses_are_written_within_a_transaction_alone(own_database: str) -> None:
    with pytest.raises(RuntimeError, match="within a transaction"):
        sealing.for_writing()


@pytest.mark.django_db
class TestSealed:
    def test_a_seal_that_is_moved_to_another_reader_opens_nothing(
        self, readers: list[Reader]
    ) -> None:
        first, second, _ = readers
        Reader.objects.filter(pk=second.pk).update(sealed=first.sealed)

        second.refresh_from_db()
        with pytest.raises(SealError):
            _ = second.address

    def test_and_no_mail_goes_to_anybody_for_it(
        self, cast: Cast, digest: Digest, readers: list[Reader], relay: Server
    ) -> None:
        cast.article()
        compose(digest)
        Reader.objects.filter(pk=readers[1].pk).update(sealed=readers[0].sealed)

        tally = deliver()

        assert (tally.done, tally.refused) == (2, 1)
        assert len(relay.envelopes) == 2
        assert "changed or moved" in Delivery.objects.get(state="refused").reply

    def test_without_its_key_all_mail_waits(
        self,
        cast: Cast,
        digest: Digest,
        readers: list[Reader],
        relay: Server,
        tmp_path: Path,
    ) -> None:
        cast.article()
        compose(digest)
        key = tmp_path / "keys" / "readers-1.key"
        aside = key.rename(tmp_path / "aside")
        keyring._of_ring.cache_clear()

        with pytest.raises(KeyMissing, match=r"readers-1\.key can't be read"):
            deliver()

        aside.rename(key)
        assert deliver().done == 3

    def test_another_key_in_its_place_is_told_before_anything_is_written(
        self, readers: list[Reader], settings: Settings, tmp_path: Path
    ) -> None:
        settings.FOLDER = tmp_path / "elsewhere"
        keys.ring().make()

        with pytest.raises(KeyMissing, match="is not the key that readers' addresses were sealed"):
            enrol("ada@example.org")
        assert Reader.objects.count() == 3

    def test_a_reader_is_found_by_the_whole_address_however_it_is_spelt(
        self, digest: Digest
    ) -> None:
        ada = enrol("Ada@Example.org")

        assert find("ada@EXAMPLE.org") == ada
        assert find("ada@example.com") is None
        assert ada.address == "Ada@example.org"

    def test_of_whoever_is_forgotten_a_hash_stays_that_keeps_others_from_adding_them(
        self, digest: Digest
    ) -> None:
        ask("ada@example.org")

        assert forget("ADA@example.org")
        assert not forget("ada@example.org")

        assert (Reader.objects.count(), Notice.objects.count()) == (0, 0)
        assert len(bytes(Suppressed.objects.get().hashed)) == 16
        with pytest.raises(KeptOff):
            enrol("ada@example.org")

    def test_whoever_was_forgotten_may_come_back_by_themselves(self, digest: Digest) -> None:
        forget("ada@example.org")
        ask("ada@example.org")
        assert Suppressed.objects.exists()
        ada = find("ada@example.org")
        assert ada

        confirm(tokens.link(ada, purpose=tokens.CONFIRM).rpartition("/")[2])

        assert not Suppressed.objects.exists()
        assert enrol("ada@example.org") == ada

    def test_nothing_is_made_before_the_first_reader_comes(self, tmp_path: Path) -> None:
        assert not Seal.objects.exists()
        assert not (tmp_path / "keys").exists()
        with transaction.atomic():
            assert sealing.for_writing().key.number == 1
        assert Seal.objects.get().proof == keys.ring().key(1).proof


def _older(folder: Path, url: str) -> str:
    """Lay a database of the version before addresses were sealed, with readers; its address."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            connection.close()
            connection.settings_dict["NAME"] = str(folder / "older.db")
            url = f"sqlite:///{folder / 'older.db'}"
        else:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
    call_command("migrate", "post", "0002_frozen_words", verbosity=0)
    apps = _historic("0002_frozen_words")
    digest = apps.get_model("post", "Digest").objects.create(
        name="Daily", slug="daily", begins=timezone.now()
    )
    edition = apps.get_model("post", "Edition").objects.create(
        digest=digest, number=1, cut_at=timezone.now(), subject="", html="", text=""
    )
    reader_model, delivery = apps.get_model("post", "Reader"), apps.get_model("post", "Delivery")
    for address in ADDRESSES:
        found = read(address)
        reader = reader_model.objects.create(
            address=found.sent_to, mailbox=found.mailbox, asked_at=timezone.now()
        )
        delivery.objects.create(
            edition=edition,
            reader=reader,
            state="refused",
            message_id=str(reader.pk),
            dated=timezone.now(),
            due_at=timezone.now(),
            reply=f"550 {address.split('@')[0]} is unknown",
        )
    apps.get_model("post", "Rest").objects.create(
        relay="first", failures=1, until=timezone.now(), said=f"450 not for <{ADDRESSES[0]}>"
    )
    return url


def _historic(name: str) -> Any:
    return MigrationExecutor(connection).loader.project_state([("post", name)]).apps
