"""Leaving by mail: the address is the proof, whatever else the mail says."""

import hmac
from base64 import b32encode
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from typing import Any
from uuid import UUID

import pytest
from click.testing import CliRunner
from django.db import OperationalError
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from pamphleteer.ground import clock
from pamphleteer.ground.clock import StoppedClock
from pamphleteer.post import leaving
from pamphleteer.post.commands import readers as door
from pamphleteer.post.errors import LinkError
from pamphleteer.post.models import Reader
from pamphleteer.post.verbs.signup import Change, enrol
from pamphleteer.post.verbs.unsubscribe import unsubscribe
from tests.cast import Cast


@pytest.fixture(autouse=True)
def _address(settings: Settings) -> None:
    settings.POST_UNSUBSCRIBE = "leave@example.org"


@pytest.fixture
def reader(cast: Cast) -> Reader:
    return enrol("ada@readers.example")


def mail(to: str, **headers: str) -> bytes:
    message = EmailMessage()
    message["From"] = "somebody-else@elsewhere.example"
    message["To"] = to
    message["Subject"] = "unsubscribe"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content("Please.")
    return message.as_bytes()


def address_of(reader: Reader) -> str:
    return leaving.address_for(reader.key, at=clock.now())


def left(reader: Reader) -> bool:
    return Reader.objects.get(pk=reader.pk).state == Reader.State.LEFT


def test_who_writes_to_their_own_address_leaves_at_once(reader: Reader) -> None:
    address = address_of(reader)

    assert unsubscribe(mail(address)) == [Change.NOW]
    assert left(reader)
    assert unsubscribe(mail(address)) == [Change.BEFORE]


def test_the_address_fits_every_server(reader: Reader) -> None:
    name, _, domain = address_of(reader).rpartition("@")

    assert domain == "example.org"
    assert len(name) <= 64
    assert name == name.lower()
    assert name.isascii()


@pytest.mark.parametrize(
    "how",
    [
        lambda address: mail(address.upper()),
        lambda address: mail(f'"Leave" <{address}>'),
        lambda address: mail("leave@example.org", Delivered_To=address),
        lambda address: mail(f"x@example.org, {address}").replace(b"\n", b"\r\n"),
        lambda address: mail("x@example.org").replace(b"\nSubject", f",\n\t{address}\nSubject".encode()),
        lambda address: b"\xff\xfe\0To:\nTO:\xe9<" + address.encode() + b">\nContent-Type: multipart/x\n",
    ],
    ids=["capitals", "name", "server", "several", "folded", "broken"],
)  # fmt: skip
def test_servers_and_programs_write_the_address_as_they_like(
    reader: Reader, how: Callable[[str], bytes]
) -> None:
    assert unsubscribe(how(address_of(reader))) == [Change.NOW]
    assert left(reader)


def test_the_server_may_say_whom_it_got_the_mail_for(reader: Reader) -> None:
    assert unsubscribe(b"Subject: x\n\n", to=[address_of(reader)]) == [Change.NOW]


def test_what_stands_elsewhere_in_a_mail_takes_nobody_off(reader: Reader) -> None:
    address = address_of(reader)

    for forged in (
        mail("x@example.org", Reply_To=address),
        mail("x@example.org").replace(b"Please.", f"To: {address}".encode()),
        mail("leave@example.org").replace(b"somebody-else@elsewhere.example", b"ada@readers.example"),
        mail(address.replace("@example.org", "@example.org.evil.example").replace("leave", "live")),
        mail(address[:12] + ("a" if address[12] != "a" else "b") + address[13:]),
        mail(address[:-13] + "@example.org"),
    ):  # fmt: skip
        with pytest.raises(LinkError):
            unsubscribe(forged)
    assert not left(reader)


def test_tokens_of_another_key_say_nothing(reader: Reader, settings: Settings) -> None:
    address = address_of(reader)
    settings.SECRET_KEY = "another"

    with pytest.raises(LinkError):
        unsubscribe(mail(address))


