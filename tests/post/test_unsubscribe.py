"""Leaving by mail: the address is the proof, whatever else the mail says."""

from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import OperationalError
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

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


def left(reader: Reader) -> bool:
    return Reader.objects.get(pk=reader.pk).state == Reader.State.LEFT


def test_who_writes_to_their_own_address_leaves_at_once(reader: Reader) -> None:
    address = leaving.address_for(reader.key)

    assert unsubscribe(mail(address)) == [Change.NOW]
    assert left(reader)
    assert unsubscribe(mail(address)) == [Change.BEFORE]


def test_the_address_fits_every_server(reader: Reader) -> None:
    name, _, domain = leaving.address_for(reader.key).rpartition("@")

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
    assert unsubscribe(how(leaving.address_for(reader.key))) == [Change.NOW]
    assert left(reader)


def test_the_server_may_say_whom_it_got_the_mail_for(reader: Reader) -> None:
    assert unsubscribe(b"Subject: x\n\n", to=[leaving.address_for(reader.key)]) == [Change.NOW]


def test_what_stands_elsewhere_in_a_mail_takes_nobody_off(reader: Reader) -> None:
    address = leaving.address_for(reader.key)

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
    address = leaving.address_for(reader.key)
    settings.SECRET_KEY = "another"

    with pytest.raises(LinkError):
        unsubscribe(mail(address))


def test_an_address_lasts_as_long_as_its_reader(
    reader: Reader, stopped_clock: StoppedClock
) -> None:
    address = leaving.address_for(reader.key)
    stopped_clock.advance(hours=24 * 365 * 20)

    assert unsubscribe(mail(address)) == [Change.NOW]
    Reader.objects.all().delete()
    assert unsubscribe(mail(address)) == [Change.BEFORE]


def test_without_an_address_of_the_outlet_there_is_none(settings: Settings, reader: Reader) -> None:
    address = leaving.address_for(reader.key)
    settings.POST_UNSUBSCRIBE = ""

    assert leaving.address_for(reader.key) == ""
    with pytest.raises(LinkError):
        unsubscribe(mail(address))


@given(content=st.binary(max_size=2_000), to=st.lists(st.text(max_size=100), max_size=3))
def test_no_mail_is_too_odd_to_be_read(content: bytes, to: list[str]) -> None:
    with pytest.raises(LinkError):
        unsubscribe(content, to=to)


def test_a_mail_of_nothing_but_recipients_takes_no_time(reader: Reader) -> None:
    hostile = b"To: " + b"\n leave+" * 150_000 + leaving.address_for(reader.key).encode()

    with pytest.raises(LinkError):
        unsubscribe(hostile)


def pipe(content: bytes, *recipients: str) -> Any:
    """Run the command as a mail server does."""
    return CliRunner().invoke(door.command, ["unsubscribe", *recipients], input=content)


def test_a_mail_server_pipes_what_comes(reader: Reader) -> None:
    done = pipe(mail("leave@example.org"), leaving.address_for(reader.key))

    assert done.exit_code == 0
    assert done.output == "The reader has left.\n"
    assert pipe(mail(leaving.address_for(reader.key))).output == "The reader had left before.\n"


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

    assert pipe(mail(leaving.address_for(reader.key))).exit_code == 75
    assert not left(reader)
