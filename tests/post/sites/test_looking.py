"""Sites are looked up beside the work, and whatever the DNS does, a domain has one."""

import time

from pamphleteer.post.sites.looking import Groups
from tests.nameserver import Nameserver

MX = "MX"


def test_the_site_of_a_domain_is_known_once_the_dns_has_told_it() -> None:
    zone = {
        ("one.example", MX): ["5 mx.big.example."],
        ("two.example", MX): ["1 mx2.big.example."],
    }
    with Nameserver(zone) as server:
        groups = Groups(server=server.address)
        assert groups.of("one.example") is None
        groups.of("two.example")
        groups.settle()

        assert groups.of("one.example") == groups.of("two.example") == "big.example"
        assert groups.known("three.example") == "three.example"
        groups.settle()
    assert sorted({name for name, _, _ in server.asked}) == ["one.example", "two.example"]


def test_nobody_waits_for_a_server_that_does_not_answer() -> None:
    odd = ("servfail", "silent", "loop", "rubbish")
    names = [f"{one}.example" for one in odd]
    with Nameserver() as server:
        for name, one in zip(names, odd, strict=True):
            server.say(name, MX, one)
        groups = Groups(server=server.address, seconds=1.0)
        began = time.monotonic()
        assert [groups.of(name) for name in names] == [None] * 4
        assert time.monotonic() - began < 0.9
        groups.settle()
        assert [groups.of(name) for name in names] == names


def test_an_answer_is_asked_for_anew_after_an_hour_and_a_lack_of_one_after_ten_minutes() -> None:
    now = 0.0
    with Nameserver({("one.example", MX): ["5 mx.big.example."]}) as server:
        server.say("two.example", MX, "servfail")
        groups = Groups(server=server.address, clock=lambda: now)

        def asked() -> list[str]:
            before = len(server.asked)
            for name in ("one.example", "two.example"):
                groups.of(name)
            groups.settle()
            return sorted({name for name, _, _ in server.asked[before:]})

        assert asked() == ["one.example", "two.example"]
        assert asked() == []
        now = 700.0
        assert asked() == ["two.example"]
        now = 4_000.0
        assert asked() == ["one.example", "two.example"]


def test_only_so_much_is_asked_for_at_once_and_the_rest_later() -> None:
    with Nameserver() as server:
        groups = Groups(server=server.address)
        names = [f"n{number}.example" for number in range(1_000)]
        assert {groups.of(name) for name in names} == {None}
        groups.settle()
        assert 0 < len({name for name, _, _ in server.asked}) < 1_000


def test_without_any_dns_letters_wait_for_it_no_more() -> None:
    with Nameserver() as server:
        groups = Groups(server=server.address, seconds=0.1)
        for number in range(20):
            server.say(f"n{number}.example", MX, "servfail")
            groups.of(f"n{number}.example")
        groups.settle()

        assert groups.of("other.example") == "other.example"
