"""Figures for Prometheus: for whoever has the token, bounded in cost, and with nobody's name in them."""

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from pamphleteer.ground import clock
from pamphleteer.ground.exposition import Family, gauge
from pamphleteer.post.bounces.results import Kind, Result
from pamphleteer.post.errors import Scope
from pamphleteer.post.models import Delivery, Digest, Notice, Reader, Rest
from pamphleteer.post.verbs import fence
from pamphleteer.post.verbs.compose import compose
from pamphleteer.post.verbs.deliver import deliver
from pamphleteer.post.verbs.evidence import note
from pamphleteer.post.verbs.forget import forget
from pamphleteer.post.verbs.signup import enrol, leave_as
from pamphleteer.project import driver
from pamphleteer.project.rounds import Round
from pamphleteer.project.web import metrics
from pamphleteer.project.web.metrics import Kept
from pamphleteer.register.verbs import counting
from pamphleteer.register.verbs.counting import Ended
from tests.cast import Cast
from tests.post.conftest import account
from tests.post.servers import Server

TOKEN = "0123456789abcdef01234567"
pytestmark = [pytest.mark.django_db, pytest.mark.either_database]


@pytest.fixture(autouse=True)
def _open(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.METRICS_TOKEN = TOKEN
    monkeypatch.setattr(metrics._kept, "_until", float("-inf"))


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    server.start()
    yield server
    server.stop(no_assert=True)


def figures(client: Client, token: str = TOKEN, **headers: str) -> dict[str, float]:
    answer = client.get("/metrics", headers={"authorization": f"Bearer {token}", **headers})
    assert answer.status_code == 200
    lines = answer.content.decode().splitlines()
    told = [line.rpartition(" ") for line in lines if not line.startswith("#")]
    assert len({name for name, _, _ in told}) == len(told)
    return {name: float(value) for name, _, value in told}


class TestDoor:
    def test_whoever_has_the_token_gets_the_figures_as_they_ask_for_them(
        self, client: Client
    ) -> None:
        allowed = {"authorization": f"bearer {TOKEN}"}
        text = client.get("/metrics", headers=allowed)
        openmetrics = client.get(
            "/metrics", headers={**allowed, "accept": "application/openmetrics-text;version=1.0.0"}
        )

        assert text.headers["Content-Type"].startswith("text/plain; version=0.0.4")
        assert text.headers["Cache-Control"] == "no-store"
        assert openmetrics.headers["Content-Type"].startswith("application/openmetrics-text")
        assert openmetrics.content.endswith(b"# EOF\n")
        assert client.post("/metrics", headers=allowed).status_code == 405

    @pytest.mark.parametrize(
        "said",
        [
            None,
            "",
            TOKEN,
            "Bearer",
            "Bearer ",
            f"Basic {TOKEN}",
            f"Bearer {TOKEN[:-1]}",
            f"Bearer {TOKEN}0",
            f"Bearer {TOKEN} {TOKEN}",
            "Bearer \udc80\udcff",
            "Bearer é",
            "Bearer " + "0" * 100_000,
        ],
    )
    def test_for_everybody_else_there_is_no_such_page(
        self, said: str | None, client: Client
    ) -> None:
        headers = {} if said is None else {"HTTP_AUTHORIZATION": said}
        nothing = client.get("/metricks")
        answer = client.get("/metrics", **headers)  # type: ignore[arg-type]

        assert answer.status_code == 404
        assert answer.getvalue() == nothing.getvalue()
        assert answer.headers == nothing.headers

    def test_without_a_token_it_is_closed_to_an_empty_one(
        self, client: Client, settings: Settings
    ) -> None:
        settings.METRICS_TOKEN = ""
        for said in ("Bearer", "Bearer ", "bearer  ", ""):
            assert client.get("/metrics", headers={"authorization": said}).status_code == 404


class TestFigures:
    def test_they_tell_of_mail_and_name_nobody(
        self, client: Client, cast: Cast, settings: Settings, server: Server
    ) -> None:
        settings.POST_RELAYS = (account(server, name='the "first"'),)
        digest = Digest.objects.create(name="Daily", slug="daily", begins=clock.now())
        ada, bea = enrol("ada@readers.example"), enrol("bea@readers.example")
        cast.article()
        assert compose(digest)
        before = figures(client)
        assert before['pamphleteer_mails_open{kind="letter",state="due"}'] == 2
        assert before["pamphleteer_mail_overdue_seconds"] < 60

        assert deliver().done == 2
        note(
            Delivery.objects.get(reader=ada),
            Result("", Kind.BOUNCE, scope=Scope.READER, hard=True, reason="unknown"),
        )
        leave_as(bea.key)
        fence.raise_("restored")
        metrics._kept._until = float("-inf")
        after = figures(client)

        relay = 'relay="the \\"first\\""'
        assert after[f'pamphleteer_mails_handed_total{{{relay},outcome="taken"}}'] == 2
        assert after['pamphleteer_mails_open{kind="letter",state="due"}'] == 0
        assert after['pamphleteer_mails_returned_total{kind="bounce"}'] == 1
        assert after["pamphleteer_readers_left_total"] == 1
        assert after['pamphleteer_readers{state="left"}'] == 1
        assert after["pamphleteer_mail_held"] == 1
        assert after[f"pamphleteer_relay_resting{{{relay}}}"] == 0
        assert not any("readers.example" in name or "ada" in name for name in after)

    def test_what_only_grows_grows_on_when_readers_are_forgotten(
        self, client: Client, cast: Cast
    ) -> None:
        Digest.objects.create(name="Daily", slug="daily", begins=clock.now())
        leave_as(enrol("ada@readers.example").key)
        before = figures(client)
        forget("ada@readers.example", by=cast.publisher)

        assert figures(client)["pamphleteer_readers_left_total"] == 1
        assert before["pamphleteer_readers_left_total"] == 1

    def test_mail_that_is_late_and_a_relay_that_rests_are_seen(
        self, client: Client, settings: Settings, server: Server
    ) -> None:
        settings.POST_RELAYS = (account(server),)
        now = clock.now()
        Rest.objects.create(
            relay="first", failures=1, since=now, until=now, reason="login", said="535"
        )
        reader = Reader.objects.get(pk=enrol("ada@readers.example").pk)
        Notice.objects.create(
            reader=reader, message_id="1@x", dated=now, due_at=now - timedelta(hours=1)
        )

        told = figures(client)
        assert told['pamphleteer_relay_resting{relay="first"}'] == 1
        assert 3600 <= told["pamphleteer_mail_overdue_seconds"] < 3700
        assert told['pamphleteer_mails_open{kind="confirmation",state="due"}'] == 1

    def test_rounds_write_down_when_they_ended_and_how_often_they_failed(
        self, client: Client
    ) -> None:
        now = clock.now()
        counting.beat({"post": Ended(now, 1), "press": Ended(now)})
        counting.beat(
            {"post": Ended(now - timedelta(hours=1), 2)}
        )  # another machine's, written late

        told = figures(client)
        assert told['pamphleteer_round_failures_total{round="post"}'] == 3
        ended = told['pamphleteer_round_ended_timestamp_seconds{round="post"}']
        assert ended == pytest.approx(now.timestamp(), abs=0.01)

    def test_the_driver_tells_of_what_ended_and_what_failed(self) -> None:
        driven = driver.Driver([Round("good", int, 1)])
        driven._ended["good"] = clock.now()
        driven._failed.update(good=2, bad=1)

        assert driven._beat(lambda: False) == 0
        assert counting.beats()["good"].failures == 2
        assert "bad" not in counting.beats()
        driven._ended["bad"] = clock.now()
        driven._beat(lambda: False)
        assert (counting.beats()["good"].failures, counting.beats()["bad"].failures) == (2, 1)


class TestKept:
    def test_what_takes_time_to_count_is_counted_in_a_twentieth_of_the_time_at_most(self) -> None:
        now, cost, counts = [0.0], [0.01], [0]

        def bring() -> list[Family]:
            counts[0] += 1
            now[0] += cost[0]
            return [gauge("x", "X.", counts[0])]

        kept = Kept(bring, timer=lambda: now[0])
        kept.figures()
        now[0] += 4.9
        kept.figures()
        assert counts == [1]
        now[0] += 0.2
        cost[0] = 2.0
        kept.figures()
        now[0] += 39.9
        kept.figures()
        assert counts == [2]
        now[0] += 0.2
        kept.figures()
        assert counts == [3]

    def test_one_counts_while_the_others_get_what_there_is(self) -> None:
        begun, go_on, counts, now = threading.Event(), threading.Event(), [0], [0.0]

        def bring() -> list[Family]:
            counts[0] += 1
            if counts[0] > 1:
                begun.set()
                assert go_on.wait(5)
            return [gauge("x", "X.", counts[0])]

        kept = Kept(bring, timer=lambda: now[0])
        kept.figures()
        now[0] = 100.0
        counting_ = threading.Thread(target=kept.figures)
        counting_.start()
        assert begun.wait(5)
        assert kept.figures()[0].samples == [({}, 1)]
        go_on.set()
        counting_.join()
        assert counts == [2]
