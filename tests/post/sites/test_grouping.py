"""Which domains are one site."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pamphleteer.ground.resolver import Exchange
from pamphleteer.post.sites.grouping import domain_of, group_of

DOMAIN = "readers.example"


@pytest.mark.parametrize(
    ("hosts", "group"),
    [
        (["aspmx.l.google.com", "alt1.aspmx.l.google.com"], "google.com"),
        (["readers-example.mail.protection.outlook.com"], "outlook.com"),
        (["mx1.provider.co.uk"], "provider.co.uk"),
        (["mx.provider.de"], "provider.de"),
        (["mx.de"], "mx.de"),
        ([], DOMAIN),
        ([""], DOMAIN),  # RFC 7505
        (["192.0.2.1"], DOMAIN),
        (["localhost"], DOMAIN),
        (["\\000\\255.evil.example"], DOMAIN),
        ([f"{'a' * 250}.example"], DOMAIN),
    ],
)
def test_a_domain_is_at_the_company_whose_server_is_tried_first(
    hosts: list[str], group: str
) -> None:
    exchanges = [Exchange(10 * number, host) for number, host in enumerate(hosts)]
    assert group_of(DOMAIN, exchanges) == group


def test_the_order_of_the_answers_changes_nothing() -> None:
    both = [
        Exchange(5, "b.two.example"),
        Exchange(5, "a.one.example"),
        Exchange(1, "c.nil.example"),
    ]
    assert group_of(DOMAIN, both) == group_of(DOMAIN, both[::-1]) == "nil.example"
    assert group_of(DOMAIN, both[:2]) == group_of(DOMAIN, both[:2][::-1]) == "one.example"


@given(st.lists(st.builds(Exchange, st.integers(0, 65_535), st.text(max_size=300)), max_size=5))
def test_whatever_the_dns_says_a_site_has_a_name(exchanges: list[Exchange]) -> None:
    group = group_of(DOMAIN, exchanges)
    assert group == DOMAIN or "." in group
    assert len(group) <= 253


def test_the_domain_of_an_address_is_folded() -> None:
    assert domain_of("Ada@Readers.EXAMPLE") == DOMAIN
