"""Of a feed that stops in the middle the whole pieces are taken, and its source says so."""

import gzip
import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pamphleteer.collect.errors import SourceError
from pamphleteer.collect.found import Feed
from pamphleteer.collect.understand import understand
from pamphleteer.collect.verbs.poll import poll
from tests.collect.conftest import source_at
from tests.collect.feeds import atom, entry, item, rss
from tests.collect.server import PartnerServer

PIECES = [{"id": f"piece-{n}", "content_text": "Nobody was “surprised”."} for n in (1, 2, 3)]
DOCUMENTS = {
    "RSS": rss(*(item(n, title=f"“Tide” {n}") for n in (1, 2, 3))),
    "Atom": atom(*(entry("<summary>“Dark”</summary>", id_=f"piece-{n}") for n in (1, 2, 3))),
    "RDF": '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns="http://purl.org/rss/1.0/"><channel><title>The Tide</title></channel>'
    + "".join(f'<item r:about="piece-{n}"><title>“{n}”</title></item>' for n in (1, 2, 3))
    + "</r:RDF>",
    "JSON Feed": json.dumps(
        {"version": "https://jsonfeed.org/version/1.1", "title": "The Tide", "items": PIECES},
        ensure_ascii=False,
    ),
}


def read(content: str | bytes) -> Feed:
    body = content.encode() if isinstance(content, str) else content
    return understand(body, address="https://harbour-light.example/feed")


@pytest.mark.parametrize("name", DOCUMENTS)
@given(data=st.data())
def test_wherever_it_is_cut_the_pieces_before_are_taken(name: str, data: st.DataObject) -> None:
    whole = DOCUMENTS[name].encode()
    content = whole[: data.draw(st.integers(1, len(whole) - 2))]
    ends = [r"</item>", r"</entry>", r'"content_text": "[^"]*"\}']
    complete = len(re.findall("|".join(ends), content.decode("utf-8", "ignore")))
    if not complete:
        with pytest.raises(SourceError, match=r"stops in the middle|not a feed|broken JSON"):
            read(content)
        return
    feed = read(content)
    assert [piece.id for piece in feed.items] == ["piece-1", "piece-2", "piece-3"][:complete]
    assert feed.items == read(whole).items[:complete]
    assert feed.cut
    told = "the first item was" if complete == 1 else f"the first {complete} items were"
    assert re.fullmatch(
        rf"it stops in the middle \(after \d+ characters\), and only {told} taken", feed.mended
    )


def test_what_looks_like_the_end_of_a_piece_within_a_text_is_none() -> None:
    words = "<content:encoded><![CDATA[<item>One</item> and <item>two</item>, at length.]]>"
    feed = read(rss(item(1), item(2, inside=words))[:-60])
    assert [piece.identity for piece in feed.items] == ["piece-1"]


@pytest.mark.parametrize("fault", ["a & b", "a<br>b", "&nosuch;"])
def test_a_feed_that_is_cut_and_broken_is_mended_too(fault: str) -> None:
    feed = read(rss(item(1, inside=f"<x>{fault}</x>"), item(2), item(3))[:-60])
    assert [piece.identity for piece in feed.items] == ["piece-1", "piece-2"]
    assert "stops in the middle" in feed.mended
    assert "its XML was mended" in feed.mended


def test_json_that_is_cut_keeps_its_rules() -> None:
    document = DOCUMENTS["JSON Feed"].replace('"id": "piece-1"', '"id": "piece-1", "title": NaN')
    with pytest.raises(SourceError, match="NaN is no number"):
        read(document)
    assert len(read(DOCUMENTS["JSON Feed"].replace("“", "\\ud83d")[:-60]).items) == 2


def test_a_packed_file_is_read_as_far_as_it_goes() -> None:
    packed = gzip.compress(DOCUMENTS["RSS"].encode())
    assert (len(read(packed).items), read(packed).mended) == (3, "")
    assert read(packed[:-30]).cut
    assert not read(packed[:-8]).cut
    for broken in (packed[:20], b"\x1f\x8b", b"\x1f\x8b\x08" + bytes(99)):
        with pytest.raises(SourceError, match=r"can't be unpacked|stops in the middle"):
            read(broken)
    with pytest.raises(
        SourceError, match=r"larger than 10,000,000 bytes when unpacked \(collect.max"
    ):
        read(gzip.compress(bytes(10_000_001)))


@pytest.mark.django_db
@pytest.mark.parametrize("head", [{}, {"content_encoding": "gzip"}])
def test_what_was_cut_is_said_on_the_row_and_asked_whole_the_next_time(
    server: PartnerServer, loopback: None, head: dict[str, Any]
) -> None:
    pieces = [item(n, description=f"{n * 7919} {n * 104_729}") for n in range(40)]
    whole = gzip.compress(rss(*pieces).encode())
    source = source_at(server.give("/feed", whole[: len(whole) // 2], etag='"a"', **head))
    some = poll().new
    source.refresh_from_db()
    assert 0 < some < 40
    assert re.fullmatch(
        rf"well, though it stops .*, and only the first {some} items were taken", source.health
    )
    server.give("/feed", whole, etag='"a"', **head)
    assert poll(only=[source.pk]).new == 40 - some
    source.refresh_from_db()
    assert (source.health, source.etag) == ("well", '"a"')
