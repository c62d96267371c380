"""What a document means, and what is said of a document that means nothing."""

import time
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pamphleteer.collect.bounds import Bounds
from pamphleteer.collect.errors import SourceError
from pamphleteer.collect.found import Feed, Found
from pamphleteer.collect.understand import understand
from tests.collect.feeds import atom, entry, item, rss

ADDRESS = "https://harbour-light.example/feed"


def read(document: str | bytes, *, content_type: str = "", at_most: int = 1000) -> Feed:
    content = document.encode() if isinstance(document, str) else document
    return understand(
        content, address=ADDRESS, content_type=content_type, bounds=Bounds(items=at_most)
    )


def names(found: Found) -> tuple[str, ...]:
    return tuple(author.name for author in found.authors)


def only(document: str | bytes) -> Found:
    (found,) = read(document).items
    return found


def test_an_rss_item_is_understood_whole() -> None:
    found = only(
        rss(
            item(
                7,
                title="Tide &amp; time: “in” again",
                description="<p>Nobody was <b>surprised</b>.</p>",
                inside="<content:encoded><![CDATA[<p>Nobody was surprised.</p><p>They came to "
                'look, <a href="/map">with maps</a>.</p>]]></content:encoded>'
                "<dc:creator>Ada Quay</dc:creator><dc:creator>Bo Pier</dc:creator>"
                "<creativeCommons:license>https://cc.example/by</creativeCommons:license>",
            ),
            channel="<language>en-GB</language><copyright>The Harbour Light, 2026</copyright>",
        )
    )

    assert found.identity == "piece-7"
    assert found.url == "https://harbour-light.example/7"
    assert found.headline == "Tide & time: “in” again"
    assert found.lead == "Nobody was surprised."
    assert found.body == (
        "<p>Nobody was surprised.</p><p>They came to look, "
        '<a href="https://harbour-light.example/map" rel="noopener nofollow">with maps</a>.</p>'
    )
    assert names(found) == ("Ada Quay", "Bo Pier")
    assert found.language == "en-GB"
    assert found.published == datetime(2026, 11, 23, 9, 7, tzinfo=UTC)
    assert found.updated is None
    assert found.rights == "The Harbour Light, 2026"
    assert found.licence_url == "https://cc.example/by"


def test_an_atom_entry_is_understood_whole() -> None:
    feed = read(
        atom(
            entry(
                '<link rel="edit" href="edit"/><link href="lights"/>'
                "<published>2026-11-22T20:00:00+01:00</published>"
                "<author><name>Cy Dusk</name><email>cy@night-desk.example</email></author>"
                '<summary type="html">The &lt;i&gt;whole&lt;/i&gt; street.</summary>'
                '<content type="xhtml" xml:base="pieces/"><div '
                'xmlns="http://www.w3.org/1999/xhtml"><p>The whole street went dark, and '
                'stayed so.</p><p><a href="more">More</a></p></div></content>'
            ),
            feed="<rights>CC BY</rights>",
            attributes='xml:base="https://night-desk.example/2026/" xml:lang="en"',
        )
    )

    (found,) = feed.items
    assert (feed.format, feed.title) == ("Atom 1.0", "The Night Desk")
    assert feed.url == "https://night-desk.example/"
    assert found.identity == "tag:night-desk.example,2026:1"
    assert found.url == "https://night-desk.example/2026/lights"
    assert found.lead == "The whole street."
    assert 'href="https://night-desk.example/2026/pieces/more"' in found.body
    assert names(found) == ("Cy Dusk",)
    assert found.language == "en"
    assert found.published == datetime(2026, 11, 22, 19, tzinfo=UTC)
    assert found.updated == datetime(2026, 11, 23, 9, tzinfo=UTC)
    assert found.rights == "CC BY"


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("text", "Dark &lt;b&gt; streets"),
        ("html", "Dark &amp;lt;b&amp;gt; streets"),
        ("xhtml", '<div xmlns="http://www.w3.org/1999/xhtml">Dark &lt;b&gt; streets</div>'),
        (
            "xhtml",
            '<h:div xmlns:h="http://www.w3.org/1999/xhtml">Dark <h:i>&lt;b></h:i> streets</h:div>',
        ),
    ],
)
def test_atom_text_of_each_kind_says_the_same(kind: str, content: str) -> None:
    found = only(atom(entry(f'<summary type="{kind}">{content}</summary>')))
    assert found.lead == "Dark <b> streets"


