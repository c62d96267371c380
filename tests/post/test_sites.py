"""Receiving sites: one that puts mail off is gone easy on, and all other mail goes on."""

from collections import Counter
from collections.abc import Callable, Sequence

import pytest
from pytest_django import Settings

from pamphleteer.ground.clock import StoppedClock
from pamphleteer.post.models import Delivery, Digest, Reader, Rest, Site, State
from pamphleteer.post.pace.circuits import OF_SITES
from pamphleteer.post.sites.grouping import domain_of
from pamphleteer.post.sites.looking import Groups
from pamphleteer.post.verbs import fleet as fleets
from pamphleteer.post.verbs.compose import compose
from pamphleteer.post.verbs.deliver import PATIENCE, deliver, round_
from pamphleteer.post.verbs.signup import ask, enrol
from pamphleteer.post.verbs.sitenames import Names
from pamphleteer.post.verbs.sites import Sites
from tests.cast import Cast
from tests.nameserver import Nameserver
from tests.post.conftest import account
from tests.post.servers import Server

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]

TOO_MUCH = "450 4.7.28 too many messages from you, slow down"
GREY = "450 4.2.0 greylisted, come back later"
BLOCKED = "550 5.7.1 your IP address is blocked"


@pytest.fixture
def edition(cast: Cast, digest: Digest) -> Callable[[Sequence[str]], None]:
    """Plan an edition for readers."""

    def planned(addresses: Sequence[str]) -> None:
        for address in addresses:
            enrol(address)
        cast.article()
        compose(digest)

    return planned


Edition = Callable[[Sequence[str]], None]


def at(domain: str, number: int) -> list[str]:
    return [f"r{n}@{domain}" for n in range(number)]


def of(domain: str, reply: str) -> Callable[[str], str | None]:
    """Refuse what goes to a domain."""
    return lambda arg: reply if f"@{domain}" in arg else None


def sent(server: Server) -> Counter[str]:
    return Counter(domain_of(address) for address in server.recipients)


def test_a_site_that_wants_less_rests_and_all_others_get_their_mail(
    edition: Edition, relay: Server, stopped_clock: StoppedClock
) -> None:
    edition([*at("big.example", 30), *at("other.example", 10)])
    relay.refuse["RCPT"] = of("big.example", TOO_MUCH)

    tally = deliver()

    assert sent(relay) == {"other.example": 10}
    assert (tally.done, tally.refused, tally.waiting) == (10, 0, 30)
    tries = len(relay.asked) - 10
    assert 2 <= tries < 20  # those that were on their way when it began to rest
    assert not Rest.objects.exists()
    assert Reader.objects.confirmed().count() == 40
    site = Site.objects.get()
    assert (site.relay, site.reason, site.failures) == ("", "rate", 1)
    assert site.until == stopped_clock.at + OF_SITES[0]
    off = Delivery.objects.filter(state=State.PLANNED, attempts=0)
    assert off.count() == 30 - tries
    assert set(off.values_list("reason", "held_by")) == {("rate", "")}
    assert deliver().waiting == 0


def test_after_its_rest_it_gets_letters_slowly_and_at_last_all(
    edition: Edition, relay: Server, stopped_clock: StoppedClock
) -> None:
    edition(at("big.example", 40))
    relay.refuse["RCPT"] = of("big.example", TOO_MUCH)
    deliver()
    relay.refuse.clear()
    stopped_clock.advance(seconds=62)

    first = deliver().done

    assert 1 <= first < 10
    for _ in range(200):
        stopped_clock.advance(seconds=5)
        deliver()
        if len(relay.envelopes) == 40:
            break
    assert set(relay.copies.values()) == {1}
    assert set(Delivery.objects.values_list("state", flat=True)) == {"done"}
    stopped_clock.advance(days=2)
    Sites().turn()
    assert not Site.objects.exists()


