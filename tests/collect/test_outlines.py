"""Lists of sources in OPML are read and written."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pamphleteer.collect.errors import SourceError
from pamphleteer.collect.outlines import MOST, MOST_BYTES, Outline, read, write

HARBOUR = 'text="The Harbour Light" type="rss" xmlUrl="https://harbour-light.example/feed"'


def opml(body: str, *, version: str = "2.0", declaration: str = '<?xml version="1.0"?>\n') -> bytes:
    return (
        f'{declaration}<opml version="{version}"><head><title>Mine</title></head>\n'
        f"<body>\n{body}</body></opml>"
    ).encode()


def test_a_list_is_read_with_its_folders_and_lines() -> None:
    found = read(
        opml(
            '<outline text="Coast">\n<outline text="Water">\n'
            f'<outline {HARBOUR} htmlUrl="https://harbour-light.example/" language="en"'
            ' category="/Ships/Sail,Wind"/>\n</outline></outline>\n'
            '<outline title="The Night Desk" xmlUrl="https://night-desk.example/atom"/>'
        )
    )

    harbour, night = found.items
    assert harbour == Outline(
        url="https://harbour-light.example/feed",
        title="The Harbour Light",
        site="https://harbour-light.example/",
        language="en",
        folders=("Coast", "Water", "Ships", "Sail", "Wind"),
        line=6,
    )
    assert (night.title, night.folders, night.line) == ("The Night Desk", (), 8)
    assert (found.mended, found.others) == ("", ())


@pytest.mark.parametrize("name", ["xmlUrl", "xmlurl", "xmlURL", "XMLURL"])
def test_attributes_are_known_however_they_are_spelt(name: str) -> None:
    (one,) = read(opml(f'<outline TEXT="x" {name}="https://a.example/f"/>', version="1.0")).items
    assert (one.url, one.title) == ("https://a.example/f", "x")


def test_old_lists_name_the_address_otherwise() -> None:
    found = read(
        opml(
            '<outline type="rss" text="x" url="https://a.example/f"/>'
            '<outline type="link" text="y" url="https://a.example/"/>'
            '<outline text="a note"/>'
        )
    )
    assert [one.url for one in found.items] == ["https://a.example/f"]
    assert [name for _, name in found.others] == ["y", "a note"]


def test_what_is_commented_out_is_left_out_with_all_in_it() -> None:
    body = f'<outline text="x" isComment="true"><outline {HARBOUR}/></outline>'
    assert read(opml(body)).items == ()


def test_feeds_in_a_feed_are_read_too() -> None:
    body = f'<outline {HARBOUR}><outline text="y" xmlUrl="https://a.example/f"/></outline>'
    assert len(read(opml(body)).items) == 2


@pytest.mark.parametrize(
    "broken",
    [
        '<outline text="Wind & Water" xmlUrl="https://a.example/?a=1&b=2"/>',
        '<outline text="Wind&nosuch;Water" xmlUrl="https://a.example/?a=1&amp;b=2"/>',
        '<outline text="Wind <b> Water" xmlUrl="https://a.example/?a=1&amp;b=2"/>',
        '<outline text="Wind" xmlUrl="https://a.example/?a=1&amp;b=2">',
        '<outline text="Wind" text="Water" xmlUrl="https://a.example/?a=1&amp;b=2"/>',
    ],
    ids=["ampersand", "entity", "tag in a value", "not closed", "twice"],
)
def test_what_people_break_is_mended_and_said(broken: str) -> None:
    found = read(opml(broken))
    assert [one.url for one in found.items] == ["https://a.example/?a=1&b=2"]
    assert found.mended


def test_the_entities_of_html_are_understood() -> None:
    body = '<outline text="Caf&eacute;&nbsp;&QUOT;R&amp;D&quot; &copy;" xmlUrl="https://a.example/?a&amp;b"/>'
    found = read(opml(body))
    assert [(one.title, one.url) for one in found.items] == [
        ('Café "R&D" ©', "https://a.example/?a&b")
    ]
    assert not found.mended


@pytest.mark.parametrize(
    "picked",
    [
        'type="HTML+XPath" f:xPathItem="//article"',
        'type="XML+XPath" f:xPathItem="//item"',
        'type="JSON+DotNotation" f:jsonItem="data.items"',
        'type="JSON+DotPath" f:jsonItem="data.items"',
        'type="HTML+XPath+JSON+DotNotation" f:xPathToJson="//script"',
        'type="rss" f:xPathItem="//article"',
    ],
)
def test_what_another_reader_picks_from_a_page_is_no_feed(picked: str) -> None:
    body = f'<outline text="x" xmlUrl="https://a.example/" {picked} xmlns:f="https://freshrss.org/opml"/>'
    found = read(opml(f"{body}<outline {HARBOUR}/>"))
    assert [one.url for one in found.items] == ["https://harbour-light.example/feed"]
    assert [(line, name) for line, name, _ in found.foreign] == [(4, "x")]


def test_a_feed_with_wishes_of_another_reader_is_a_feed() -> None:
    wishes = 'type="JSONFeed" xmlns:f="https://freshrss.org/opml" f:cssFullContent=".text"'
    found = read(opml(f'<outline text="x" xmlUrl="https://a.example/f" {wishes}/>'))
    assert (len(found.items), found.foreign) == (1, ())


@pytest.mark.parametrize("name", ["Uncategorized", "uncategorised", "Sans catégorie", "未分类"])
def test_the_folder_of_what_lies_in_none_is_no_topic(name: str) -> None:
    body = f'<outline text="{name}"><outline {HARBOUR} category="/Coast,/{name}"/></outline>'
    (one,) = read(opml(body)).items
    assert one.folders == ("Coast",)


def test_a_topic_of_our_own_is_one_whatever_it_is_called() -> None:
    one = Outline(url="https://a.example/", partner="A", folders=("Uncategorized",), title="A")
    (again,) = read(write([one], title="x", at=datetime(2026, 11, 23, tzinfo=UTC))).items
    assert again.folders == ("Uncategorized",)


def test_half_a_list_is_read_as_far_as_it_goes() -> None:
    whole = opml("".join(f'<outline xmlUrl="https://a.example/{n}"/>\n' for n in range(9)))
    found = read(whole[: len(whole) // 2])
    assert 2 <= len(found.items) < 9
    assert found.mended


def test_a_list_in_another_encoding_is_read() -> None:
    declaration = '<?xml version="1.0" encoding="windows-1251"?>'
    body = '<outline text="Маяк" xmlUrl="https://a.example/f"/>'
    content = opml(body, declaration=declaration).decode().encode("cp1251")
    assert read(content).items[0].title == "Маяк"


ENTITIES = '<!DOCTYPE opml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "it is empty"),
        (b"hello", "is no OPML .it begins with “hello”"),
        (b"<html><body><p>x</p></body></html>", "is no OPML"),
        (b"\x00\xff\xfe\x01", "is no OPML"),
        (opml('<outline text="&b;"/>', declaration=ENTITIES), "declares entities"),
        (
            opml(
                '<outline text="&x;"/>',
                declaration='<!DOCTYPE o [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
            ),
            "declares entities",
        ),
        (opml('<outline text="x">' * 5000), "nested"),
        (opml("<outline xmlUrl='a'/>" * (MOST + 1)), "over 50,000 sources"),
        (opml("<outline/>" * (MOST + 1)), "over 50,000 lines that are no source"),
        (bytes(range(256)) * 8_000, "is no OPML"),
        (b" " * (MOST_BYTES + 1), "larger than 20 MB"),
    ],
    ids=[
        "empty",
        "text",
        "html",
        "bytes",
        "bomb",
        "file",
        "deep",
        "many",
        "notes",
        "noise",
        "large",
    ],
)
def test_what_is_no_list_or_a_hostile_one_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(SourceError, match=words):
        read(content)


@given(st.binary(max_size=300) | st.text(max_size=300).map(opml))
def test_no_document_draws_another_error_out_of_it(content: bytes) -> None:
    try:
        read(content)
    except SourceError as error:
        assert str(error)


WORDS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20)
OUTLINES = st.builds(
    Outline,
    url=st.from_regex(r"\Ahttps://[a-z]{1,9}\.example/[a-z?&=]{0,9}\Z"),
    title=WORDS,
    site=st.just("") | st.just("https://a.example/"),
    language=st.sampled_from(["", "en", "ar"]),
    folders=st.lists(WORDS, max_size=3, unique=True).map(tuple),
    kind=st.sampled_from(["feed", "page"]),
    partner=WORDS,
    licence=st.sampled_from(["", "cc-by"]),
    credit=st.just("") | WORDS,
    paused=st.booleans(),
    selectors=st.dictionaries(st.sampled_from(["item", "lead"]), WORDS, max_size=2),
)  # fmt: skip


@given(st.lists(OUTLINES, max_size=8))
def test_what_is_written_is_read_again(items: list[Outline]) -> None:
    document = write(items, title="Mine & yours", at=datetime(2026, 11, 23, tzinfo=UTC))
    again = read(document)

    def bare(outlines: list[Outline]) -> list[dict[str, object]]:
        told = [{**vars(one), "line": 0, "folders": sorted(one.folders)} for one in outlines]
        return sorted(told, key=repr)

    assert bare(list(again.items)) == bare(items)
    assert (again.mended, again.others) == ("", ())
