"""The DNS as it answers, and as it does not."""

from collections.abc import Iterator

import pytest

from pamphleteer.ground.resolver import DnsError, Exchange, Resolver
from tests.nameserver import Nameserver, quoted


@pytest.fixture
def names() -> Iterator[Nameserver]:
    with Nameserver() as server:
        yield server


def test_what_is_there_is_told(names: Nameserver) -> None:
    names.say("example.org", "TXT", '"v=spf1 " "-all"', '"other"')
    names.say("example.org", "MX", "20 second.example.org.", "10 First.example.org.")
    names.say("first.example.org", "A", "192.0.2.1")
    names.say("first.example.org", "AAAA", "2001:db8::1")
    names.say("1.2.0.192.in-addr.arpa", "PTR", "first.example.org.")
    asked = Resolver(names.address)

    assert sorted(asked.texts("example.org")) == ["other", "v=spf1 -all"]
    assert asked.exchanges("Example.org.") == [
        Exchange(10, "first.example.org"),
        Exchange(20, "second.example.org"),
    ]
    assert asked.addresses("first.example.org") == ["192.0.2.1", "2001:db8::1"]
    assert asked.names("192.0.2.1") == ["first.example.org"]


def test_nothing_there_is_an_answer_too(names: Nameserver) -> None:
    names.say("example.org", "A", "192.0.2.1")
    asked = Resolver(names.address)

    assert asked.texts("example.org") == []
    assert asked.texts("nobody.example") == []
    assert asked.addresses("nobody.example") == []


def test_what_was_told_is_not_asked_again(names: Nameserver) -> None:
    names.say("example.org", "TXT", '"once"')
    asked = Resolver(names.address)

    assert asked.texts("example.org") == asked.texts("EXAMPLE.org.") == ["once"]
    assert len(names.asked) == 1


def test_an_answer_that_is_cut_is_asked_for_again_over_tcp(names: Nameserver) -> None:
    names.say("example.org", "TXT", quoted("x" * 60_000))

    assert Resolver(names.address).texts("example.org") == ["x" * 60_000]
    assert [over for *_, over in names.asked] == ["udp", "tcp"]


@pytest.mark.parametrize("odd", ["servfail", "loop", "rubbish", "silent"])
def test_what_is_no_answer_is_told_as_such(names: Nameserver, odd: str) -> None:
    names.say("example.org", "TXT", odd)

    with pytest.raises(DnsError, match=r"example\.org \(TXT\)"):
        Resolver(names.address, seconds=0.2).texts("example.org")


def test_names_that_are_none_are_told_as_such(names: Nameserver) -> None:
    asked = Resolver(names.address)

    for name in ("a..b", "x" * 64 + ".example", "\udcff.example"):
        with pytest.raises(DnsError):
            asked.texts(name)
    with pytest.raises(DnsError):
        asked.names("not an address")
    assert not names.asked


def test_a_server_that_is_not_there_is_told_as_such() -> None:
    with Nameserver() as gone:
        address = gone.address

    with pytest.raises(DnsError):
        Resolver(address, seconds=0.2).texts("example.org")