def test_greylisting_is_of_one_letter_and_comes_back_by_the_same_relay(
    edition: Edition,
    open_server: Callable[..., Server],
    settings: Settings,
    stopped_clock: StoppedClock,
) -> None:
    first, second = open_server(), open_server()
    settings.POST_RELAYS = (account(first), account(second, name="second"))
    known: dict[int, set[str]] = {1: set(), 2: set()}

    def grey(server: int, arg: str) -> str | None:
        new = arg not in known[server]
        known[server].add(arg)
        return GREY if new else None

    first.refuse["RCPT"] = lambda arg: grey(1, arg)
    second.refuse["RCPT"] = lambda arg: grey(2, arg)
    edition(at("grey.example", 10))

    assert deliver().done == 0
    assert (len(first.asked), len(second.asked)) == (5, 5)
    assert not Site.objects.exists()
    stopped_clock.advance(seconds=OF_SITES[0].total_seconds() + 1)
    assert deliver().done == 10
    assert not known[1] & known[2]


def test_what_one_relay_may_not_bring_to_a_site_another_one_brings(
    edition: Edition,
    open_server: Callable[..., Server],
    settings: Settings,
    stopped_clock: StoppedClock,
) -> None:
    first, second = open_server(), open_server()
    settings.POST_RELAYS = (account(first), account(second, name="second"))
    first.refuse["RCPT"] = of("big.example", BLOCKED)
    edition([*at("big.example", 40), *at("other.example", 10)])

    assert deliver().done == 50

    assert sent(first).keys() == {"other.example"}
    assert sent(second)["big.example"] == 40
    assert len(first.asked) < 25
    site = Site.objects.get()
    assert (site.relay, site.reason) == ("first", "reputation")
    assert not Rest.objects.exists()


def test_a_site_that_blocks_all_relays_waits_and_is_tried_with_a_letter_or_two(
    edition: Edition, relay: Server, stopped_clock: StoppedClock
) -> None:
    edition([*at("big.example", 30), *at("other.example", 5)])
    relay.refuse["RCPT"] = of("big.example", BLOCKED)
    assert deliver().done == 5
    asked = len(relay.asked)
    for _ in range(3):
        stopped_clock.advance(seconds=100)
        deliver()
    assert len(relay.asked) == asked

    relay.refuse.clear()
    for _ in range(10):
        stopped_clock.advance(minutes=6)
        deliver()
    assert sent(relay)["big.example"] == 30
    assert not Site.objects.exists()


def test_mail_that_somebody_waits_for_goes_to_a_slow_site_too_unless_it_rests(
    edition: Edition, relay: Server, stopped_clock: StoppedClock
) -> None:
    edition(at("big.example", 30))
    relay.refuse["RCPT"] = of("big.example", TOO_MUCH)
    deliver()
    relay.refuse.clear()
    ask("ada@big.example")
    assert deliver().done == 0
    stopped_clock.advance(seconds=70)
    deliver()
    assert "ada@big.example" in relay.recipients[:3]


def test_what_has_waited_for_days_is_tried_however_its_site_is(
    edition: Edition, relay: Server, stopped_clock: StoppedClock
) -> None:
    edition(at("big.example", 30))
    relay.refuse["RCPT"] = of("big.example", TOO_MUCH)
    deliver()
    stopped_clock.advance(seconds=PATIENCE.total_seconds() + 1)

    assert deliver().refused == 30
    assert Reader.objects.confirmed().count() == 30


