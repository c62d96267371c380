"""Whatever a hub does, in whatever order: nothing unsigned is taken, and no promise outlives its lease."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pamphleteer.collect.models import Push, Source, Subscription
from pamphleteer.collect.verbs.pause import pause, resume
from pamphleteer.collect.verbs.subscribe import subscribe
from pamphleteer.ground import clock
from pamphleteer.ground.clock import StoppedClock
from tests.collect.feeds import item, rss
from tests.collect.hub import Hub
from tests.collect.subscribed import source_with

pytestmark = pytest.mark.usefixtures("own_database", "loopback", "desk")
State = Subscription.State
HOURS = {"a while passes": 1, "a day passes": 24, "nine days pass": 216, "a month passes": 720}
MOODS = ("well", "silent", "refuses", "denies")
DEEDS = st.lists(
    st.sampled_from(
        ["asks", "pauses", "resumes", "pushes", "pushes unsigned", "denies it now", *MOODS, *HOURS]
    ),
    max_size=12,
)


@dataclass
class Affair:
    """A source, its hub, and what goes on between them."""

    hub: Hub
    clock: StoppedClock
    source: Source
    pushed: int = 0
    deeds: dict[str, Callable[[], None]] = field(init=False)

    def __post_init__(self) -> None:
        self.deeds = {
            "asks": self.asks,
            "pauses": lambda: pause(self.source.url),
            "resumes": lambda: resume(self.source.url),
            "pushes": self.pushes,
            "pushes unsigned": lambda: self.pushes(X_Hub_Signature="sha256=00"),
            "denies it now": self.denies,
        }

    def does(self, deed: str) -> None:
        if deed in MOODS:
            self.hub.mood = deed
        elif deed in HOURS:
            self.clock.advance(hours=HOURS[deed])
        else:
            self.deeds[deed]()
        self.source.refresh_from_db()

    def asks(self) -> None:
        subscribe()
        self.source.refresh_from_db()
        self.promises_are_kept_by_leases()

    def denies(self) -> None:
        for callback, topic in self.hub.holds:
            self.hub.deny(callback, topic)

    def pushes(self, **signature: str) -> None:
        """Push, and see that it is kept if it is signed and wanted, and only then."""
        if not self.hub.holds:
            return
        before, self.pushed = Push.objects.count(), self.pushed + 1
        self.hub.push(rss(item(self.pushed)), **signature)
        taken = Push.objects.count() - before
        if signature:
            assert taken == 0
        else:
            assert taken <= Subscription.objects.living().count()
        Push.objects.all().delete()

    def promises_are_kept_by_leases(self) -> None:
        """See that polling rests only while a hub's lease lasts."""
        living = Subscription.objects.living().filter(source=self.source)
        assert living.count() <= 1
        if self.source.pushed_until and self.source.pushed_until > clock.now():
            (one,) = living
            assert one.state == State.ACTIVE
            assert one.leased_until == self.source.pushed_until


@given(deeds=DEEDS)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_hub_that_is_well_again_pushes_again_whatever_went_before(
    deeds: list[str], hub: Hub, stopped_clock: StoppedClock
) -> None:
    for model in (Push, Subscription, Source):
        model.objects.all().delete()
    hub.mood, hub.holds = "well", {}
    affair = Affair(hub, stopped_clock, source_with(hub.url))

    for deed in deeds:
        affair.does(deed)

    affair.does("well")
    affair.does("resumes")
    for _ in range(3):
        affair.does("a day passes")
        affair.does("asks")
    (one,) = Subscription.objects.living()
    assert (one.state, one.source) == (State.ACTIVE, affair.source)
    assert affair.source.pushed
