"""Mail that came back is fetched from a real server: acted on, then removed; what nobody knows stays."""

import re
from collections.abc import Iterator
from itertools import count

import pytest
from click.testing import CliRunner
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from pamphleteer.ground.clock import StoppedClock
from pamphleteer.post import returning
from pamphleteer.post.boxes import imap
from pamphleteer.post.boxes.imap import Box
from pamphleteer.post.commands.bounces import command
from pamphleteer.post.errors import BoxError
from pamphleteer.post.models import Delivery, Digest, Evidence, Pickup, Reader
from pamphleteer.post.verbs import fetching
from pamphleteer.post.verbs.compose import compose
from pamphleteer.post.verbs.deliver import deliver
from pamphleteer.post.verbs.fence import raise_
from pamphleteer.post.verbs.fetching import fetch, round_
from tests.cast import Cast
from tests.post.bounces.returned import report
from tests.post.boxes.dovecot import Dovecot, dovecot
from tests.post.servers import Server

pytestmark = pytest.mark.django_db

_names = count(1)


@pytest.fixture(scope="module")
def running() -> Iterator[Dovecot]:
    with dovecot() as server:
        yield server


@pytest.fixture
def box(running: Dovecot, settings: Settings) -> str:
    """An empty mailbox that is the outlet's, by its name."""
    name = f"returns{next(_names)}"
    settings.POST_BOUNCES = "bounces@example.org"
    settings.POST_MAILBOX = running.url(name)
    settings.POST_MAILBOX_PASSWORD = "secret"
    return name


@pytest.fixture
def sent(cast: Cast, digest: Digest, readers: list[Reader], relay: Server) -> Delivery:
    cast.article()
    compose(digest)
    deliver()
    return Delivery.objects.order_by("pk")[0]


def back(sent: Delivery) -> bytes:
    return f"Delivered-To: {returning.sender_of(sent)}\n".encode() + report()


PERSONAL = b"From: ada@readers.example\nSubject: Thank you\n\nA lovely letter.\n"


def test_what_came_back_is_acted_on_and_removed(
    sent: Delivery, running: Dovecot, box: str, stopped_clock: StoppedClock
) -> None:
    running.deliver(box, back(sent), PERSONAL, report(), back(sent))

    done = fetch()

    assert Evidence.objects.get().delivery == sent
    assert (done.removed, done.left) == (2, 2)
    assert running.subjects(box) == ["Thank you", "Undelivered Mail Returned to Sender"]
    place = Pickup.objects.get()
    assert (place.last, place.read_at, place.said) == (4, stopped_clock.at, "")
    assert (fetch().heard, round_()) == ([], 0)

    running.deliver(box, back(Delivery.objects.order_by("pk")[1]))
    assert round_() == 1
    assert Evidence.objects.count() == 2


def test_other_programs_marks_are_nothing_and_what_they_deleted_is_theirs(
    sent: Delivery, running: Dovecot, box: str
) -> None:
    running.deliver(box, back(sent), PERSONAL)
    other = running.opened(box)
    other.store("1:2", "+FLAGS", r"(\Seen)")
    other.store("2", "+FLAGS", r"(\Deleted)")
    other.logout()

    assert fetch().removed == 1
    assert running.subjects(box) == ["Thank you"]


