"""Partners that carry one another's pieces: their feeds, as bytes."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from random import Random

from pamphleteer.collect.models import Source
from pamphleteer.collect.understand import understand
from pamphleteer.collect.verbs.wire import Kept, keep
from tests.collect.conftest import source_at
from tests.collect.syndication.edits import MARKUPS
from tests.collect.syndication.pieces import Article, Author
from tests.collect.syndication.tongues import Tongue

FORMATS = ("rss", "rss in summaries", "atom", "json")


@dataclass
class Partner:
    """A partner with a feed of one format, what stands under each of its pieces, and its habits."""

    name: str
    tongue: Tongue
    source: Source
    format: str
    boilerplate: str
    markup: str
    code: str
    taken: int = field(default=0)

    def written(self, articles: Sequence[Article]) -> bytes:
        """Return a feed of these pieces."""
        rows = [(self._number(), piece.headline, self._html(piece)) for piece in articles]
        return _FORMATS[self.format](self, rows).encode()

    def brings(self, *articles: Article) -> Kept:
        """Bring these pieces to the wire in one document."""
        content = self.written(articles)
        feed = understand(content, address=self.source.url)
        return keep(self.source, feed.items)

    def _number(self) -> int:
        self.taken += 1
        return self.taken

    def _html(self, piece: Article) -> str:
        texts = [*piece.paragraphs, *([self.boilerplate] if self.boilerplate else [])]
        return MARKUPS[self.markup](texts)

    def address(self, number: int) -> str:
        return f"https://{self.name}.example/pieces/{number}?utm_source=feed"


def partners(tongue: Tongue, count: int, *, licence: str = "cc-by") -> list[Partner]:
    """Return partners of one language, no two alike."""
    random, found = Random(f"partners {tongue.code}"), []
    for n in range(count):
        name = f"partner-{tongue.code}-{n}"
        author = Author(tongue, random)
        source = source_at(f"https://{name}.example/feed", partner=name, licence=licence)
        found.append(
            Partner(
                name=name,
                tongue=tongue,
                source=source,
                format=FORMATS[n % len(FORMATS)],
                boilerplate=author.paragraph((0, 20, 45)[n % 3]) if n % 3 else "",
                markup=[*MARKUPS][n % len(MARKUPS)],
                code=(tongue.code, f"{tongue.code}-XX", "", tongue.code.upper())[n % 4],
            )
        )
    return found


def _rss(partner: Partner, rows: Sequence[tuple[int, str, str]], *, summaries: bool = False) -> str:
    name = "description" if summaries else "content:encoded"
    items = "".join(
        f"<item><title>{escape(headline)}</title><link>{escape(partner.address(n))}</link>"
        f'<guid isPermaLink="false">{partner.name}-{n}</guid><{name}>{escape(html)}</{name}></item>'
        for n, headline, html in rows
    )
    return (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>{partner.name}</title><language>{partner.code}</language>{items}</channel></rss>"
    )


def _rss_in_summaries(partner: Partner, rows: Sequence[tuple[int, str, str]]) -> str:
    return _rss(partner, rows, summaries=True)


def _atom(partner: Partner, rows: Sequence[tuple[int, str, str]]) -> str:
    entries = "".join(
        f'<entry><id>tag:{partner.name},2026:{n}</id><title>{escape(headline)}</title><link href="'
        f'{escape(partner.address(n))}"/><updated>2026-11-23T09:00:00Z</updated>'
        f'<content type="html">{escape(html)}</content></entry>'
        for n, headline, html in rows
    )
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{partner.code}"><title>'
        f"{partner.name}</title><id>tag:{partner.name}</id>{entries}</feed>"
    )


def _json(partner: Partner, rows: Sequence[tuple[int, str, str]]) -> str:
    items = [
        {"id": f"{partner.name}-{n}", "url": partner.address(n), "title": headline,
         "content_html": html}
        for n, headline, html in rows
    ]  # fmt: skip
    told = {"version": "https://jsonfeed.org/version/1.1", "title": partner.name, "items": items}
    return json.dumps(told | ({"language": partner.code} if partner.code else {}))


_FORMATS = {"rss": _rss, "rss in summaries": _rss_in_summaries, "atom": _atom, "json": _json}
