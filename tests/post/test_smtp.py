"""The SMTP relay, against real servers: sending, reusing a connection, refusing, TLS, login."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from pamphleteer.post.errors import NotOurs, RelayError, Scope
from pamphleteer.post.relays import Account, Mail, Relay, open_relay
from tests.post.servers import Server, tls

CONTENT = b"Message-ID: <1@example.org>\r\n\r\nHello.\r\n.\r\n..\r\nBye.\r\n"


def mail(to: str = "ada@example.org") -> Mail:
    return Mail("digest@example.org", to, CONTENT)


def nothing() -> None:
    """Be told that the mail is handed over, and do nothing about it."""


@pytest.fixture
def connect() -> "Callable[..., Relay]":
    opened: list[Relay] = []

    def _open(url: str, **fields: object) -> Relay:
        opened.append(open_relay(Account("first", url, **({"timeout": 5.0} | fields))))  # type: ignore[arg-type]
        return opened[-1]

    yield _open  # type: ignore[misc]
    for relay in opened:
        relay.close()


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


def test_a_mail_arrives_as_it_is_dots_and_all(
    server: Server, connect: Callable[..., Relay]
) -> None:
    reply = connect(server.url).carry(mail(), handing=nothing)

    assert reply == "250 2.0.0 taken"
    [envelope] = server.envelopes
    assert (envelope.mail_from, envelope.rcpt_tos) == ("digest@example.org", ["ada@example.org"])
    assert envelope.content == CONTENT


def test_one_connection_carries_many_mails(server: Server, connect: Callable[..., Relay]) -> None:
    relay = connect(server.url)

    for _ in range(5):
        relay.carry(mail(), handing=nothing)

    assert (server.connections, len(server.envelopes)) == (1, 5)


def test_after_a_refusal_the_connection_goes_on(
    server: Server, connect: Callable[..., Relay]
) -> None:
    relay = connect(server.url)
    server.refuse["RCPT"] = "550 5.1.1 nobody"
    with pytest.raises(RelayError):
        relay.carry(mail(), handing=nothing)
    server.refuse.clear()

    relay.carry(mail(), handing=nothing)

    assert (server.connections, len(server.envelopes)) == (1, 1)


@pytest.mark.parametrize("reply", ["421 4.7.0 enough for one connection"])
def test_a_full_connection_is_opened_anew(
    server: Server, connect: Callable[..., Relay], reply: str
) -> None:
    relay = connect(server.url)
    relay.carry(mail(), handing=nothing)
    replies = iter([reply])
    server.refuse["MAIL"] = lambda _: next(replies, None)

    relay.carry(mail(), handing=nothing)

    assert (server.connections, len(server.envelopes)) == (2, 2)


def test_a_server_that_restarted_meanwhile_gets_the_next_mail(
    server: Server, connect: Callable[..., Relay]
) -> None:
    relay = connect(server.url)
    relay.carry(mail(), handing=nothing)
    server.stop()
    server.start()

    relay.carry(mail(), handing=nothing)

    assert len(server.envelopes) == 2


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
    server: Server, connect: Callable[..., Relay], command: str, reply: str, scope: Scope
) -> None:
    server.refuse[command] = reply

    with pytest.raises(RelayError) as caught:
        connect(server.url).carry(mail(), handing=nothing)

    assert caught.value.scope is scope
    assert reply.partition(" ")[2] in caught.value.reply
    assert not caught.value.doubt
    assert not server.envelopes


def test_a_server_that_is_down_is_the_relays_fault(
    server: Server, connect: Callable[..., Relay]
) -> None:
    server.stop()

    with pytest.raises(RelayError, match=r"no connection to 127\.0\.0\.1") as caught:
        connect(server.url).carry(mail(), handing=nothing)

    assert caught.value.scope is Scope.RELAY


def test_a_connection_lost_before_the_reply_leaves_the_mail_in_doubt(
    server: Server, connect: Callable[..., Relay]
) -> None:
    server.cut_before_reply = True

    with pytest.raises(RelayError, match="lost") as caught:
        connect(server.url).carry(mail(), handing=nothing)

    assert caught.value.doubt
    assert caught.value.scope is Scope.RELAY


def test_handing_is_told_after_the_recipient_is_accepted_and_may_still_refuse(
    server: Server, connect: Callable[..., Relay]
) -> None:
    def refuse() -> None:
        assert server.asked
        raise NotOurs("left")

    relay = connect(server.url)
    with pytest.raises(NotOurs):
        relay.carry(mail(), handing=refuse)

    assert not server.envelopes
    relay.carry(mail(), handing=nothing)
    assert (server.connections, len(server.envelopes)) == (1, 1)


def test_an_address_beyond_ascii_needs_a_server_that_takes_it(
    open_server: Callable[..., Server], connect: Callable[..., Relay]
) -> None:
    able, unable = open_server(), open_server(enable_SMTPUTF8=False)

    connect(able.url).carry(mail("jürgen@example.org"), handing=nothing)
    with pytest.raises(RelayError, match="SMTPUTF8") as caught:
        connect(unable.url).carry(mail("jürgen@example.org"), handing=nothing)

    assert able.recipients == ["jürgen@example.org"]
    assert (caught.value.scope, caught.value.permanent) == (Scope.SITE, True)


def test_starttls_and_a_login(
    open_server: Callable[..., Server],
    connect: Callable[..., Relay],
    certificate: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    server = open_server(login=("outlet@x", "secret"), tls_context=tls(*certificate))
    url = f"smtp+starttls://outlet%40x@localhost:{server.port}"

    connect(url, password="secret").carry(mail(), handing=nothing)
    with pytest.raises(RelayError, match="535") as caught:
        connect(url, password="wrong").carry(mail(), handing=nothing)

    assert len(server.envelopes) == 1
    assert (caught.value.scope, caught.value.permanent) == (Scope.RELAY, True)


def test_a_certificate_nobody_vouches_for_is_refused(
    open_server: Callable[..., Server],
    connect: Callable[..., Relay],
    certificate: tuple[Path, Path],
) -> None:
    server = open_server(tls_context=tls(*certificate))

    with pytest.raises(RelayError, match="CERTIFICATE_VERIFY_FAILED"):
        connect(f"smtp+starttls://localhost:{server.port}").carry(mail(), handing=nothing)


def test_a_server_without_starttls_gets_nothing(
    server: Server, connect: Callable[..., Relay]
) -> None:
    with pytest.raises(RelayError, match="STARTTLS"):
        connect(f"smtp+starttls://localhost:{server.port}").carry(mail(), handing=nothing)


def test_tls_from_the_first_byte(
    open_server: Callable[..., Server],
    connect: Callable[..., Relay],
    certificate: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    server = open_server(ssl_context=tls(*certificate))

    connect(f"smtps://localhost:{server.port}").carry(mail(), handing=nothing)

    assert len(server.envelopes) == 1


def test_a_password_does_not_travel_in_the_clear(connect: Callable[..., Relay]) -> None:
    with pytest.raises(RelayError, match="in the clear"):
        connect("smtp://outlet@mail.example:25", password="x").carry(mail(), handing=nothing)
