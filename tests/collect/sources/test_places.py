"""Where pieces are, and under which licence, in the ways in which feeds say it."""

import pytest

from pamphleteer.collect.bounds import Bounds
from pamphleteer.collect.found import Enclosure, Found
from pamphleteer.collect.understand import understand
from tests.collect.feeds import atom, entry, item, rss

HERE = "https://harbour-light.example/feed"
FEEDBURNER = 'xmlns:f="http://rssnamespace.org/feedburner/ext/1.0"'


def only(document: str) -> Found:
    (found,) = understand(document.encode(), address=HERE).items
    return found


def test_the_pages_own_address_goes_before_that_of_a_service_which_counts() -> None:
    own, counted = "https://harbour-light.example/7", "https://counts.example/~r/7"
    origin = f"<f:origLink {FEEDBURNER}>{own}</f:origLink>"
    assert only(rss(item(1, origin, link=counted))).url == own
    assert only(atom(entry(f'<link href="{counted}"/>{origin}'))).url == own
    bad = f"<f:origLink {FEEDBURNER}>javascript:x</f:origLink>"
    assert only(rss(item(1, bad, link=counted))).url == counted


@pytest.mark.parametrize(
    ("guid", "address"),
    [
        ('<guid isPermaLink="true">/pieces/7</guid>', "https://harbour-light.example/pieces/7"),
        ("<guid>https://a.example/7</guid>", "https://a.example/7"),
        ('<guid isPermalink="FALSE">https://a.example/7</guid>', ""),
        ('<guid ispermalink=" False ">https://a.example/7</guid>', ""),
        ("<guid>/pieces/7</guid>", ""),
        ('<guid isPermaLink="true">7</guid>', ""),
    ],
)
def test_an_id_is_an_address_if_it_says_so_or_is_one(guid: str, address: str) -> None:
    assert only(rss(f"<item><title>T</title>{guid}</item>")).url == address


def test_atom_content_elsewhere_is_the_page_or_a_file() -> None:
    page = only(atom(entry('<content src="/7" type="text/html"/>')))
    assert page.url == "https://harbour-light.example/7"
    linked = only(atom(entry('<link href="/6"/><content src="/7" type="text/html"/>')))
    assert linked.url == "https://harbour-light.example/6"
    heard = only(atom(entry('<link href="/6"/><content src="/7.mp3" type="audio/mpeg"/>')))
    assert heard.enclosures == (
        Enclosure(url="https://harbour-light.example/7.mp3", type="audio/mpeg"),
    )
    assert not only(atom(entry('<content src="/7.pdf" type="application/pdf"/>'))).url


@pytest.mark.parametrize(
    ("named", "address"),
    [
        ("CC-BY-NC-SA-4.0", "https://creativecommons.org/licenses/by-nc-sa/4.0/"),
        ("CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
        ("cc0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    ],
)
def test_a_short_name_of_a_licence_is_its_address(named: str, address: str) -> None:
    space = 'xmlns:p="https://podcastindex.org/namespace/1.0"'
    assert only(rss(item(1, f"<p:license {space}>{named}</p:license>"))).licence_url == address


def test_of_what_is_too_long_the_beginning_is_taken_and_that_is_told() -> None:
    feed = understand(
        rss(item(1, description="x " * 400), item(2)).encode(),
        address=HERE,
        bounds=Bounds(item=500),
    )
    assert feed.left == (
        "1 item had more than 500 characters, of which the first were taken (collect.max_item)"
    )


def test_atom_is_known_by_its_address_with_https_too() -> None:
    document = atom(entry()).replace("http://www.w3.org/2005/Atom", "https://www.w3.org/2005/Atom/")
    assert understand(document.encode(), address=HERE).format == "Atom 1.0"
