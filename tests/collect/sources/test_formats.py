"""Every format and vocabulary says what it says, whatever its addresses are called."""

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest

from pamphleteer.collect.errors import SourceError
from pamphleteer.collect.found import Author, Enclosure, Feed, Found, Origin, Picture, Transcript
from pamphleteer.collect.understand import understand
from tests.collect.feeds import atom, entry, item, rss

HERE = "https://harbour-light.example/feed"
MANY = "<x {}/>"
JSON = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "The Harbour Light",
    "home_page_url": "https://harbour-light.example/",
    "items": [],
}


def read(document: str | bytes) -> Feed:
    return understand(document.encode() if isinstance(document, str) else document, address=HERE)


def only(document: str | bytes) -> Found:
    (found,) = read(document).items
    return found


def json_feed(*items: Any, **said: Any) -> str:
    return json.dumps(JSON | {"items": list(items)} | said)


def rdf(space: str, *, modules: str = "") -> str:
    return (
        f'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="{space}" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<channel><title>The Tide</title><link>https://tide.example/</link>"
        "<dc:date>2026-11-23</dc:date></channel>"
        '<item rdf:about="https://tide.example/1"><title>High water</title>'
        f"<link>https://tide.example/1</link><dc:creator>Ada Quay</dc:creator>{modules}</item>"
        "</rdf:RDF>"
    )


@pytest.mark.parametrize(
    ("space", "format_"),
    [
        ("http://purl.org/rss/1.0/", "RSS 1.0"),
        ("http://my.netscape.com/rdf/simple/0.9/", "RSS 0.90"),
    ],
)
def test_rdf_is_understood(space: str, format_: str) -> None:
    feed = read(rdf(space))
    (found,) = feed.items
    assert (feed.format, feed.title, feed.url) == (format_, "The Tide", "https://tide.example/")
    assert feed.updated == datetime(2026, 11, 23, tzinfo=UTC)
    assert (found.identity, found.headline) == ("https://tide.example/1", "High water")
    assert found.authors == (Author(name="Ada Quay"),)


@pytest.mark.parametrize("version", ["0.91", "0.92", "0.93", "0.94", "2.0"])
def test_rss_says_its_version(version: str) -> None:
    assert read(rss(item()).replace('"2.0"', f'"{version}"', 1)).format == f"RSS {version}"


def test_atom_0_3_is_understood_with_its_modes() -> None:
    feed = read(
        '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>The Night Desk</title>'
        "<tagline>After hours</tagline><modified>2026-11-23T09:00:00Z</modified><entry><id>x</id>"
        '<title mode="escaped" type="text/html">Dark &lt;i>streets&lt;/i></title>'
        '<content mode="base64" type="text/html">PHA+VGhlIDxiPndob2xlPC9iPiBzdHJlZXQuPC9wPg==</content>'
        "<issued>2026-11-22T20:00:00Z</issued></entry></feed>"
    )
    (found,) = feed.items
    assert (feed.format, feed.description) == ("Atom 0.3", "After hours")
    assert found.headline == "Dark streets"
    assert found.body == "<p>The <b>whole</b> street.</p>"
    assert found.published == datetime(2026, 11, 22, 20, tzinfo=UTC)