@pytest.mark.parametrize("version", ["0.91", "0.92", "2.0"])
def test_older_rss_is_understood_too(version: str) -> None:
    document = rss(item()).replace('version="2.0"', f'version="{version}"')
    assert only(document).identity == "piece-1"


def test_rss_in_a_namespace_or_with_items_beside_the_channel_is_understood() -> None:
    spaced = '<rss version="2.0" xmlns="http://backend.userland.com/rss2"><channel>'
    assert only(f"{spaced}{item()}</channel></rss>").identity == "piece-1"
    assert only(f"<rss><channel/>{item()}</rss>").identity == "piece-1"


@pytest.mark.parametrize("document", [rss(), atom(), '<rss version="2.0"/>'])
def test_an_empty_feed_is_no_fault(document: str) -> None:
    assert read(document).items == ()


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (b"", "is an empty document"),
        (b" \r\n\t ", "is an empty document"),
        (b"<!DOCTYPE html><html><head><title>x", "is not a feed .*<!DOCTYPE html>.* an HTML page"),
        (b"<html xmlns='http://www.w3.org/1999/xhtml'/>", "looks like an HTML page"),
        (b'{"version": "1.1"}', "looks like JSON"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "looks like a file that is no text"),
        (
            b"<?xml version='1.0'?><opml/>",
            "is a list of sources .OPML., which .pamphleteer sources import. takes in",
        ),
        (b"Just a moment...", "begins with “Just a moment...”: looks like plain text"),
        (rss(item())[:-30].encode(), "stops in the middle"),
        (rss(item(), item(2)).partition("<title>The tide")[0].encode(), "stops in the middle"),
        (atom(entry())[:60].encode(), "stops in the middle"),
        ((rss(item()).replace("<item>", "<item><b>") + "x" * 2_000_000).encode(), "too large"),
    ],
)
def test_a_document_that_is_no_feed_is_told_in_words(document: bytes, words: str) -> None:
    with pytest.raises(SourceError, match=words):
        read(document)


@pytest.mark.parametrize(
    "fault",
    [
        lambda text: text.replace("surprised", "surprised&nbsp;at&nbsp;all"),
        lambda text: text.replace("surprised", "surprised & amused"),
        lambda text: text.replace("<guid>", "<br><guid>"),
        lambda text: text + "<script>counter()</script>",
        lambda text: "Warning: something in line 3\n" + text,
        lambda text: text.replace('version="1.0"', 'version="1.0" encoding="utf-16"'),
    ],
)
def test_broken_xml_is_mended(fault: object) -> None:
    assert callable(fault)
    found = only(fault(rss(item())))
    assert found.headline == "The tide comes in for the 1th time"
    assert found.lead.startswith("Nobody was surprised")
    assert found.published == datetime(2026, 11, 23, 9, 1, tzinfo=UTC)


def test_mended_feeds_are_sanitised_like_others() -> None:
    found = only(rss(item(description=f"<p>{'Long. ' * 200}</p><script>x()</script>&nbsp;") + "&"))
    assert "<p>Long." in found.body
    assert "script" not in found.body
    assert "x()" not in found.body + found.lead


HOSTILE = (
    "<p>Look.</p><script>alert(1)</script><img src=x onerror=alert(1)><a href='javascript:x()'>a</a>"
    "<iframe src='https://evil.example'></iframe><p onclick='x()' style='color:red'>Done, at "
    "some length.</p><style>p{}</style><form action='/x'><input></form>"
)


@pytest.mark.parametrize("place", ["description", "content:encoded", "title"])
def test_nothing_that_runs_is_taken_over(place: str) -> None:
    found = only(rss(item(**{place: HOSTILE})))
    for text in (found.headline, found.lead, found.body):
        for bad in ("script", "alert", "onerror", "onclick", "style", "iframe", "form", "<img"):
            assert bad not in text


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "data:text/html,x", "http://u:p@x.example/"]
)
def test_links_that_lead_out_of_the_web_are_left_out(link: str) -> None:
    assert only(rss(item(link=link))).url == ""


def test_an_address_stands_in_for_an_id_and_a_hash_for_both() -> None:
    by_address = only(rss(item(guid="")))
    by_hash = only(rss(item(guid="", link="")))

    assert by_address.identity == by_address.url
    assert by_hash.identity.startswith("sha256:")
    assert by_hash == only(rss(item(guid="", link="")))