def test_a_mail_stays_until_what_it_changed_is_committed(
    sent: Delivery, running: Dovecot, box: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    running.deliver(box, back(sent))

    def away(*_words: object, **_more: object) -> None:
        raise OperationalError("the server closed the connection")

    with monkeypatch.context() as patch:
        patch.setattr(fetching, "heard", away)
        with pytest.raises(OperationalError):
            fetch()
    assert len(running.subjects(box)) == 1
    assert fetch().removed == 1


def test_a_process_that_ends_before_the_mail_is_removed_changes_nothing_twice(
    sent: Delivery, running: Dovecot, box: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    running.deliver(box, back(sent))

    def killed(*_words: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Box, "remove", killed)
        with pytest.raises(KeyboardInterrupt):
            fetch()
    assert Evidence.objects.count() == 1
    assert fetch().removed == 1
    assert Evidence.objects.count() == 1


def test_a_mailbox_that_was_made_anew_is_read_from_its_beginning(
    sent: Delivery, running: Dovecot, box: str
) -> None:
    running.deliver(box, PERSONAL)
    fetch()
    Pickup.objects.update(validity=1, last=900)
    running.deliver(box, back(sent))

    assert fetch().removed == 1
    assert Pickup.objects.get().last == 2


def test_a_full_mailbox_is_read_in_sittings(
    sent: Delivery, running: Dovecot, box: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap, "_SPAN", 2)
    monkeypatch.setattr(imap, "_SPANS", 2)
    monkeypatch.setattr(fetching, "_SOME", 3)
    running.deliver(box, *[PERSONAL] * 5, back(sent))

    assert (fetch().removed, Pickup.objects.get().last) == (0, 4)
    assert (fetch().removed, Pickup.objects.get().last) == (1, 6)


def test_a_long_mail_is_read_to_its_measure(
    sent: Delivery, running: Dovecot, box: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap, "LONGEST", 5_000)
    running.deliver(box, back(sent) + b"x" * 70 + b"\n" + (b"y" * 70 + b"\n") * 1_000)

    with Box(running.url(box), "secret") as opened:
        assert len(opened.content(1)) == 5_000
        assert opened.content(99) == b""
    assert fetch().removed == 1


def test_a_copy_of_the_outlet_leaves_the_mails_to_the_outlet(
    sent: Delivery, running: Dovecot, box: str
) -> None:
    running.deliver(box, back(sent))
    raise_("this is a copy")

    assert round_() == 0
    assert "fenced" in CliRunner().invoke(command, []).output
    assert len(running.subjects(box)) == 1


def test_the_command_fetches_and_says_what_became_of_it(
    sent: Delivery, running: Dovecot, box: str
) -> None:
    running.deliver(box, back(sent), PERSONAL)

    done = CliRunner().invoke(command, [])

    assert done.output.splitlines()[-1] == "1 mails removed, 1 left to be read."
    assert "the mail came back, which is written down" in done.output


def test_what_is_wrong_is_told_at_the_desk_until_it_is_right_again(
    cast: Cast, client: Client, running: Dovecot, box: str, settings: Settings,
    stopped_clock: StoppedClock,
) -> None:  # fmt: skip
    client.force_login(cast.publisher)
    settings.POST_MAILBOX_PASSWORD = "wrong"

    assert round_() == 0
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "Authentication failed" in home
    assert Pickup.objects.get().since == stopped_clock.at
    done = CliRunner().invoke(command, [])
    assert (done.exit_code, "Authentication failed" in done.output) == (1, True)

    settings.POST_MAILBOX_PASSWORD = "secret"
    round_()
    assert Pickup.objects.get().since is None


def test_the_servers_certificate_is_looked_at(
    running: Dovecot, box: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tls = f"imaps://{box}@localhost:{running.tls_port}/INBOX"
    begun = f"imap+starttls://{box}@localhost:{running.port}"
    for url in (tls, begun):
        with pytest.raises(BoxError, match="certificate"), Box(url, "secret"):
            pass

    monkeypatch.setenv("SSL_CERT_FILE", str(running.folder / "cert.pem"))
    for url in (tls, begun):
        with Box(url, "secret") as opened:
            assert re.fullmatch(r"\d+", str(opened.validity))


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("imap://x@127.0.0.1:1/INBOX", "refused"),
        ("imap://x@127.0.0.1:PORT/No such", "No such"),
    ],
)
def test_what_is_not_there_is_said(running: Dovecot, url: str, said: str) -> None:
    with (
        pytest.raises(BoxError, match=said),
        Box(url.replace("PORT", str(running.port)), "secret"),
    ):
        pass
