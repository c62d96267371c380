"""How long a feed takes to be understood, beside feedparser, which cleans the same HTML."""

import io
import random
import time
from collections.abc import Callable, Iterator
from html import escape

import feedparser

from bench.measure import Figure
from pamphleteer.collect.understand import understand

_ENTRIES = 100
_ROUNDS = 9
_ADDRESS = "https://harbour-light.example/feed"
_SAID = (
    "tide harbour council night ferry café naïve ordinary people who walked down to the quay and "
    "asked nobody’s permission because the water rose again before anybody in the office — which "
    "had closed at four — answered the telephone or read what the ministry sent last autumn"
)


def figures() -> Iterator[Figure]:
    content = _feed().encode()
    ours, theirs = [], []
    for _ in range(_ROUNDS):
        ours.append(_seconds(lambda: understand(content, address=_ADDRESS)))
        theirs.append(_seconds(lambda: feedparser.parse(io.BytesIO(content))))
    ratio = min(theirs) / min(ours)  # the rounds that nothing else on the machine held up
    yield Figure(
        f"normalising {_ENTRIES} entries, against feedparser", ratio, "times", 8, at_least=True
    )


def _seconds(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def _feed() -> str:
    drawn = random.Random(1)  # noqa: S311
    items = "".join(_item(number, drawn) for number in range(_ENTRIES))
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>The Harbour Light</title>'
        f"<link>https://harbour-light.example/</link><language>en</language>{items}</channel></rss>"
    )


def _item(number: int, drawn: random.Random) -> str:
    """Return an item as WordPress, which most partners have, writes one."""
    body = "".join(_paragraph(drawn) for _ in range(drawn.randint(8, 16)))
    return (
        f"<item><title>{_sentence(drawn, 8)}</title><guid>piece-{number}</guid>"
        f"<link>https://harbour-light.example/{number}</link><dc:creator>Ada Quay</dc:creator>"
        f"<pubDate>Mon, 23 Nov 2026 09:{number % 60:02}:00 +0000</pubDate>"
        f"<description>{escape(_paragraph(drawn))}</description><category>Harbour</category>"
        f"<content:encoded><![CDATA[{_figure(number, drawn)}{body}{_rest(drawn)}]]>"
        "</content:encoded></item>"
    )


def _figure(number: int, drawn: random.Random) -> str:
    place = f"https://harbour-light.example/uploads/2026/11/{number}"
    sizes = ", ".join(f"{place}-{width}x{width // 2}.jpg {width}w" for width in (300, 768, 1024))
    return (
        '<figure class="wp-block-image size-large"><img loading="lazy" decoding="async" width="1024" '
        f'height="512" src="{place}.jpg" alt="The quay" class="wp-image-{number}" srcset="{sizes}" '
        f'sizes="(max-width: 1024px) 100vw, 1024px" /><figcaption class="wp-element-caption">'
        f"{_sentence(drawn, 6)}</figcaption></figure>\n"
    )


def _rest(drawn: random.Random) -> str:
    points = "".join(f"<li>{_sentence(drawn, 7)}</li>\n" for _ in range(4))
    return (
        f'<h2 class="wp-block-heading" id="why">{_sentence(drawn, 5)}</h2>\n'
        f'<ul class="wp-block-list">\n{points}</ul>\n'
        f'<blockquote class="wp-block-quote"><p>{_sentence(drawn, 12)}</p></blockquote>\n'
        '<p style="font-size:13px">The post appeared first on '
        '<a href="https://harbour-light.example/">The Harbour Light</a>.</p>\n'
    )


def _paragraph(drawn: random.Random) -> str:
    link = (
        f'<a href="https://elsewhere.example/{drawn.randint(1, 999)}?a=1&amp;b=2" '
        f'target="_blank" rel="noopener">{_sentence(drawn, 3)}</a>'
    )
    return (
        f"<p>{_sentence(drawn, 18)} {link}, <em>{_sentence(drawn, 4)}</em> &amp; "
        f"{_sentence(drawn, 14)}</p>\n"
    )


def _sentence(drawn: random.Random, length: int) -> str:
    return " ".join(drawn.choices(_SAID.split(), k=length)).capitalize() + "."
