"""What comes in place of a feed is told by what it is, with what to do next."""

import pytest

from pamphleteer.collect.models import Source
from pamphleteer.collect.verbs.poll import poll
from tests.collect.conftest import source_at
from tests.collect.feeds import item, rss
from tests.collect.server import PartnerServer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loopback")]


def page(body: str, *, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"


def fault_of(url: str) -> str:
    source_at(url)
    poll()
    return Source.objects.get().fault


@pytest.mark.parametrize("status", [200, 403, 503])
@pytest.mark.parametrize(
    ("document", "who"),
    [
        (page("", head="<title>Just a moment...</title>"), "Cloudflare"),
        (page('<div class="g-recaptcha"></div>'), "a captcha"),
        (page("Please enable JavaScript to go on"), "it wants JavaScript or a person"),
    ],
)
def test_a_page_that_blocks_programs_is_told_by_its_maker(
    server: PartnerServer, document: str, who: str, status: int
) -> None:
    fault = fault_of(server.give("/feed", document, status=status))
    words = f"a page that blocks programs ({who}): ask the partner to let “Pamphleteer/"
    assert words in fault
    assert ("answered with" in fault) == (status == 200)


@pytest.mark.parametrize(
    ("name", "value", "who"),
    [("cf_mitigated", "challenge", "Cloudflare"), ("x_datadome", "protected", "DataDome")],
)
def test_a_head_says_it_too(server: PartnerServer, name: str, value: str, who: str) -> None:
    fault = fault_of(server.give("/feed", page(""), status=403, **{name: value}))
    assert f"({who})" in fault


def test_a_page_that_names_a_feed_says_which(server: PartnerServer) -> None:
    link = '<link rel="alternate" type="application/rss+xml" href="/real.xml">'
    fault = fault_of(server.give("/feed", page("News", head=link)))
    assert f"names a feed at {server.url('/real.xml')}: `sources add` that one" in fault


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (page("This domain is for sale! Buy this domain."), "sells or parks the domain"),
        (page('<form><input type="password" name="p"></form>'), "a page to log in at"),
        (page("Before you continue to the site"), "asks for consent"),
        (page("Hello"), "is not a feed"),
    ],
)
def test_any_other_page_says_what_it_is(server: PartnerServer, document: str, words: str) -> None:
    assert words in fault_of(server.give("/feed", document))


def test_a_feed_that_speaks_of_captchas_is_a_feed(server: PartnerServer) -> None:
    told = "g-recaptcha and “enable JavaScript”, says &lt;html&gt; Cloudflare: just a moment..."
    assert fault_of(server.give("/feed", rss(item(1, description=told)))) == ""


def test_a_missing_page_is_missing_whoever_serves_it(server: PartnerServer) -> None:
    document = page('<div class="g-recaptcha"></div>')
    assert fault_of(server.give("/feed", document, status=404)) == "answered 404 (Not Found)"
