"""Archive pages of sites without a feed are read by structure, or by selectors."""

import pytest

from pamphleteer.collect.bounds import Bounds
from pamphleteer.collect.errors import RefusedError, SourceError
from pamphleteer.collect.found import Feed
from pamphleteer.collect.pages import checked_selectors
from pamphleteer.collect.understand import understand

HERE = "https://harbour-light.example/archive/"


def entry(number: int, *, lead: str = "Nobody was surprised, and everybody came to look.") -> str:
    return (
        f'<div class="teaser"><h2><a href="/piece-{number}">The tide comes in for the {number}th '
        f'time</a></h2><time datetime="2026-11-{number:02}T09:00:00+01:00">a day</time>'
        f'<p class="dek">{lead}</p><p class="by">By Ada Quay</p></div>'
    )


def archive(*entries: str, head: str = "") -> bytes:
    return (
        f'<!doctype html><html lang="en-GB"><head><title>Water &amp; wind</title>{head}</head>'
        f"<body><nav><a href='/'>Home</a></nav><main>{''.join(entries)}</main></body></html>"
    ).encode()


def read(page: bytes, selectors: dict[str, str] | None = None) -> Feed:
    return understand(page, address=HERE, page_too=True, selectors=selectors)


def test_headlines_leads_links_and_dates_are_found_by_themselves() -> None:
    feed = read(archive(*(entry(number) for number in (3, 2, 1))))

    assert (feed.format, feed.title, feed.url) == ("archive page", "Water & wind", HERE)
    first = feed.items[0]
    assert first.headline == "The tide comes in for the 3th time"
    assert first.url == first.identity == "https://harbour-light.example/piece-3"
    assert first.lead == "Nobody was surprised, and everybody came to look."
    assert first.published is not None
    assert first.published.isoformat() == "2026-11-03T08:00:00+00:00"
    assert first.language == "en-GB"
    assert [one.identity[-1] for one in feed.items] == ["3", "2", "1"]


def test_links_are_relative_to_the_base_that_the_page_states() -> None:
    page = archive(*(entry(n) for n in (2, 1)), head='<base href="//cdn.example/x/">')
    assert read(page).items[0].url == "https://cdn.example/piece-2"


SELECTORS = {"item": ".row", "headline": ".t", "lead": ".dek", "date": ".when"}


def row(number: int) -> str:
    return (
        f'<tr class="row"><td><a class="t" href="?p={number}">Tide &lt;{number}&gt;</a></td>'
        f'<td class="dek">Look at {number}.</td><td class="when">Mon, 23 Nov 2026 09:00 GMT</td></tr>'
    )


def test_selectors_say_where_the_pieces_are() -> None:
    feed = read(archive("<table>", row(1), row(2), "</table>"), SELECTORS)

    first, second = feed.items
    assert (first.headline, first.lead) == ("Tide <1>", "Look at 1.")
    assert (first.url, second.url) == (HERE + "?p=1", HERE + "?p=2")
    assert first.published is not None
    assert first.published.isoformat() == "2026-11-23T09:00:00+00:00"


def test_an_item_alone_is_enough_where_it_has_a_heading_and_a_link() -> None:
    first, _ = read(archive(entry(1), entry(2)), {"item": ".teaser"}).items
    assert (first.headline, first.url[-8:]) == ("The tide comes in for the 1th time", "/piece-1")


@pytest.mark.parametrize(
    "entries",
    [
        '<a class="row" href="/1"><h3 class="t">Tide</h3></a>',
        '<div class="row"><h3 class="t">Tide</h3><a href="/1">more</a></div>',
        '<div class="row"><h3 class="t"><a href="/1">Tide</a></h3></div>',
    ],
)
def test_the_link_is_found_in_the_headline_around_it_or_beside_it(entries: str) -> None:
    (piece,) = read(archive(entries), {"item": ".row", "headline": ".t"}).items
    assert (piece.headline, piece.url) == ("Tide", "https://harbour-light.example/1")


