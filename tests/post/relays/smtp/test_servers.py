"""The SMTP relay, against real servers: sending, reusing a connection, refusing, TLS, login."""

import asyncio
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from pamphleteer.post.errors import RelayError, Scope
from pamphleteer.post.relays import open_relay
from pamphleteer.post.relays.kit import Letter, Outcome, Reply
from tests.post.conftest import relay_of
from tests.post.servers import Server, tls

CONTENT = b"Message-ID: <1@example.org>\r\n\r\nHello.\r\n.\r\n..\r\nBye.\r\n"


def mail(to: str = "ada@example.org") -> Letter:
    return Letter(1, "digest@example.org", to, CONTENT)


def carried(url: str, *letters: Letter, password: str = "") -> list[Outcome]:
    """Hand letters over on one connection; return what became of them. Raises what ended it."""
    options = relay_of(url, password=password)
    outcomes, waiting = list[Outcome](), list(letters or [mail()])

    async def settle(_letter: Letter, outcome: Outcome) -> None:
        outcomes.append(outcome)

    async def work() -> None:
        line = await open_relay(options).open()
        try:
            following = lambda: waiting.pop(0) if waiting else None  # noqa: E731
            await line.carry(following=following, settle=settle)
        finally:
            await line.close()

    try:
        asyncio.run(work())
    except RelayError:
        if not outcomes:
            raise
    return outcomes


def refused(url: str, letter: Letter | None = None, *, password: str = "") -> RelayError:
    """Return why the one letter was not taken."""
    try:
        [outcome] = carried(url, letter or mail(), password=password)
    except RelayError as error:
        return error
    assert isinstance(outcome, RelayError)
    return outcome


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("tls")
    cert, key = folder / "cert.pem", folder / "key.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-nodes", "-days", "2", "-subj", "/CN=localhost"),
            *("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"),
            *("-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"),
            *("-keyout", str(key), "-out", str(cert)),
        ],
        check=True,
        capture_output=True,
    )
    return cert, key


def test_a_mail_arrives_as_it_is_dots_and_all(server: Server) -> None:
    assert [str(one) for one in carried(server.url)] == ["250 2.0.0 taken"]

    [envelope] = server.envelopes
    assert (envelope.mail_from, envelope.rcpt_tos) == ("digest@example.org", ["ada@example.org"])
    assert envelope.content == CONTENT


def test_one_connection_carries_many_mails(server: Server) -> None:
    carried(server.url, *[mail() for _ in range(5)])

    assert (server.connections, len(server.envelopes)) == (1, 5)


def test_after_a_refusal_the_connection_goes_on(server: Server) -> None:
    server.refuse["RCPT"] = lambda arg: "550 5.1.1 nobody" if "bo@" in arg else None

    first, second = carried(server.url, mail("bo@example.org"), mail())

    assert isinstance(first, RelayError)
    assert isinstance(second, Reply)
    assert (server.connections, len(server.envelopes)) == (1, 1)


@pytest.mark.parametrize(
    ("command", "reply", "scope"),
    [
        ("EHLO", "421 4.3.2 closing", Scope.RELAY),
        ("EHLO", "550 5.7.1 not you", Scope.RELAY),
        ("MAIL", "421 4.3.2 closing", Scope.RELAY),
        ("MAIL", "550 5.7.1 unknown sender", Scope.RELAY),
        ("RCPT", "421 4.3.2 closing", Scope.RELAY),
        ("RCPT", "450 4.2.0 greylisted", Scope.SITE),
        ("RCPT", "550 5.1.1 nobody", Scope.READER),
        ("DATA", "421 4.3.2 closing", Scope.RELAY),
        ("DATA", "451 4.3.0 not now", Scope.SITE),
        ("DATA", "550 5.7.1 policy", Scope.SITE),
        ("END", "451 4.3.0 not now", Scope.SITE),
        ("END", "550 5.7.1 spam", Scope.SITE),
    ],
)
def test_a_refusal_at_each_command_says_whom_it_concerns(
    server: Server, command: str, reply: str, scope: Scope
) -> None:
    server.refuse[command] = reply

    error = refused(server.url)

    assert error.scope is scope
    assert reply.partition(" ")[2] in error.reply
    assert not error.doubt
    assert not server.envelopes


def test_a_server_that_is_down_is_the_relays_fault(server: Server) -> None:
    server.stop()

    with pytest.raises(RelayError, match=r"no connection to 127\.0\.0\.1, port \d+: ") as caught:
        carried(server.url)

    assert caught.value.scope is Scope.RELAY


def test_a_connection_lost_before_the_reply_leaves_the_mail_in_doubt(server: Server) -> None:
    server.cut_before_reply = True

    error = refused(server.url)

    assert "lost" in error.reply
    assert error.doubt
    assert error.scope is Scope.RELAY


def test_an_address_beyond_ascii_needs_a_server_that_takes_it(
    open_server: Callable[..., Server],
) -> None:
    able, unable = open_server(), open_server(enable_SMTPUTF8=False)

    carried(able.url, mail("jürgen@example.org"))
    error = refused(unable.url, mail("jürgen@example.org"))

    assert able.recipients == ["jürgen@example.org"]
    assert "SMTPUTF8" in error.reply
    assert (error.scope, error.permanent) == (Scope.SITE, True)


def test_starttls_and_a_login(
    open_server: Callable[..., Server],
    certificate: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    server = open_server(login=("outlet@x", "secret"), tls_context=tls(*certificate))
    url = f"smtp+starttls://outlet%40x@localhost:{server.port}"

    carried(url, password="secret")
    error = refused(url, password="wrong")

    assert len(server.envelopes) == 1
    assert "535" in error.reply
    assert (error.scope, error.permanent) == (Scope.RELAY, True)


def test_a_certificate_nobody_vouches_for_is_refused(
    open_server: Callable[..., Server], certificate: tuple[Path, Path]
) -> None:
    server = open_server(tls_context=tls(*certificate))

    error = refused(f"smtp+starttls://localhost:{server.port}")

    assert "CERTIFICATE_VERIFY_FAILED" in error.reply
    assert not server.envelopes


def test_a_server_without_starttls_gets_nothing(server: Server) -> None:
    error = refused(f"smtp+starttls://localhost:{server.port}")

    assert "STARTTLS" in error.reply
    assert not server.asked


def test_tls_from_the_first_byte(
    open_server: Callable[..., Server],
    certificate: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    server = open_server(ssl_context=tls(*certificate))

    carried(f"smtps://localhost:{server.port}")

    assert len(server.envelopes) == 1


def test_a_password_does_not_travel_in_the_clear() -> None:
    assert "in the clear" in refused("smtp://outlet@mail.example:25", password="x").reply
