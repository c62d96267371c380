"""What only a hub and we know is never stored as a fault, nor logged, whatever the hub does with it."""

import logging
from http.server import BaseHTTPRequestHandler

import pytest
from django.db import OperationalError, connections

from pamphleteer.collect.models import Subscription
from pamphleteer.collect.verbs.subscribe import subscribe
from pamphleteer.collect.verbs.verify import deny
from pamphleteer.project.doors import Doors
from tests.collect.feeds import item, rss
from tests.collect.hub import Hub, call
from tests.collect.server import PartnerServer
from tests.collect.subscribed import TOPIC, source_with, subscribed, the

pytestmark = pytest.mark.usefixtures("own_database", "loopback", "desk")


def is_silent(one: Subscription, words: str) -> bool:
    """Say whether no six letters of the secrets are there."""
    low = words.lower()
    whole = (one.token.lower(), one.secret.lower())
    return not any(secret[at : at + 6] in low for secret in whole for at in range(len(secret) - 5))


LOCATIONS = [
    "{base}/login?next=https://desk.example.org/websub/{one.door}",
    "{base}/" + "x" * 150 + "{one.secret}",
    "ftp://hub.example.org/{one.secret}",
    "http://127.0.0.1:{one.secret}/",
    "http://{one.secret}.invalid/",
    "http://[{one.secret}/",
    "http://{one.token}@127.0.0.1/",
    "{one.secret}",
]


@pytest.mark.parametrize("status", [302, 307, 308])
@pytest.mark.parametrize("location", LOCATIONS)
def test_a_redirect_tells_nobody_what_was_sent(
    server: PartnerServer,
    caplog: pytest.LogCaptureFixture,
    status: int,
    location: str,
) -> None:
    caplog.set_level(logging.DEBUG)

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        request.send_header("Location", location.format(one=the(), base=server.url("")))
        connections.close_all()  # of this thread
        request.send_header("Content-Length", "0")
        request.end_headers()

    source_with(server.do("/hub", answer))
    (asked,) = subscribe()
    assert asked.fault
    assert the().fault == asked.fault
    assert is_silent(the(), the().fault)
    assert is_silent(the(), caplog.text)


@pytest.mark.parametrize("how", ["{}", "no: https://desk/websub/1.{}", "%41{}", "{:.12}"])
def test_a_denial_tells_nobody_what_was_sent(hub: Hub, how: str) -> None:
    subscribed(hub)
    one = the()
    deny(one, topic=TOPIC, reason=how.format(one.token) + " and " + how.format(one.secret.upper()))
    assert is_silent(one, the().fault)
    assert "…" in the().fault


def test_a_push_tells_nobody_what_was_sent(hub: Hub) -> None:
    subscribed(hub)
    hub.push(rss(item(1)), X_Hub_Signature=f"{the().secret}=00")
    assert "in a way that is not known" in the().fault
    assert is_silent(the(), the().fault)


def test_other_words_of_a_hub_are_shown_as_they_are(hub: Hub) -> None:
    subscribed(hub)
    deny(the(), topic=TOPIC, reason="100%25 of subscriptions are taken")
    assert the().fault == "the hub denied it (100%25 of subscriptions are taken)"


def test_a_fault_of_the_house_is_logged_without_the_address_of_the_door(
    hub: Hub, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    subscribed(hub)
    one = the()

    def locked(_: str) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(Subscription, "behind", locked)
    caplog.handler.addFilter(Doors())
    assert call(hub.asked[0]["hub.callback"], b"x").status == 500
    assert "/websub/…" in caplog.text
    assert is_silent(one, caplog.text)