@pytest.mark.parametrize(
    ("bare", "words"),
    [
        (
            1,
            "1 item had a headline but no link, by which a piece is known (link: “a[href]”), and was",
        ),
        (
            2,
            "2 items had a headline but no link, by which a piece is known (link: “a[href]”), and were",
        ),
    ],
)
def test_pieces_without_a_link_are_left_out_and_counted(bare: int, words: str) -> None:
    silent = '<div class="teaser"><p>An advertisement</p></div>'
    unlinked = '<div class="teaser"><h2>Soon here</h2></div>' * bare
    feed = read(archive(entry(1), unlinked, silent, entry(2)), {"item": ".teaser"})
    assert (len(feed.items), feed.left) == (2, f"{words} left out")
    assert read(archive(entry(1)), {"item": ".teaser"}).left == ""


@pytest.mark.parametrize(
    ("page", "selectors", "words"),
    [
        (archive("<p>Closed for the season.</p>"), {}, "no list of headlines .* selectors can say"),
        (archive(entry(1)), {"item": ".teaser", "link": ".no"}, "find headlines, but no link"),
        (archive(entry(1)), {"item": ".row"}, "selectors find no headline .item: “.row”.*rebuilt"),
        (archive("<p " + "a " * 60_000 + ">"), {}, "a tag of over 100,000 characters"),
        (archive("x" * 8_000_001), {}, "over 8,000,000 characters .collect.max_page"),
        (b"%PDF-1.7", {}, "is not a feed"),
    ],
)
def test_a_page_that_shows_nothing_is_said_in_words(
    page: bytes, selectors: dict[str, str], words: str
) -> None:
    with pytest.raises(SourceError, match=words):
        read(page, selectors)


def test_a_page_is_no_feed_where_none_is_expected() -> None:
    with pytest.raises(SourceError, match="an HTML page"):
        understand(archive(entry(1), entry(2)), address=HERE)


def test_markup_in_a_page_never_becomes_markup_of_a_piece() -> None:
    page = archive(entry(1, lead="&lt;script&gt;alert(1)&lt;/script&gt; <b>loud</b>"), entry(2))
    assert "<script" not in read(page, {"item": ".teaser"}).items[0].body


@pytest.mark.parametrize(
    ("selectors", "words"),
    [
        ({"item": "div["}, "is no CSS selector"),
        ({"item": "p::text"}, "is no CSS selector"),
        ({"item": "p" * 501}, "over 500 characters"),
        ({"headline": "h2"}, "what one item is"),
        ({"item": "p", "author": "b"}, "“author” is no part"),
    ],
)
def test_selectors_that_make_no_sense_are_refused(selectors: dict[str, str], words: str) -> None:
    with pytest.raises(RefusedError, match=words):
        checked_selectors(selectors)


def test_empty_selectors_are_left_out() -> None:
    assert checked_selectors({"item": " .row ", "lead": ""}) == {"item": ".row"}
    assert checked_selectors({"item": ""}) == {}


def test_a_page_of_very_many_tags_is_read_by_selectors_alone() -> None:
    page = archive(*(entry(number) for number in (1, 2, 3)), "<p>a" * 20_000)
    with pytest.raises(SourceError, match="over 20,000 tags"):
        read(page)
    assert len(read(page, {"item": ".teaser"}).items) == 3


def test_how_many_tags_are_looked_through_is_an_option() -> None:
    page = archive(entry(2), entry(1))
    with pytest.raises(SourceError, match=r"over 10 tags.*\(collect\.max_tags\)"):
        understand(page, address=HERE, page_too=True, bounds=Bounds(tags=10))


def test_how_much_is_mended_is_an_option() -> None:
    broken = b"<rss><channel><title>x</title><item><title>y</item></channel></rss>"
    assert understand(broken, address=HERE).mended
    with pytest.raises(SourceError, match=r"too large to be mended \(collect\.max_mend\)"):
        understand(broken, address=HERE, bounds=Bounds(mend=50))
