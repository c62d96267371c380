"""A page in place of a feed is called what it is, with what to do about it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pamphleteer.collect.blocked import Page, of_page
from tests.collect.feeds import atom, entry, item, rss

US = "Pamphleteer/1.0 (+https://outlet.example/)"
ADDRESS = "https://harbour-light.example/feed"


def page(body: str = "", *, title: str = "", head: str = "", doctype: str = "") -> str:
    return (
        f"{doctype or '<!DOCTYPE html>'}<html><head><title>{title}</title>{head}</head>"
        f"<body>{body}</body></html>"
    )


def told(document: str, address: str = ADDRESS, **headers: str) -> Page | None:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return of_page(document.encode(), headers=named, address=address, us=US)


CHALLENGES = {
    "Cloudflare": page("<script>window._cf_chl_opt={cvId:'3'}</script>", title="Just a moment..."),
    "DDoS-Guard": page("<script src='/.well-known/ddos-guard/js-challenge/index.js'></script>"),
    "Imperva": page("Request unsuccessful. Incapsula incident ID: 1-2"),
    "Sucuri": page("Access Denied", title="Sucuri WebSite Firewall - Access Denied"),
    "Akamai": page("You don't have permission. https://errors.edgesuite.net/18.2", title="Denied"),
    "HUMAN": page('<div id="px-captcha"></div>', title="Access to this page has been denied"),
    "DataDome": page("<script src='https://ct.captcha-delivery.com/c.js'></script>"),
    "AWS WAF": page("<script>window.gokuProps = {}; AwsWafIntegration.x()</script>"),
    "Vercel": page("We're verifying", title="Vercel Security Checkpoint"),
    "Anubis": page("<script src='/.within.website/x/cmd/anubis/static/js/main.mjs'></script>"),
    "Wordfence": page("Your access to this site has been limited by the site owner"),
    "a captcha": page('<div class="g-recaptcha" data-sitekey="x"></div>'),
    "it wants JavaScript or a person": page("Please enable JavaScript to continue."),
}


@pytest.mark.parametrize("who", CHALLENGES)
def test_a_page_that_blocks_programs_is_told_with_who_blocks(who: str) -> None:
    found = told(CHALLENGES[who])
    assert found is not None
    assert found.surely
    assert found.words == (
        f"answered with a page that blocks programs ({who}): "
        "ask the partner to let “Pamphleteer/1.0” through"
    )


@pytest.mark.parametrize(
    ("who", "header", "value"),
    [
        ("Cloudflare", "cf_mitigated", "challenge"),
        ("AWS WAF", "x_amzn_waf_action", "captcha"),
        ("Vercel", "x_vercel_mitigated", "challenge"),
        ("DataDome", "x_datadome", "protected"),
    ],
)
def test_a_head_says_it_too(who: str, header: str, value: str) -> None:
    found = told("", **{header: value})
    assert found is not None
    assert f"({who})" in found.what


@pytest.mark.parametrize(
    ("document", "address", "words"),
    [
        (page("The domain harbour-light.example is for sale! Buy this domain"), ADDRESS, "parks"),
        (page("Wir brauchen Sie"), "https://consent.portal.example/x", "asks for consent"),
        (page("<form><input name=u><input type='password'></form>"), ADDRESS, "to log in at"),
    ],
)
def test_other_pages_that_stand_in_the_way_are_told(
    document: str, address: str, words: str
) -> None:
    found = told(document, address)
    assert found is not None
    assert found.surely
    assert words in found.what


def test_a_page_that_names_a_feed_says_which_one_to_add() -> None:
    named = '<link rel="alternate" type="application/rss+xml" href="/real/feed.xml" title="All">'
    found = told(page("Welcome to our site", head=named))
    assert found is not None
    assert not found.surely
    assert found.words == (
        "answered with an HTML page that names a feed at "
        "https://harbour-light.example/real/feed.xml: `sources add` that one"
    )


ARTICLE = "<p>" + "The tide came in as it does on most days of the year. " * 60 + "</p>"


@pytest.mark.parametrize(
    "document",
    [
        page(ARTICLE),
        page(ARTICLE + "<div class='g-recaptcha'></div><input type=password>"),
        page(ARTICLE + "<script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script>"),
        page(ARTICLE + "<noscript>Please enable JavaScript for comments.</noscript>"),
        page(ARTICLE + "<script src='/_Incapsula_Resource?x'></script>"),
        page("An ordinary short page."),
        "",
        "plain words about Cloudflare: Just a moment...",
        '{"html": "<html>"}',
    ],
)
def test_an_ordinary_page_is_none_of_these(document: str) -> None:
    assert told(document) is None


@pytest.mark.parametrize(
    "document",
    [
        rss(
            item(1, title="How px-captcha and captcha-delivery.com work", description="_cf_chl_opt")
        ),
        atom(entry("<summary>Please enable JavaScript; buy this domain</summary>")),
        rss(item(1, description=page("Incapsula incident ID"))),
        "\n<!-- <html> --><rss version='2.0'><channel/></rss>",
    ],
)
def test_a_feed_that_tells_of_such_pages_is_a_feed(document: str) -> None:
    assert told(document) is None


@given(st.binary(max_size=400), st.dictionaries(st.sampled_from(["cf-mitigated"]), st.text()))
def test_no_bytes_break_the_looking(content: bytes, headers: dict[str, str]) -> None:
    of_page(content, headers=headers, address=ADDRESS, us=US)
    of_page(b"<!doctype html><html>" + content, headers={}, address=ADDRESS, us=US)