@pytest.mark.parametrize("version", ["1", "1.1"])
def test_json_feed_is_understood_whole(version: str) -> None:
    people: dict[str, Any] = {"author": {"name": "Ada Quay", "url": "/ada"}}
    if version == "1.1":
        people = {"authors": [{"name": "Ada Quay", "url": "/ada"}, {"name": "Bo Pier"}]}
    feed = read(
        json_feed(
            {
                "id": 7,
                "url": "/7",
                "external_url": "https://origin.example/7",
                "title": "1 < 2",
                "content_html": '<p>Look <a href="map">here</a>.</p><script>x()</script>',
                "summary": "Look & see",
                "image": "/7.jpg",
                "date_published": "2026-11-23T09:00:00+01:00",
                "date_modified": "2026-11-23T10:00:00Z",
                "tags": ["Harbour", "Tide"],
                "attachments": [
                    {
                        "url": "/7.mp3",
                        "mime_type": "audio/mpeg",
                        "size_in_bytes": 42,
                        "duration_in_seconds": 65.5,
                    }
                ],
            },
            version=f"https://jsonfeed.org/version/{version}",
            hubs=[{"type": "WebSub", "url": "https://hub.example/"}],
            feed_url=HERE,
            language="en",
            **people,
        )
    )
    (found,) = feed.items
    assert feed.format == ("JSON Feed 1.0" if version == "1" else "JSON Feed 1.1")
    assert (feed.hubs, feed.self_url) == (("https://hub.example/",), HERE)
    assert (found.identity, found.headline, found.summary) == ("7", "1 < 2", "Look & see")
    assert 'href="https://harbour-light.example/map"' in found.body
    assert "script" not in found.body
    assert found.authors[0] == Author(name="Ada Quay", url="https://harbour-light.example/ada")
    assert found.external_url == "https://origin.example/7"
    assert found.tags == ("Harbour", "Tide")
    assert found.pictures == (Picture(url="https://harbour-light.example/7.jpg"),)
    assert found.enclosures == (
        Enclosure(
            url="https://harbour-light.example/7.mp3", type="audio/mpeg", size=42, seconds=65
        ),
    )
    assert found.published == datetime(2026, 11, 23, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (json_feed()[:-20], "is broken JSON: it stops in the middle"),
        (json_feed().replace('"items": []', '"items": [NaN]'), "NaN is no number of JSON's"),
        (json_feed(items="x"), "has a text as “items”, no list"),
        (json_feed()[:-1] + ', "x": ' + "[" * 100_000, "it is nested too deep"),
    ],
)
def test_json_that_breaks_a_rule_is_told_in_words(document: str, words: str) -> None:
    with pytest.raises(SourceError, match=words):
        read(document)


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (
            json_feed({"id": "1", "content_text": "x"}).replace('"items"', '"title": "x", "items"'),
            "“title” stands twice",
        ),
        (
            json_feed({"id": "1", "content_text": "x"}, "x"),
            "a text as “items” of the feed, where the standard has objects",
        ),
        (
            json_feed({"id": "1", "content_text": "x", "title": 5}),
            "a number as “title” of item 1, where",
        ),
        (
            json_feed({"id": "1", "content_text": "x", "tags": [1, "x"]}),
            "a number as “tags” of item 1, where",
        ),
        (
            json_feed({"id": "1", "content_text": "x", "authors": [4]}),
            "a number as “author” of item 1, where",
        ),
        (
            json_feed({"id": "1", "content_text": "x", "url": True}),
            "true or false as “url” of item 1, where",
        ),
        (
            json_feed({"id": "1", "content_text": "x", "attachments": ["x"], "image": {}}),
            "of item 1, .*, and 1 more",
        ),
    ],
)
def test_json_of_another_form_than_the_standards_is_left_out_and_named(
    document: str, words: str
) -> None:
    feed = read(document)
    assert [piece.id for piece in feed.items] == ["1"]
    assert re.search(words, feed.mended)


def test_an_author_in_json_may_be_a_bare_name() -> None:
    assert only(
        json_feed({"id": "1", "content_text": "x", "authors": ["Ada"], "title": "x"})
    ).authors == (Author(name="Ada"),)


def test_half_a_pair_in_json_harms_nothing() -> None:
    assert only(json_feed({"id": "\ud800", "title": "a\ud800b", "content_text": "\x00x"})).headline


@pytest.mark.parametrize(
    "space",
    [
        "http://purl.org/dc/elements/1.1/",
        "http://purl.org/dc/elements/1.1",
        "https://purl.org/DC/elements/1.1/",
        "http://purl.org/dc/elements/1.0/",
    ],
)
def test_a_vocabulary_is_known_by_all_its_addresses(space: str) -> None:
    found = only(rss(item(author="", inside=f'<x:creator xmlns:x="{space}">Ada Quay</x:creator>')))
    assert found.authors == (Author(name="Ada Quay"),)


@pytest.mark.parametrize(
    "inside",
    [
        '<x:license xmlns:x="http://backend.userland.com/creativeCommonsRssModule">{}</x:license>',
        (
            '<x:license xmlns:x="http://cyber.law.harvard.edu/rss/creativeCommonsRssModule.html">{}'
            "</x:license>"
        ),
        (
            '<x:license xmlns:x="http://web.resource.org/cc/" rdf:resource="{}" '
            'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'
        ),
        '<x:license xmlns:x="http://creativecommons.org/ns#">{}</x:license>',
        '<atom:link rel="license" href="{}"/>',
        '<content:encoded>&lt;p>By us.&lt;/p>&lt;a rel="license" href="{}">CC&lt;/a></content:encoded>',
    ],
)
def test_a_licence_is_found_wherever_it_is_told(inside: str) -> None:
    address = "https://creativecommons.org/licenses/by/4.0/"
    assert only(rss(item(inside=inside.format(address)))).licence_url == address


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("ada@harbour-light.example (Ada Quay)", "Ada Quay"),
        ("Ada Quay <ada@harbour-light.example>", "Ada Quay"),
        ("Ada Quay (ada@harbour-light.example)", "Ada Quay"),
        ("Ada Quay, ada@harbour-light.example", "Ada Quay"),
        ("<ada@harbour-light.example>", ""),
        ("Ada Quay (photos)", "Ada Quay (photos)"),
    ],
)
def test_a_name_is_kept_and_a_mail_address_never(written: str, named: str) -> None:
    found = only(rss(item(author=written)))
    assert [author.name for author in found.authors] == ([named] if named else [])


