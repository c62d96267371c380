"""What is in doubt, and a relay that can be asked."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from pytest_django import Settings

from pamphleteer.ground.clock import StoppedClock
from pamphleteer.post.models import Notice, State
from pamphleteer.post.verbs import fence
from pamphleteer.post.verbs.deliver import deliver
from pamphleteer.post.verbs.recalling import ENOUGH, SURE, round_
from pamphleteer.post.verbs.releasing import ASIDE
from pamphleteer.post.verbs.signup import ask
from tests.post.conftest import relay_of
from tests.post.relays.api.providing import Provider, Said, running

pytestmark = pytest.mark.django_db

CUT = Said(cut=True)
NOTHING = Said(told={"TotalCount": 0, "Messages": []})
SILENT = Said(500, "later")


@pytest.fixture
def provider(settings: Settings, stopped_clock: StoppedClock) -> Iterator[Provider]:
    """The outlet's only relay, which has left one mail in doubt."""
    with running(CUT) as provider:
        settings.POST_RELAYS = (relay_of("postmark://", password="key", api_url=provider.url),)
        ask("rita@readers.example")
        assert deliver().doubt == 1
        provider.heard.clear()
        yield provider


def notice() -> Notice:
    return Notice.objects.get()


def knows() -> Said:
    return Said(told={"Messages": [{"Metadata": {"delivery": notice().message_id}}]})


def test_it_waits_until_the_relay_is_asked(provider: Provider) -> None:
    assert (notice().state, notice().doubts, notice().relay) == (State.DOUBT, 1, "first")
    assert deliver().doubt == 0
    assert not provider.heard


def test_what_the_relay_took_is_done(provider: Provider) -> None:
    provider.says[0] = knows()
    assert round_() == 1
    assert notice().state == State.DONE
    assert round_() == 0
    assert len(provider.heard) == 1


@pytest.mark.parametrize("rule", ["again", "hold"])
def test_what_the_relay_did_not_take_goes_again_once_that_is_sure(
    provider: Provider, settings: Settings, stopped_clock: StoppedClock, rule: str
) -> None:
    settings.POST_DOUBT = rule
    provider.says[0] = NOTHING
    assert round_() == 0
    stopped_clock.advance(seconds=SURE.total_seconds())
    assert round_() == 1
    provider.says[0] = Said(
        told={"ErrorCode": 0, "Message": "OK", "MessageID": "b", "To": "rita@readers.example"}
    )
    assert deliver().done == 1


@pytest.mark.parametrize(("rule", "state"), [("again", State.PLANNED), ("hold", State.DOUBT)])
@pytest.mark.parametrize(("said", "after"), [(SILENT, ENOUGH), (NOTHING, timedelta(days=3))])
def test_where_nobody_tells_the_rule_says_what_follows(
    provider: Provider, settings: Settings, stopped_clock: StoppedClock,
    rule: str, state: State, said: Said, after: timedelta,
) -> None:  # fmt: skip
    settings.POST_DOUBT = rule
    provider.says[0] = said
    stopped_clock.advance(seconds=after.total_seconds())
    round_()
    assert notice().state == state


def test_what_a_person_has_set_aside_is_not_asked_for(provider: Provider) -> None:
    Notice.objects.update(reply=ASIDE)
    assert round_() == 0
    assert not provider.heard


def test_while_the_post_is_held_nobody_is_asked(provider: Provider, settings: Settings) -> None:
    settings.POST_FENCE = fence.CLOSED
    assert round_() == 0
    assert not provider.heard


@pytest.mark.parametrize("name", ["first", "second"])
@pytest.mark.parametrize(
    ("rule", "doubts", "state"),
    [("again", 1, State.PLANNED), ("again", 4, State.DOUBT), ("hold", 1, State.DOUBT)],
)
def test_what_waits_for_a_relay_that_is_gone_or_of_another_kind_goes_by_the_rule(
    provider: Provider, settings: Settings, stopped_clock: StoppedClock,
    name: str, rule: str, doubts: int, state: State,
) -> None:  # fmt: skip
    settings.POST_RELAYS = (relay_of("smtp://127.0.0.1:9", name=name),)
    settings.POST_DOUBT = rule
    Notice.objects.update(doubts=doubts)
    assert round_() == 0
    stopped_clock.advance(seconds=ENOUGH.total_seconds())
    round_()
    assert notice().state == state
    assert not provider.heard
