"""DKIM, DMARC, MTA-STS, TLS-RPT, servers and their names: what is looked at, and what is said of it."""

from collections.abc import Callable

import pytest
from pytest_django import Settings

from pamphleteer.ground.clock import StoppedClock
from pamphleteer.ground.findings import Level
from pamphleteer.ground.http import StatusError
from pamphleteer.post import signers
from pamphleteer.post.dkim import Algorithm, files
from pamphleteer.post.health import Asked, dmarc, leaving, servers, signing, transport
from pamphleteer.post.models import DkimKey
from pamphleteer.post.verbs import dkim as verbs
from tests.nameserver import Nameserver
from tests.post.health.conftest import levels, words

About = Callable[..., Asked]
Text = Callable[..., None]
W, A, U, X = Level.WELL, Level.ADVICE, Level.UNKNOWN, Level.WRONG


def use(algorithm: Algorithm = Algorithm.ED25519) -> DkimKey:
    row = verbs.make(algorithm)
    verbs.use(verbs.Looked(row, None, ""), anyway=True)
    row.refresh_from_db()
    return row


def publish(row: DkimKey, text: Text, more: str = "") -> None:
    record = files.read(signers.folder(), row.selector).record()
    text(f"{row.selector}._domainkey.example.org", record + more)


@pytest.mark.django_db
def test_keys_are_looked_for_until_nothing_needs_them(
    asked: About, text: Text, settings: Settings, stopped_clock: StoppedClock
) -> None:
    settings.DKIM_ALGORITHMS = "ed25519"
    assert "`pamphleteer dkim make`" in words(signing.check(asked()))
    old = use()
    assert levels(signing.check(asked())) == [A, X]
    assert f"{old.selector}._domainkey.example.org. 3600 IN TXT" in words(signing.check(asked()))
    publish(old, text, "; t=y")
    assert "t=y" in words(signing.check(asked()))
    publish(old, text)
    assert levels(signing.check(asked())) == [A, W]

    new = verbs.make(Algorithm.ED25519)
    assert levels(signing.check(asked())) == [A, W, A]
    publish(new, text)
    verbs.use(verbs.look(new, resolver=asked().resolver))
    assert levels(signing.check(asked())) == [A, W, W]
    text(f"{old.selector}._domainkey.example.org", "v=DKIM1; p=")
    assert "are on their way" in words(signing.check(asked()))
    stopped_clock.advance(days=8)
    assert f"`pamphleteer dkim drop {old.selector}`" in words(signing.check(asked()))
    assert len(list(signing.records(asked()))) == 2
    files.path_of(signers.folder(), new.selector).unlink()
    files.proven.cache_clear()
    assert "can't be read" in words(signing.check(asked()))


@pytest.mark.django_db
def test_a_key_of_another_domain_is_told(asked: About, settings: Settings) -> None:
    settings.DKIM_DOMAIN = "elsewhere.example"
    use()

    assert "nor one above it" in words(signing.check(asked(signs="elsewhere.example")))
    assert "nor one" not in words(signing.check(asked(signs="org", sender="a.example.org")))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("published", "found"),
    [
        ({}, [X]),
        ({"_dmarc.example.org": ["v=DMARC1; p=reject"]}, [W, A]),
        ({"_dmarc.example.org": ["v=DMARC1; p=none"]}, [A, A]),
        ({"_dmarc.example.org": ["v=DMARC1; p=shut"]}, [X, A]),
        ({"_dmarc.example.org": ["v=DMARC1; p=reject; rua=mailto:me@example.org!10m"]}, [W, A]),
        ({"_dmarc.example.org": ["v=DMARC1; p=reject; rua=me@example.org"]}, [W, X, A]),
        ({"_dmarc.example.org": ["v=DMARC1; p=reject; rua=mailto:a@reports.example"]}, [W, X, A]),
        (
            {
                "_dmarc.example.org": ["v=DMARC1; p=reject; rua=mailto:a@reports.example"],
                "example.org._report._dmarc.reports.example": ["v=DMARC1;"],
            },
            [W, A],
        ),
        ({"_dmarc.example.org": ["v=DMARC1; p=reject", "v=DMARC1; p=none"]}, [X]),
        ({"_dmarc.example.org": ["v=DMARC1 p"]}, [X]),
        ({"_dmarc.example.org": ["v=spf1 -all"]}, [X]),
    ],
)
def test_policies_of_the_domain(
    asked: About, text: Text, published: dict[str, list[str]], found: list[Level]
) -> None:
    for name, records in published.items():
        text(name, *records)

    assert levels(dmarc.check(asked())) == found


@pytest.mark.django_db
def test_a_policy_above_the_domain_counts_where_it_has_none(asked: About, text: Text) -> None:
    text("_dmarc.example.org", "v=DMARC1; p=none; sp=quarantine; aspf=s")
    below = asked(sender="news.example.org", returns="bounces.example.org", signs="example.org")

    assert levels(dmarc.check(below)) == [W, X]
    use()
    assert "hold by DKIM (example.org)" in words(dmarc.check(below))
    assert "and by SPF" not in words(dmarc.check(below))
    text("_dmarc.example.org", "v=DMARC1; p=quarantine; adkim=s")
    again = asked(sender=below.sender, returns=below.returns)
    assert "hold by SPF alone" in words(dmarc.check(again))