def test_media_are_files_and_pictures_with_their_words() -> None:
    found = only(
        rss(
            item(
                inside='<m:group xmlns:m="http://search.yahoo.com/mrss/">'
                '<m:content url="/a.jpg" medium="image" width="800" height="600">'
                "<m:description>The quay</m:description><m:credit>Bo Pier</m:credit></m:content>"
                '<m:content url="/a.mp4" type="video/mp4" fileSize="99" duration="61"/></m:group>'
                '<podcast:person xmlns:podcast="https://podcastindex.org/namespace/1.0">Cy Dusk'
                "</podcast:person>"
            )
        )
    )
    assert found.pictures == (
        Picture(
            url="https://harbour-light.example/a.jpg",
            alt="The quay",
            credit="Bo Pier",
            width=800,
            height=600,
        ),
    )
    assert found.enclosures == (
        Enclosure(url="https://harbour-light.example/a.mp4", type="video/mp4", size=99, seconds=61),
    )
    assert found.authors == (Author(name="Cy Dusk"),)


def test_a_recording_has_its_length_and_its_transcripts() -> None:
    found = only(
        rss(
            item(
                inside='<enclosure url="/a.mp3" type="audio/mpeg" length="0"/>'
                '<i:duration xmlns:i="http://www.itunes.com/DTDs/PodCast-1.0.dtd">02:05</i:duration>'
                '<p:transcript xmlns:p="https://podcastindex.org/namespace/1.0" url="/a.vtt" '
                'type="text/vtt"/>'
            )
        )
    )
    transcript = Transcript(url="https://harbour-light.example/a.vtt", type="text/vtt")
    assert found.enclosures == (
        Enclosure(
            url="https://harbour-light.example/a.mp3",
            type="audio/mpeg",
            seconds=125,
            transcripts=(transcript,),
        ),
    )


def test_pictures_within_a_text_are_kept_beside_it() -> None:
    found = only(
        rss(
            item(
                description='<figure><img src="/q.jpg" alt="" width="640" height="480">'
                "<figcaption>The quay at night. Photo: Bo Pier</figcaption></figure>"
                '<p>Nobody came.</p><img src="https://count.example/1.gif" width="1" height="1">'
                '<img src="data:image/png;base64,AAAA">'
            )
        )
    )
    assert found.pictures == (
        Picture(
            url="https://harbour-light.example/q.jpg",
            alt="The quay at night",
            credit="Bo Pier",
            width=640,
            height=480,
        ),
    )
    assert "<img" not in found.body


def test_a_republished_piece_says_where_it_is_from() -> None:
    by_rss = only(rss(item(inside='<source url="https://o.example/feed">The Origin</source>')))
    by_atom = only(
        atom(
            entry(
                '<source><title>The Origin</title><link href="https://o.example/"/>'
                "<author><name>Ada Quay</name></author><rights>CC BY</rights></source>"
            )
        )
    )
    assert by_rss.origin == Origin(title="The Origin", url="https://o.example/feed")
    assert by_atom.origin == Origin(title="The Origin", url="https://o.example/")
    assert (by_atom.authors, by_atom.rights) == ((Author(name="Ada Quay"),), "CC BY")