def test_the_domains_of_one_company_rest_together_and_one_alone_holds_up_no_other(
    edition: Edition,
    relay: Server,
    settings: Settings,
    stopped_clock: StoppedClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    names = [f"small-{number}.example" for number in range(40)]
    zone = {(name, "MX"): ["5 mx.company.example."] for name in names}
    with Nameserver(zone) as server:
        groups = Groups(server=server.address)
        for name in names:
            groups.of(name)
        groups.settle()
    monkeypatch.setattr(fleets, "Sites", lambda: Sites(groups=groups))
    relay.refuse["RCPT"] = of(names[0], TOO_MUCH)
    edition([*at(names[0], 8), *(f"ada@{name}" for name in names)])

    assert deliver().done == 39
    assert Site.objects.count() == 1

    Site.objects.all().delete()
    Delivery.objects.update(state=State.PLANNED, settled_at=None, due_at=stopped_clock.at)
    relay.refuse["RCPT"] = TOO_MUCH
    before = len(relay.asked)
    deliver()
    assert len(relay.asked) - before < 12
    company = Names(None).site("company.example")
    assert company in {bytes(site.hashed) for site in Site.objects.all()}
    assert not Rest.objects.exists()


def test_rows_name_no_site_of_few_readers(
    edition: Edition, relay: Server, stopped_clock: StoppedClock
) -> None:
    edition([*at("ada-lovelace.example", 6), *at("big.example", 60)])
    grown = iter(range(1_000))
    relay.refuse["RCPT"] = lambda arg: (
        f"{TOO_MUCH} ({arg})" if "lovelace" in arg or next(grown) > 40 else None
    )
    deliver()

    few, many = Site.objects.order_by("name")
    assert (few.name, few.said) == ("", "")
    assert many.name == "big.example"
    assert "slow down" in many.said
    assert "@" not in many.said
    assert b"lovelace" not in bytes(few.hashed)


def test_another_process_learns_of_it_from_the_row(
    edition: Edition, relay: Server, stopped_clock: StoppedClock
) -> None:
    edition(at("big.example", 30))
    relay.refuse["RCPT"] = of("big.example", TOO_MUCH)
    deliver(at_most=6)
    asked = len(relay.asked)

    deliver()

    assert len(relay.asked) == asked


def test_a_relay_that_puts_off_the_mail_of_site_after_site_rests_itself(
    edition: Edition, relay: Server
) -> None:
    edition([f"ada@site-{number}.example" for number in range(60)])
    relay.refuse["END"] = "451 4.3.0 not now"

    deliver()

    assert Rest.objects.get().relay == "first"
    assert len(relay.asked) < 30
    assert not Site.objects.exists()


def test_whoever_looks_after_no_sites_has_none(
    edition: Edition, relay: Server, settings: Settings, stopped_clock: StoppedClock
) -> None:
    settings.POST_SITES = "off"
    edition(at("big.example", 12))
    relay.refuse["RCPT"] = of("big.example", TOO_MUCH)

    deliver()

    assert len(relay.asked) == 12
    assert not Site.objects.exists()
    assert Delivery.objects.earliest("due_at").due_at == stopped_clock.at + OF_SITES[0]


def test_an_option_says_how_much_a_site_gets_in_a_minute(
    edition: Edition, relay: Server, settings: Settings, stopped_clock: StoppedClock
) -> None:
    settings.POST_SITE_LIMITS = (("big.example", 30),)
    edition([*at("big.example", 12), *at("other.example", 10)])
    began, found = stopped_clock.at, list[int]()
    while len(relay.envelopes) < 22:
        deliver()
        found.append(sent(relay)["big.example"])
        stopped_clock.advance(seconds=1)

    assert found[0] == 1
    assert sent(relay)["other.example"] == 10
    assert 20 <= (stopped_clock.at - began).total_seconds() <= 40
    assert not Site.objects.exists()


def test_letters_wait_until_it_is_known_whose_site_theirs_is(
    edition: Edition,
    relay: Server,
    settings: Settings,
    stopped_clock: StoppedClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.POST_SITE_LIMITS = (("company.example", 60),)
    names = [f"small-{number}.example" for number in range(20)]
    zone = {(name, "MX"): ["5 mx.company.example."] for name in names}
    edition([f"ada@{name}" for name in names])
    with Nameserver(zone) as server:
        groups = Groups(server=server.address)
        monkeypatch.setattr(fleets, "Sites", lambda: Sites(groups=groups))

        assert deliver().done == 1
        groups.settle()


def test_sites_that_are_gone_hold_no_confirmation_up(
    edition: Edition, relay: Server, stopped_clock: StoppedClock
) -> None:
    edition([f"ada@gone-{number}.example" for number in range(6)])
    relay.refuse["RCPT"] = lambda arg: "550 5.1.2 no such domain" if "gone-" in arg else ""
    for _ in range(3):
        deliver()
        stopped_clock.advance(minutes=31)

    deliver()
    ask("rosa@readers.example")
    stopped_clock.advance(minutes=1, seconds=1)

    assert round_() == 1
    assert not Rest.objects.exists()
