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


@pytest.mark.parametrize(
    ("rule_path", "path", "same"),
    [
        # The table of RFC 9309, section 2.2.2, read both ways.
        ("/a?b=https://foo.example", "/a?b=https%3A%2F%2Ffoo.example", True),
        ("/a?b=https%3A%2F%2Ffoo.example", "/a?b=https://foo.example", True),
        ("/a?b=https%3a%2f%2ffoo.example", "/a?b=https://foo.example", True),
        ("/ツ", "/%E3%83%84", True),
        ("/%e3%83%84", "/ツ", True),
        ("/%62%61%7A", "/baz", True),
        ("/baz", "/%62%61%7a", True),
        ("/%7ejoe/", "/~joe/x", True),
        # A stroke that is encoded in a path is part of a name there, and separates nothing.
        ("/a%2Fb", "/a/b", False),
        ("/a/b", "/a%2Fb", False),
        # Encoded, these two are themselves and no pattern.
        ("/a%2A", "/a*", True),
        ("/a%2A", "/ab", False),
        ("/a%24", "/a$b", True),
        ("/a?b=*&c", "/a?b=x%2Fy&c", True),
        ("/a?b=%2A", "/a?b=x", False),
    ],
)
def test_a_path_is_the_same_however_it_is_encoded(rule_path: str, path: str, *, same: bool) -> None:
    rules = f"User-agent: *\nDisallow: {rule_path}"
    allowed = rule(rules, f"https://harbour-light.example{path}", "Pamphleteer").allowed
    assert allowed is not same