def test_the_dns_that_fails_is_told(names: Nameserver, asked: About) -> None:
    for name in ("_dmarc.example.org", "_mta-sts.example.org"):
        names.say(name, "TXT", "servfail")
    names.say("example.org", "MX", "servfail")

    assert levels(dmarc.check(asked())) == [U]
    assert levels(transport.check(asked())) == [U]
    assert levels(servers.taking(asked())) == [U]


def test_mail_to_us_is_encrypted_by_a_policy(names: Nameserver, asked: About, text: Text) -> None:
    assert levels(transport.check(asked())) == [A, A]
    text("_mta-sts.example.org", "v=STSv1; id=2026")
    text("_smtp._tls.example.org", "v=TLSRPTv1; rua=mailto:tls@example.org")
    assert levels(transport.check(asked())) == [W, W]
    names.say("example.org", "MX", "10 mx.example.org.")

    def gone(url: str) -> bytes:
        raise StatusError(404)

    assert "answered 404" in words(transport.check(asked(fetch=gone)))
    policy = b"version: STSv1\r\nmode: enforce\r\nmx: *.example.org\r\nmax_age: 86400\r\n"
    assert levels(transport.check(asked(fetch=lambda _: policy))) == [W, W]
    text("_mta-sts.example.org", "v=STSv1; id=of the day")
    text("_smtp._tls.example.org", "v=TLSRPTv1; rua=tls@example.org")
    assert levels(transport.check(asked())) == [X, X]


@pytest.mark.parametrize(
    ("policy", "faults"),
    [
        ("version: STSv1\nmode: none\nmax_age: 1", 0),
        ("version: STSv1\nmode: testing\nmax_age: 1\nmx: mx.example.org", 0),
        ("version: STSv1\nmode: enforce\nmax_age: 1\nmx: *.example.net", 1),
        ("version: STSv1\nmode: enforce\nmax_age: 1\nmx: *.org", 1),
        ("<html>", 4),
        ("", 4),
    ],
)
def test_faults_of_a_policy(policy: str, faults: int) -> None:
    assert len(transport.policy_faults(policy, ["mx.example.org"])) == faults


def test_servers_take_what_comes_back(names: Nameserver, asked: About, settings: Settings) -> None:
    settings.POST_UNSUBSCRIBE = ""
    about = asked(returns="bounces.example.org")
    names.say("example.org", "A", "192.0.2.1")
    names.say("bounces.example.org", "MX", "10 mx.example.org.")
    assert levels(servers.taking(about)) == [W, X]
    names.say("mx.example.org", "A", "192.0.2.2")
    assert levels(servers.taking(asked(returns="bounces.example.org"))) == [W, W]
    names.say("bounces.example.org", "MX", "0 .")
    settings.POST_UNSUBSCRIBE = "leave@nowhere.example"
    found = words(servers.taking(asked(returns="bounces.example.org")))
    assert "null MX" in found
    assert "MX of nowhere.example: there is no record" in found


def test_the_name_of_an_address_leads_back_to_it(names: Nameserver, asked: About) -> None:
    names.say("1.2.0.192.in-addr.arpa", "PTR", "mail.example.org.")
    names.say("2.2.0.192.in-addr.arpa", "PTR", "mail.example.org.")
    names.say("4.2.0.192.in-addr.arpa", "PTR", "servfail")
    names.say("mail.example.org", "A", "192.0.2.1")

    found = servers.named([f"192.0.2.{last}" for last in (1, 2, 3, 4)], asked())

    assert levels(found) == [W, X, X, U]
    here = [{"name": "own", "url": "sendmail://"}]
    assert {one.what[:3] for one in servers.sending(asked(relays=here))} == {"PTR"}
    assert list(servers.sending(asked())) == []


@pytest.mark.parametrize(
    ("url", "level"),
    [
        ("https://desk.example.org/digest/", W),
        ("http://desk.example.org/digest/", X),
        ("https://127.0.0.1/digest/", X),
        ("https://localhost/digest/", X),
        ("https://10.0.0.1/digest/", X),
        ("https://gone.example.org/digest/", X),
    ],
)
def test_the_way_to_leave_can_be_used_from_elsewhere(
    names: Nameserver, asked: About, settings: Settings, url: str, level: Level
) -> None:
    settings.SIGNUP_URL, settings.POST_UNSUBSCRIBE = url, "leave@example.org"
    names.say("desk.example.org", "A", "192.0.2.1")

    assert levels(leaving.check(asked())) == [level]


def test_the_page_to_leave_is_asked_if_it_may_be(names: Nameserver, asked: About) -> None:
    names.say("desk.example.org", "A", "192.0.2.1")

    def gone(url: str) -> bytes:
        raise StatusError(502)

    assert levels(leaving.check(asked(fetch=lambda _: b""))) == [W, A]
    assert levels(leaving.check(asked(fetch=gone))) == [X, A]