def test_an_id_that_is_an_address_stands_in_for_the_link() -> None:
    found = only(rss(item(link="", guid="https://harbour-light.example/9")))
    assert found.url == "https://harbour-light.example/9"


def test_an_id_that_several_pieces_share_names_none_of_them() -> None:
    first, second = read(rss(item(1, guid="x"), item(2, guid="x"))).items
    assert (first.identity, second.identity) == (first.url, second.url)


def test_a_piece_that_stands_twice_is_taken_once() -> None:
    assert len(read(rss(item(1), item(1))).items) == 1


def test_an_id_that_is_too_long_becomes_a_hash() -> None:
    assert len(only(rss(item(guid="x" * 5000))).identity) <= 500


def test_a_piece_without_a_headline_is_called_by_its_beginning() -> None:
    assert only(rss(item(title=""))).headline == "Nobody was surprised, 1 times."
    assert only(rss(item(title="", description=""))).headline == "https://harbour-light.example/1"
    assert read(rss("<item/>")).items == ()


def test_a_headline_is_plain_and_of_bounded_length() -> None:
    assert only(rss(item(title="Q&A: is 1 < 2?"))).headline == "Q&A: is 1 < 2?"
    assert only(rss(item(title="<b>Bold</b> claim"))).headline == "Bold claim"
    assert len(only(rss(item(title="word " * 1000))).headline) <= 500


def test_a_short_description_is_the_lead_and_all_there_is() -> None:
    found = only(rss(item(description="<p>One sentence.</p>")))
    assert (found.lead, found.body) == ("One sentence.", "<p>One sentence.</p>")


def test_a_long_description_is_the_body_and_its_beginning_the_lead() -> None:
    first = "The first paragraph says what the piece is about, " * 4
    found = only(rss(item(description=f"<p>{first}</p><p>{'And more. ' * 100}</p>")))
    assert found.lead == first.strip()
    assert found.body.startswith("<p>The first")


def test_a_lead_is_cut_after_a_sentence() -> None:
    found = only(rss(item(description="Here is one more sentence of it. " * 60)))
    assert found.lead.endswith("of it.")
    assert 120 <= len(found.lead) <= 600


def test_a_mail_address_is_no_author() -> None:
    named = only(rss(item(author="ada@harbour-light.example (Ada Quay)")))
    bare = only(rss(item(author="ada@harbour-light.example")))
    assert (names(named), names(bare)) == (("Ada Quay",), ())


def test_no_date_is_invented() -> None:
    found = only(rss(item(pubDate="")))
    assert (found.published, found.updated) == (None, None)


def test_copies_have_one_fingerprint_and_other_pieces_another() -> None:
    words = "Nobody was surprised by it, and everybody who could walk came down to look at it."
    ours = only(rss(item(1, description=words)))
    copy = only(rss(item(1, description=f"<p>{words.upper()}</p>", link="https://o.example/1")))
    other = only(rss(item(2, description=words)))
    assert ours.fingerprint == copy.fingerprint != other.fingerprint


def test_short_pieces_of_one_name_are_no_copies() -> None:
    first, second = read(rss(*(item(n, title="The week", description="") for n in (1, 2)))).items
    assert first.fingerprint != second.fingerprint


def test_no_more_items_are_taken_than_allowed() -> None:
    many = [item(number) for number in range(50)]
    assert len(read(rss(*many), at_most=10).items) == 10
    assert len(read(rss(*many) + "&", at_most=10).items) == 10
    assert len(read(atom(*(entry(id_=f"{n}") for n in range(50))), at_most=10).items) == 10


ENTITIES = (
    '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    + "".join(f'<!ENTITY {n} "{f"&{p};" * 10}">' for p, n in zip("bcdefgh", "cdefghi", strict=True))
    + '<!ENTITY x SYSTEM "file:///etc/passwd">]>'
)


@pytest.mark.parametrize("name", ["i", "x"])
def test_entities_are_neither_expanded_nor_fetched(name: str) -> None:
    document = ENTITIES + rss(item(), declaration="").replace("surprised", f"surprised &{name};")
    with pytest.raises(SourceError, match="uses entities that it declares itself") as told:
        only(document)
    assert "haha" not in str(told.value)
    assert "root:" not in str(told.value)