@pytest.mark.parametrize(
    ("channel", "seconds"),
    [
        ("<ttl>90</ttl>", 5_400),
        (
            (
                '<s:updatePeriod xmlns:s="http://purl.org/rss/1.0/modules/syndication/"> daily '
                '</s:updatePeriod><s:updateFrequency xmlns:s="http://purl.org/rss/1.0/modules/'
                'syndication/">4</s:updateFrequency>'
            ),
            21_600,
        ),
        ("<ttl>soon</ttl>", None),
    ],
)
def test_a_feed_says_how_often_it_may_be_asked(channel: str, seconds: int | None) -> None:
    assert read(rss(item(), channel=channel)).every == seconds


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("/a b", "https://harbour-light.example/a%20b"),
        ("//other.example/x", "https://other.example/x"),
        ("www.other.example/x", "https://www.other.example/x"),
        ("WWW.other.example:81", "https://www.other.example:81/"),
        ("www.html", "https://harbour-light.example/www.html"),
        ("https://bücher.example/ä?q=ü", "https://bücher.example/ä?q=ü"),
        ("HTTP://harbour-light.example:80/x", "http://harbour-light.example/x"),
        ("ftp://harbour-light.example/x", ""),
        ("urn:x:1", ""),
        ("http://[::1", ""),
    ],
)
def test_an_address_is_mended_or_left_out(link: str, address: str) -> None:
    assert only(rss(item(link=link))).url == address


def test_xml_base_is_heeded_where_it_stands() -> None:
    found = only(
        atom(
            entry('<link href="p"/><content type="html">&lt;a href="m">x&lt;/a></content>'),
            attributes='xml:base="/a/"',
        )
    )
    assert found.url == "https://harbour-light.example/a/p"
    assert 'href="https://harbour-light.example/a/m"' in found.body


def test_a_piece_with_an_address_of_its_own_is_known_by_it_too() -> None:
    first, second, third = read(
        rss(item(1), item(2, link="https://x.example/"), item(3, link="https://x.example/"))
    ).items
    assert (first.alias, second.alias, third.alias) == (first.url, "", "")


def test_a_language_that_is_taken_back_is_not_replaced() -> None:
    feed = atom(entry('<content xml:lang="">x</content>'), attributes='xml:lang="en"')
    assert only(feed).language == ""


def test_windows_bytes_within_utf_8_are_read() -> None:
    document = rss(item(title="Café “Marée” QUAY", description="Прилив"))
    mixed = document.encode().replace(b"QUAY", b"\x93quay\x94")
    feed = read(mixed)
    assert feed.items[0].headline == "Café “Marée” “quay”"
    assert feed.encoding == "utf-8 and windows-1252"


def test_references_to_windows_characters_mean_what_they_were_meant_to() -> None:
    assert only(rss(item()).replace("surprised", "don&#146;t")).lead.startswith("Nobody was don’t")


def test_entities_of_html_are_read_where_a_document_type_promises_them() -> None:
    document = rss(item(), declaration='<!DOCTYPE rss PUBLIC "x" "http://x.example/rss.dtd">')
    feed = read(document.replace("surprised", "surpris&eacute;"))
    assert (feed.items[0].lead, feed.mended) == ("Nobody was surprisé, 1 times.", "")


def test_what_was_mended_is_told() -> None:
    feed = read(rss(item(1, inside='<enclosure url="/a.mp3" type="audio/mpeg"/>')) + "&")
    assert (feed.format, bool(feed.mended)) == ("RSS 2.0", True)
    assert feed.items[0].enclosures[0].url == "https://harbour-light.example/a.mp3"


def test_boxes_that_hold_a_line_are_paragraphs() -> None:
    body = only(rss(item(description="<div><div>One.</div><div>Two.<br>Three.</div></div>"))).body
    assert [line for line in body.splitlines() if line] == ["<p>One.</p><p>Two.<br>Three.</p>"]


@pytest.mark.parametrize(
    "inside",
    [
        "<category>x</category>" * 300_000,
        '<enclosure url="/a.mp3"/>' * 100_000,
        MANY.format(" ".join(f"a{n}='1'" for n in range(100_000))),
        MANY.format(" ".join(f"xmlns:n{n}='http://n.example/{n}'" for n in range(100_000))),
        f"<content:encoded><![CDATA[{'<div>a</div>' * 40_000}]]></content:encoded>",
        f"<content:encoded><![CDATA[{'<b x=1></i>' * 20_000}{'<p>' * 20_000}]]></content:encoded>",
    ],
)
def test_what_is_absurd_is_done_with_in_time(inside: str) -> None:
    assert len(read(rss(item(inside=inside))).items) == 1


def test_a_number_that_is_none_of_a_feeds_costs_its_piece_alone() -> None:
    document = json_feed({"id": 7, "content_text": "Whole."}, {"id": 8, "content_text": "Too."})
    feed = read(document.replace('"id": 7', f'"id": {"9" * 10_000}'))
    assert [one.body for one in feed.items] == ["<p>Whole.</p>", "<p>Too.</p>"]
    assert "a number of 10,000 digits" in feed.mended
