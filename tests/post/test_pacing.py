"""The pace of relays: hours, days and warm-up hold whoever sends, and what somebody waits for goes nevertheless."""

from collections.abc import Callable

import pytest
from django.db import connection
from pytest_django import Settings

from pamphleteer.ground.clock import StoppedClock
from pamphleteer.post.models import Delivery, Digest, Pace, State
from pamphleteer.post.verbs.compose import compose
from pamphleteer.post.verbs.deliver import deliver, round_
from pamphleteer.post.verbs.pacing import standing
from pamphleteer.post.verbs.signup import ask, enrol
from tests.cast import Cast
from tests.post.conftest import account
from tests.post.servers import Server

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(cast: Cast, digest: Digest) -> Callable[[int], None]:
    """Plan an edition for so many readers."""

    def planned(readers: int) -> None:
        for number in range(readers):
            enrol(f"reader-{number}@readers.example")
        cast.article()
        compose(digest)

    return planned


def waiting() -> int:
    return Delivery.objects.filter(state=State.PLANNED, held_by="").count()


def test_what_is_beyond_an_hours_letters_waits_for_the_next_hour(
    edition: Callable[[int], None], server: Server, settings: Settings, stopped_clock: StoppedClock
) -> None:
    settings.POST_RELAYS = (account(server, an_hour=4),)
    edition(10)
    tallies = []
    for _ in range(3):
        tallies.append(deliver().done)
        assert round_() == 0
        assert waiting() == 10 - sum(tallies)
        stopped_clock.advance(hours=1)

    assert tallies == [4, 4, 2]
    assert set(server.copies.values()) == {1}
    assert set(Delivery.objects.values_list("attempts", flat=True)) == {1}


def test_a_relay_that_has_had_its_share_of_the_day_leaves_the_rest_to_others(
    edition: Callable[[int], None], open_server: Callable[..., Server], settings: Settings
) -> None:
    first, second = open_server(), open_server()
    settings.POST_RELAYS = (account(first, a_day=3), account(second, name="second"))
    edition(12)

    assert deliver().done == 12
    assert (len(first.envelopes), len(second.envelopes)) == (3, 9)


def test_a_share_is_kept_for_what_somebody_waits_for(
    edition: Callable[[int], None], server: Server, settings: Settings
) -> None:
    settings.POST_RELAYS = (account(server, a_day=20),)
    edition(25)
    assert deliver().done == 19
    assert waiting() == 6

    ask("ada@example.org")

    assert round_() == 1
    assert server.recipients[-1] == "ada@example.org"
    assert round_() == 0


def test_a_relay_warms_up_by_its_plan_and_begins_anew_with_another_sender(
    edition: Callable[[int], None], server: Server, settings: Settings, stopped_clock: StoppedClock
) -> None:
    settings.POST_RELAYS = (account(server, warm_up=(2, 4)),)
    began = stopped_clock.at
    edition(12)
    found = []
    for sender in ["digest@example.org"] * 2 + ["news@example.org"] * 2:
        settings.POST_SENDER = sender
        found.append(deliver().done)
        stopped_clock.advance(days=1)

    assert found == [2, 4, 2, 4]
    row = Pace.objects.get()
    assert (row.sender, row.in_day) == ("news@example.org", 4)
    assert row.since
    assert row.since > began
    assert standing(settings.POST_RELAYS[0])[1].step == 2


def test_letters_of_a_second_are_spread_over_it_and_no_other_relay_waits_for_them(
    edition: Callable[[int], None],
    open_server: Callable[..., Server],
    settings: Settings,
    stopped_clock: StoppedClock,
) -> None:
    slow, quick = open_server(), open_server()
    settings.POST_RELAYS = (account(slow, a_second=2), account(quick, name="quick"))
    edition(30)
    began = stopped_clock.at

    assert deliver().done == 30
    assert len(slow.envelopes) <= 1
    assert stopped_clock.at == began


def test_a_relay_with_letters_of_a_second_takes_as_long_as_they_need(
    edition: Callable[[int], None], server: Server, settings: Settings, stopped_clock: StoppedClock
) -> None:
    settings.POST_RELAYS = (account(server, a_second=10),)
    edition(12)
    began = stopped_clock.at

    def later() -> bool:
        stopped_clock.advance(seconds=0.02)
        return False

    assert deliver(stop=later).done == 12
    assert 1.1 <= (stopped_clock.at - began).total_seconds() <= 3


def test_without_limits_nothing_is_counted(edition: Callable[[int], None], relay: Server) -> None:
    edition(3)
    asked = list[str]()
    with connection.execute_wrapper(
        lambda execute, sql, *rest: (asked.append(sql), execute(sql, *rest))[1]
    ):
        assert deliver().done == 3
    assert not [sql for sql in asked if "post_pace" in sql and not sql.startswith("SELECT")]