@pytest.mark.parametrize(
    "document",
    [
        rss(item(description="<div>a" * 80_000)),
        rss(item(inside="<div>" * 20_000)),
        rss(item()).replace("<item>", "<item>" * 20_000),
        rss(item(author="@" * 500_000)),
        rss(item(description="<" * 500_000)),
        rss(item(description="<a" * 200_000)),
        "<" * 400_000,
        "<!--" * 100_000,
        rss(*[item()] * 20_000),
    ],
)
def test_a_hostile_document_is_done_with_in_time(document: str) -> None:
    before = time.process_time()
    with suppress(SourceError):
        read(document)
    assert time.process_time() - before < 10


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_damage_ends_in_a_feed_or_in_words(data: st.DataObject) -> None:
    whole = (data.draw(st.sampled_from([rss(item(1), item(2)), atom(entry())]))).encode()
    at = data.draw(st.integers(0, len(whole)))
    upto = data.draw(st.integers(at, len(whole)))
    damaged = whole[:at] + data.draw(st.binary(max_size=20)) + whole[upto:]
    try:
        read(damaged)
    except SourceError as error:
        assert str(error)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300), st.text(max_size=300))
def test_any_words_become_a_piece_within_its_bounds(title: str, description: str) -> None:
    for found in read(
        rss(item(title=title, description=description)).encode("utf-8", "replace")
    ).items:
        assert 0 < len(found.headline) <= 500
        assert "\x00" not in found.headline + found.lead + found.body
        assert "<script" not in found.body


@pytest.mark.parametrize(
    ("document", "said", "meant"),
    [
        (rss(item(1)), "pt-BR", "pt-BR"),
        (rss(item(1)), "pt, en", ""),
        (rss(item(1), channel="<language>es</language>"), "pt", "es"),
    ],
)
def test_the_server_says_the_language_where_the_document_does_not(
    document: str, said: str, meant: str
) -> None:
    feed = understand(document.encode(), address=ADDRESS, content_language=said)
    assert feed.items[0].language == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("ger", "de"), ("Deutsch", "de"), ("german", "de"), ("english", "en"), ("de_DE.UTF-8", "de-DE"),
        ("spa-MX", "es-MX"), ("zh-Hant-TW", "zh-Hant-TW"), ("gsw", "gsw"),
    ],
)  # fmt: skip
def test_languages_are_codes_however_they_are_named(said: str, meant: str) -> None:
    feed = read(rss(item(1), channel=f"<language>{said}</language>"))
    assert feed.language == meant


def test_more_items_than_are_taken_are_told_of() -> None:
    feed = read(rss(*(item(n) for n in range(4))), at_most=3)
    assert len(feed.items) == 3
    assert "over 3 items, of which the first were taken (collect.max_items)" in feed.left
    assert not feed.mended
    assert not read(rss(*(item(n) for n in range(3))), at_most=3).left


def test_all_authors_are_named_in_whatever_way() -> None:
    found = only(
        rss("<item><title>x</title><author>Ann</author><author>Bea</author>"
            "<dc:creator>Cy</dc:creator><dc:creator>ann</dc:creator></item>")
    )  # fmt: skip
    assert {name.lower() for name in names(found)} == {"ann", "bea", "cy"}


def test_a_link_with_a_line_break_is_one_as_in_browsers() -> None:
    found = only(rss("<item><title>x</title><link>\ufeffhttps://a.example/a\n-b</link></item>"))
    assert found.url == "https://a.example/a-b"


def test_a_translation_is_not_taken_for_the_piece() -> None:
    links = '<link href="https://a.example/de" hreflang="de"/><link href="https://a.example/"/>'
    found = only(atom(f"<entry><id>x</id><title>x</title>{links}</entry>"))
    assert found.url == "https://a.example/"


def test_a_podcasts_licence_is_known_by_its_short_name() -> None:
    named = 'xmlns:podcast="https://podcastindex.org/namespace/1.0"'
    told = f"<podcast:license {named}>cc-by-4.0</podcast:license>"
    found = only(rss(f"<item><title>x</title>{told}</item>"))
    assert found.rights == "cc-by-4.0"


def test_a_picture_that_pages_load_late_is_found() -> None:
    html = '&lt;img src="data:image/gif;base64,R0" data-src="/late.jpg" alt="A pier"&gt;Words.'
    found = only(
        rss(item(1, description="").replace("</item>", f"<description>{html}</description></item>"))
    )
    assert [(one.url, one.alt) for one in found.pictures] == [
        ("https://harbour-light.example/late.jpg", "A pier")
    ]
