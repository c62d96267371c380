"""Relays that are connected to and left again: whom they let in, and how long their certificates hold."""

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


def test_what_a_relay_takes_is_looked_at(open_server: Callable[..., Server]) -> None:
    assert "no more than 1000 bytes" in found(account(open_server(data_size_limit=1_000)))
    server = open_server()
    assert "well Relay first: it answers" in found(account(server))
    server.stop()
    assert "wrong Relay first: no connection" in found(account(server))


def test_others_than_servers_are_told_apart(tmp_path: Path) -> None:
    assert "no mail goes out" in found()
    assert "with a letter alone" in found(relay_of("mailgun://mg.example.org", password="x"))
    assert "is no program" in found(relay_of(f"sendmail://{tmp_path}/sendmail"))
    assert "/bin/true is there" in found(relay_of("sendmail:///bin/true"))


@pytest.mark.django_db
def test_a_relay_that_rests_is_told_within_the_house(settings: Settings) -> None:
    assert levels(house.relays()) == [X]
    settings.POST_RELAYS = (relay_of("smtps://mail.example.org"),)
    assert levels(house.relays()) == [W, A]
    Rest.objects.create(
        relay="first", failures=1, since=clock.now(), until=clock.now(), said="535 wrong password"
    )
    assert "535 wrong password" in words(house.relays())