def test_an_address_lasts_for_two_years_after_its_letter_and_a_quarter_at_most(
    reader: Reader, stopped_clock: StoppedClock
) -> None:
    address = address_of(reader)
    stopped_clock.advance(days=729)
    assert address_of(reader) != address
    assert unsubscribe(mail(address)) == [Change.NOW]

    stopped_clock.advance(days=93)
    with pytest.raises(LinkError):
        unsubscribe(mail(address))


def test_an_address_says_nothing_without_its_reader(reader: Reader) -> None:
    address = address_of(reader)
    Reader.objects.all().delete()
    assert unsubscribe(mail(address)) == [Change.BEFORE]


def test_addresses_in_letters_from_before_they_had_a_date_are_good_for_as_long(
    reader: Reader, settings: Settings, stopped_clock: StoppedClock
) -> None:
    settings.SECRET_KEY = "a secret of long ago"
    key = hmac.digest(b"a secret of long ago", b"pamphleteer token: leave by mail", "sha256")
    token = b32encode(reader.key.bytes + hmac.digest(key, reader.key.bytes, "sha256")[:10])
    address = f"leave+{token.decode().rstrip('=').lower()}@example.org"
    assert unsubscribe(mail(address)) == [Change.NOW]
    stopped_clock.advance(days=3 * 365)
    with pytest.raises(LinkError):
        unsubscribe(mail(address))


@given(
    key=st.uuids(),
    days=st.integers(-3_000, 36_000),
    digit=st.integers(0, 41),
    other=st.sampled_from("abcdefghijklmnopqrstuvwxyz234567"),
)
def test_no_letter_of_an_address_can_be_another(
    key: UUID, days: int, digit: int, other: str
) -> None:
    with override_settings(POST_UNSUBSCRIBE="leave@example.org"):
        address = leaving.address_for(key, at=clock.now() + timedelta(days=days))
        place = len("leave+") + digit
        forged = address[:place] + other + address[place + 1 :]
        if forged != address:
            assert not leaving.written_to(forged.encode())


def test_without_an_address_of_the_outlet_there_is_none(settings: Settings, reader: Reader) -> None:
    address = address_of(reader)
    settings.POST_UNSUBSCRIBE = ""

    assert address_of(reader) == ""
    with pytest.raises(LinkError):
        unsubscribe(mail(address))


@given(content=st.binary(max_size=2_000), to=st.lists(st.text(max_size=100), max_size=3))
def test_no_mail_is_too_odd_to_be_read(content: bytes, to: list[str]) -> None:
    with pytest.raises(LinkError):
        unsubscribe(content, to=to)


def test_a_mail_of_nothing_but_recipients_takes_no_time(reader: Reader) -> None:
    hostile = b"To: " + b"\n leave+" * 150_000 + address_of(reader).encode()

    with pytest.raises(LinkError):
        unsubscribe(hostile)


def pipe(content: bytes, *recipients: str) -> Any:
    """Run the command as a mail server does."""
    return CliRunner().invoke(door.command, ["unsubscribe", *recipients], input=content)


def test_a_mail_server_pipes_what_comes(reader: Reader) -> None:
    done = pipe(mail("leave@example.org"), address_of(reader))

    assert done.exit_code == 0
    assert done.output == "The reader has left.\n"
    assert pipe(mail(address_of(reader))).output == "The reader had left before.\n"


def test_a_mail_for_nobody_goes_back(reader: Reader) -> None:
    done = pipe(b"\xff\0 no mail at all")

    assert done.exit_code == 1
    assert "Nobody leaves" in done.output
    assert "foot of each letter" in done.output


def test_a_mail_is_kept_by_the_server_while_the_database_is_away(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_words: object, **_more: object) -> None:
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr(door, "obey", away)

    assert pipe(mail(address_of(reader))).exit_code == 75
    assert not left(reader)
