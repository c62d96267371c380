"""Entities of a document's own are neither expanded nor fetched, and that is said."""

import pytest

from pamphleteer.collect.entities import used
from pamphleteer.collect.errors import SourceError
from pamphleteer.collect.understand import understand
from tests.collect.feeds import item, rss

ADDRESS = "https://harbour-light.example/feed"


def typed(declarations: str, title: str) -> bytes:
    feed = rss(item(1, title="TITLE"), declaration=f"<!DOCTYPE rss [{declarations}]>")
    return feed.replace("TITLE", title).encode()


@pytest.mark.parametrize(
    ("declarations", "title"),
    [
        ('<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">', "&b;"),
        ('<!ENTITY x SYSTEM "file:///etc/passwd">', "&x;"),
        ('<!ENTITY x PUBLIC "any" "http://127.0.0.1/">', "&x;"),
        ('<!ENTITY % x SYSTEM "http://127.0.0.1/x.dtd"> %x;', "Tides"),
    ],
)
def test_a_feed_that_uses_its_own_entities_is_refused_in_words(
    declarations: str, title: str
) -> None:
    with pytest.raises(SourceError, match="uses entities that it declares itself"):
        understand(typed(declarations, title), address=ADDRESS)


def test_the_entities_of_html_are_no_fault() -> None:
    declared = typed('<!ENTITY eacute "&#233;">', "Caf&eacute;")
    (piece,) = understand(declared, address=ADDRESS).items
    assert piece.headline == "Café"


def test_a_piece_that_writes_about_entities_declares_none() -> None:
    words = '<![CDATA[<!ENTITY own "x"> and &own;]]>'
    assert not used(f"<rss><title>{words}</title></rss>")
    feed = rss(item(1, title="TITLE")).replace("TITLE", words)
    (piece,) = understand(feed.encode(), address=ADDRESS).items
    assert piece.headline == "and &own;"
