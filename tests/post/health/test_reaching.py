"""Relays that are connected to and left again: whom they let in, and how long their certificates hold."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import Settings

from pamphleteer.ground import clock
from pamphleteer.ground.findings import Level
from pamphleteer.post.health import Asked, house, reaching
from pamphleteer.post.models import Rest
from tests.post.conftest import account, relay_of
from tests.post.health.conftest import levels, words
from tests.post.relays.api.providing import Said, running
from tests.post.servers import Server, tls

W, A, U, X = Level.WELL, Level.ADVICE, Level.UNKNOWN, Level.WRONG


def found(*relays: dict[str, object]) -> str:
    return words(reaching.check(Asked("example.org", "example.org", "example.org", relays)))


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-nodes", "-days", "5", "-subj", "/CN=localhost"),
            *("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"),
            *("-addext", "subjectAltName=DNS:localhost"),
            *("-keyout", str(key), "-out", str(cert)),
        ],
        check=True,
        capture_output=True,
    )
    return cert, key


def test_a_relay_that_lets_us_in_is_left_without_a_letter(
    open_server: Callable[..., Server],
    certificate: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server = open_server(login=("me", "secret"), tls_context=tls(*certificate))
    url = f"smtp+starttls://me@localhost:{server.port}"
    assert "certificate verify failed" in found(relay_of(url, password="secret"))
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))

    told = found(relay_of(url, password="secret"))
    assert "well Relay first: it lets us in" in told
    assert "advice Relay first: its certificate ends in 4 days" in told
    assert "wrong" not in told
    assert "535" in found(relay_of(url, password="other"))
    assert not server.envelopes


def test_the_sender_of_letters_is_named_and_taken_back(server: Server, settings: Settings) -> None:
    assert "well Relay first: it takes mail from digest@example.org" in found(account(server))
    settings.POST_BOUNCES = "bounces@example.org"
    assert "wrong" not in found(account(server)).replace("wrong Relay first: letters", "")

    first, second = server.senders
    assert first.startswith("FROM:<digest@example.org> SIZE=")
    assert re.match(r"FROM:<bounces\+d0[0-9a-f]{20}@example\.org> SIZE=", second)
    assert (server.resets, server.asked, server.envelopes) == (2, [], [])


@pytest.mark.parametrize(
    ("reply", "level", "means", "todo"),
    [
        ("550 5.7.1 Your account is suspended", X, "our account is suspended", "Write to the"),
        ("553 5.1.8 Sender domain not verified", X, "our sender's address is", "Confirm the addr"),
        ("530 5.7.0 Authentication required", X, "does not let us log in", "password file"),
        ("450 4.7.1 Too many messages, slow down", U, "too much at once", "tried again"),
        ("421 4.3.2 Service shutting down", U, "something is broken there", "tried again"),
    ],
)
def test_a_sender_that_is_refused_is_told_in_words(
    server: Server, reply: str, level: Level, means: str, todo: str
) -> None:
    server.refuse["MAIL"] = reply
    told = next(line for line in found(account(server)).splitlines() if reply in line)
    assert told.startswith(f"{level} Relay first: it takes no mail from digest@example.org: ")
    assert means in told
    assert todo in told
    assert not server.envelopes


def test_a_login_that_is_refused_is_told_in_words(open_server: Callable[..., Server]) -> None:
    server = open_server(login=("me", "secret"), auth_require_tls=False)
    url = f"smtp://me@127.0.0.1:{server.port}"
    told = found(relay_of(url, password="other"))
    assert "wrong Relay first: the relay does not let us log in. It said: 535" in told
    assert "Check the relay's user name and its password file" in told


def test_what_a_relay_takes_is_looked_at(open_server: Callable[..., Server]) -> None:
    assert "no more than 1000 bytes" in found(account(open_server(data_size_limit=1_000)))
    server = open_server()
    assert "well Relay first: it answers" in found(account(server))
    server.stop()
    assert "wrong Relay first: no connection" in found(account(server))


def test_others_than_servers_are_told_apart(tmp_path: Path) -> None:
    assert "no mail goes out" in found()
    assert "is no program" in found(relay_of(f"sendmail://{tmp_path}/sendmail"))
    told = found(relay_of("sendmail:///bin/true"))
    assert "/bin/true is there" in told
    assert "whether it lets mail out was not tried" in told


UNTRIED = "advice Relay first: whether it takes mail from us was not tried"
PROVIDERS = {
    "ses://KEY@eu-west-1": (
        "v2/email/account",
        {"SendingEnabled": True, "ProductionAccessEnabled": True},
    ),
    "mailgun://mg.example.org": ("domains/mg.example.org", {"domain": {"state": "active"}}),
    "postmark://": ("server", {"ID": 7}),
    "brevo://": ("account", {"email": "outlet@example.org"}),
    "sparkpost://": ("account", {"results": {"status": "active"}}),
}


@pytest.mark.parametrize("url", PROVIDERS)
def test_a_provider_is_asked_about_our_account_and_for_nothing_else(url: str) -> None:
    path, told = PROVIDERS[url]
    assert "wrong Relay first: it has no key" in found(relay_of(url))
    with running(
        Said(200, told), Said(401, "key of mine-00 is wrong"), Said(503, "no")
    ) as provider:
        relay = relay_of(url, password="mine-00", api_url=provider.url)
        said = found(relay)
        closed = found(relay)
    assert "well Relay first: its key opens our account there" in said
    assert UNTRIED in said
    narrow = not url.startswith(("postmark", "brevo"))
    assert ("whether it takes the key" in closed) == narrow
    assert ("401 key of … is wrong" in closed) == (not narrow)
    assert "mine-00" not in closed
    assert next((one.method, one.body, one.path) for one in provider.heard) == (
        "GET",
        b"",
        f"/api/{path}",
    )
    assert {one.method for one in provider.heard} == {"GET"}
    assert "wrong Relay first: no connection" in found(relay)


@pytest.mark.parametrize(
    ("url", "told", "words"),
    [
        ("ses://K@eu-west-1", {"SendingEnabled": False, "EnforcementStatus": "SHUTDOWN"}, "(enforcement: SHUTDOWN)"),
        ("ses://K@eu-west-1", {"SendingEnabled": True, "ProductionAccessEnabled": False}, "in the sandbox"),
        ("mailgun://mg.example.org", {"domain": {"state": "active", "is_disabled": True}}, "of the domain: disabled"),
        ("mailgun://mg.example.org", {"domain": {"state": "unverified"}}, "of the domain: unverified"),
        ("sparkpost://", {"results": {"status": "suspended"}}, "of our account: suspended"),
    ],
)  # fmt: skip
def test_a_closed_account_at_a_provider_is_told(url: str, told: object, words: str) -> None:
    with running(Said(200, told)) as provider:
        said = found(relay_of(url, password="mine-00", api_url=provider.url))
    line = next(line for line in said.splitlines() if words in line)
    assert line.startswith("wrong Relay first: ")
    assert "Write to the provider" in line


def test_of_a_provider_that_tells_nothing_it_is_said_what_was_not_tried() -> None:
    with running(Said(404)) as provider:
        told = found(relay_of("mailersend://", password="x", api_url=provider.url))
    assert "advice Relay first: its API answers; whether it takes the key" in told
    assert [(one.method, one.body) for one in provider.heard] == [("GET", b"")]
    with running(Said(200, ["nonsense"])) as provider:
        told = found(relay_of("brevo://", password="x", api_url=provider.url))
    assert "whether it takes the key, and mail from us, was not tried" in told


@pytest.mark.django_db
def test_a_relay_that_rests_is_told_within_the_house(settings: Settings) -> None:
    assert levels(house.relays()) == [X]
    settings.POST_RELAYS = (relay_of("smtps://mail.example.org"),)
    assert levels(house.relays()) == [W, A]
    Rest.objects.create(
        relay="first", failures=1, since=clock.now(), until=clock.now(), said="535 wrong password"
    )
    assert "535 wrong password" in words(house.relays())
