"""SPF records, as receivers read them and as they go wrong."""

from collections.abc import Callable

import pytest

from pamphleteer.ground.findings import Level
from pamphleteer.post.health import Asked, spf
from pamphleteer.post.health.senders import allowed
from tests.nameserver import Nameserver
from tests.post.health.conftest import levels, words

About = Callable[..., Asked]
Text = Callable[..., None]


def test_networks_are_gathered_from_all_that_is_included(
    names: Nameserver, asked: About, text: Text
) -> None:
    text("example.org", "v=spf1 ip4:192.0.2.0/24 a:mail.example.org/28 mx include:p.example -all")
    text("p.example", "v=spf1 ip6:2001:db8::/32 -ip4:198.51.100.1 ?all")
    names.say("mail.example.org", "A", "203.0.113.20")
    names.say("example.org", "MX", "10 mx.example.org.")
    names.say("mx.example.org", "A", "198.51.100.7")

    told = allowed("example.org", asked().resolver)

    assert (told.faults, told.others, told.lookups) == ([], "-", 3)
    for address in ("192.0.2.9", "203.0.113.31", "198.51.100.7", "2001:db8::5"):
        assert told.covers(address), address
    for address in ("198.51.100.1", "203.0.113.32", "2001:db9::1"):
        assert not told.covers(address), address


def test_a_redirect_decides_like_the_record_itself(asked: About, text: Text) -> None:
    text("example.org", "v=spf1 redirect=other.example")
    text("other.example", "v=spf1 ip4:192.0.2.1 ~all")

    told = allowed("example.org", asked().resolver)

    assert (told.others, told.lookups, told.faults) == ("~", 1, [])
    assert told.covers("192.0.2.1")


def test_what_stands_behind_all_counts_for_nothing(asked: About, text: Text) -> None:
    text("example.org", "v=spf1 -all ip4:192.0.2.1 redirect=other.example include:more.example")

    told = allowed("example.org", asked().resolver)

    assert not told.covers("192.0.2.1")
    assert told.lookups == 0


@pytest.mark.parametrize(
    ("records", "fault"),
    [
        (["v=spf1 include:loop.example -all"], "leads back to itself"),
        (["v=spf1 redirect=example.org"], "leads back to itself"),
        (["v=spf1 " + "include:wide.example " * 2 + "-all"], "more than 10 look-ups"),
        (["v=spf1 a:g1.example a:g2.example a:g3.example -all"], "3 of its names are not there"),
        (["v=spf1 include:gone.example -all"], "gone.example has no SPF records"),
        (["v=spf1 ip4:300.1.1.1 -all"], "is no network"),
        (["v=spf1 ipv4:192.0.2.1 -all"], "nothing that receivers understand"),
        (["v=spf1 -all", "v=spf1 ~all"], "2 SPF records"),
        (["v=spf1 include:silent.example -all"], "nobody answers"),
        (["v=spf1 a:servfail.example -all"], "its servers fail"),
        (["v=spf1 include:" + "a" * 70 + ".example -all"], "no answer can be had"),
    ],
)
def test_faults_at_which_receivers_give_up(
    names: Nameserver, asked: About, text: Text, records: list[str], fault: str
) -> None:
    text("example.org", *records)
    text("loop.example", "v=spf1 include:example.org ?all")
    text("wide.example", "v=spf1 " + " ".join(f"exists:%{{i}}.{n}.example" for n in range(6)))
    names.say("silent.example", "TXT", "silent")
    names.say("servfail.example", "A", "servfail")

    told = allowed("example.org", asked().resolver)

    assert fault in "; ".join(told.faults)
    assert levels(spf.check(asked())) == [Level.WRONG]


def test_a_giant_record_of_includes_ends_where_receivers_give_up(
    names: Nameserver, asked: About, text: Text
) -> None:
    text("example.org", "v=spf1 " + " ".join(f"include:n{n}.example" for n in range(3_000)))
    for number in range(12):
        text(f"n{number}.example", "v=spf1 ?all")

    assert "more than 10" in "; ".join(allowed("example.org", asked().resolver).faults)
    assert len(names.asked) <= 13


@pytest.mark.parametrize(
    ("record", "level"),
    [
        ("v=spf1 ip4:192.0.2.1 -all", Level.WELL),
        ("v=spf1 ip4:192.0.2.1 ~all", Level.WELL),
        ("v=spf1 ip4:192.0.2.1", Level.ADVICE),
        ("v=spf1 ?all", Level.ADVICE),
        ("v=spf1 +all", Level.WRONG),
        ("v=spf1 all", Level.WRONG),
        ("V=SPF1 -ALL", Level.WELL),
    ],
)
def test_what_becomes_of_others_is_judged(
    asked: About, text: Text, record: str, level: Level
) -> None:
    text("example.org", record, "unrelated", "v=spf10 x")

    assert levels(spf.check(asked())) == [level]


def test_relays_are_looked_for_in_the_record(names: Nameserver, asked: About, text: Text) -> None:
    relays = [
        {"name": "ses", "url": "smtp+starttls://x@email-smtp.eu-west-1.amazonaws.com:587"},
        {"name": "mailgun", "url": "mailgun://mg.example.org"},
        {"name": "named", "url": "smtps://x@mail.example.net"},
        {"name": "other", "url": "smtps://x@other.example.net"},
        {"name": "brand", "url": "postmark://"},
    ]
    about = asked(relays=relays)
    assert "include:amazonses.com include:mailgun.org a:mail.example.net" in words(
        spf.records(about)
    )
    text("example.org", "v=spf1 include:amazonses.com ip4:192.0.2.8 ~all")
    text("amazonses.com", "v=spf1 ip4:198.51.100.0/24 -all")
    names.say("mail.example.net", "A", "192.0.2.8")
    names.say("other.example.net", "A", "192.0.2.9")

    found = list(spf.check(about))

    assert levels(found) == [
        Level.WELL,
        Level.WELL,
        Level.ADVICE,
        Level.WELL,
        Level.ADVICE,
        Level.ADVICE,
    ]


def test_no_record_is_told_with_the_one_to_publish(names: Nameserver, asked: About) -> None:
    [found] = spf.check(asked())

    assert found.level is Level.WRONG
    assert found.record == 'example.org. 3600 IN TXT "v=spf1 ~all"'
    names.say("example.org", "TXT", "servfail")
    assert levels(spf.check(asked())) == [Level.UNKNOWN]
