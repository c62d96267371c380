"""A robots.txt speaks to a robot by its whole name, whatever version stands behind it."""

import pytest

from pamphleteer.collect.workshop.ruling import rule


@pytest.mark.parametrize(
    ("rules", "allowed"),
    [
        ("User-agent: Pamphleteer/1.0\nDisallow: /", False),
        ("User-agent: Pamphleteer (news)\nDisallow: /", False),
        ("user-agent : PAMPHLETEER # us\nDisallow: /", False),
        ("User-agent: *\r\rDisallow: /", False),
        ("User-agent: * # everybody\nDisallow: /", False),
        ("User-agent: other\nUser-agent: Pamphleteer/2\nDisallow: /", False),
        ("User-agent: Pamphleteer\nDisallow: /x\nUser-agent: Pamphleteer/1\nDisallow: /a", False),
        # Other robots, whatever ours has in common with them.
        ("User-agent: pamph\nDisallow: /", True),
        ("User-agent: PamphleteerBot\nDisallow: /", True),
        ("User-agent: Pamphleteer-News\nDisallow: /", True),
        ("User-agent:\nDisallow: /", True),
        ("User-agent: p\nDisallow: /\n\nUser-agent: *\nAllow: /", True),
    ],
)
def test_a_group_is_for_the_robot_that_it_names(rules: str, *, allowed: bool) -> None:
    assert rule(rules, "https://harbour-light.example/a", "Pamphleteer").allowed is allowed


@pytest.mark.parametrize("delay", ["nan", "inf", "-5", "1e400", "soon", ""])
def test_a_delay_that_is_none_is_left_out(delay: str) -> None:
    rules = f"User-agent: *\nCrawl-delay: {delay}"
    assert rule(rules, "https://harbour-light.example/a", "Pamphleteer").delay is None
