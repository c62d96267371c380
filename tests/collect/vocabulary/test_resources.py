"""RSS 1.0 says in RDF what files and texts a piece has."""

import pytest

from pamphleteer.collect.found import Enclosure, Found
from pamphleteer.collect.understand import understand

HERE = "https://tide.example/rss"


def only(inside: str, about: str = "https://tide.example/1") -> Found:
    document = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/" xmlns:enc="http://purl.oclc.org/net/rss_2.0/enc#" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        "<channel><title>The Tide</title><link>https://tide.example/</link></channel>"
        f'<item rdf:about="{about}"><title>High water</title>{inside}</item></rdf:RDF>'
    )
    (found,) = understand(document.encode(), address=HERE).items
    return found


def item_of(form: str, value: str) -> str:
    return (
        f'<rdf:li><content:item><content:format rdf:resource="{form}"/>'
        f"<rdf:value>{value}</rdf:value></content:item></rdf:li>"
    )


@pytest.mark.parametrize(
    "written",
    [
        '<enc:enclosure rdf:resource="/a.mp3" enc:type="audio/mpeg" enc:length="65535"/>',
        '<enc:enclosure enc:url="/a.mp3" enc:type="audio/mpeg" enc:length="65535"/>',
        (
            "<enc:enclosure><enc:Enclosure><enc:url>/a.mp3</enc:url><enc:type>audio/mpeg</enc:type>"
            "<enc:length>65535</enc:length></enc:Enclosure></enc:enclosure>"
        ),
    ],
)
def test_a_file_is_named_in_each_form_of_rdf(written: str) -> None:
    assert only(written).enclosures == (
        Enclosure(url="https://tide.example/a.mp3", type="audio/mpeg", size=65_535),
    )


def test_of_several_texts_the_html_is_taken() -> None:
    plain = item_of("text/plain", "In plain words.")
    drawn = item_of("http://www.w3.org/2000/svg", "Drawn.")
    html = item_of(
        "http://www.w3.org/1999/xhtml",
        '<em xmlns="http://www.w3.org/1999/xhtml">In <b>bold</b></em> words.',
    )
    escaped = item_of("http://www.w3.org/TR/html4/", "&lt;p>In &lt;i>other&lt;/i> words.&lt;/p>")
    bag = "<content:items><rdf:Bag>{}</rdf:Bag></content:items>"
    assert only(bag.format(drawn + plain)).body == "<p>In plain words.</p>"
    assert only(bag.format(plain + html)).body == "<em>In <b>bold</b></em> words."
    assert only(bag.format(escaped)).body == "<p>In <i>other</i> words.</p>"
    assert only(bag.format("")).body == ""


@pytest.mark.parametrize(
    ("about", "link", "address"),
    [
        ("https://tide.example/1", "", "https://tide.example/1"),
        ("urn:tide:1", "", ""),
        ("https://tide.example/1", "<link>/high-water</link>", "https://tide.example/high-water"),
    ],
)
def test_what_a_piece_is_about_stands_in_for_its_link(about: str, link: str, address: str) -> None:
    assert only(link, about).url == address
