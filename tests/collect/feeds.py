"""Small feeds, built with a word or two."""

from html import escape

NAMES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:atom="http://www.w3.org/2005/Atom" '
    'xmlns:creativeCommons="http://backend.userland.com/creativeCommonsRssModule"'
)


def rss(*items: str, channel: str = "", declaration: str = '<?xml version="1.0"?>') -> str:
    return (
        f'{declaration}<rss version="2.0" {NAMES}><channel><title>The Harbour Light</title>'
        f"<link>https://harbour-light.example/</link>{channel}{''.join(items)}</channel></rss>"
    )


def item(number: int = 1, inside: str = "", **elements: str) -> str:
    """Return an RSS item; each keyword is an element's text, None leaves a usual one out."""
    usual = {
        "title": f"The tide comes in for the {number}th time",
        "link": f"https://harbour-light.example/{number}",
        "guid": f"piece-{number}",
        "description": f"Nobody was surprised, {number} times.",
        "pubDate": f"Mon, 23 Nov 2026 09:{number % 60:02}:00 +0000",
    }
    told = "".join(f"<{k}>{escape(v)}</{k}>" for k, v in (usual | elements).items() if v)
    return f"<item>{told}{inside}</item>"


def atom(*entries: str, feed: str = "", attributes: str = "") -> str:
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom" {attributes}><title>The Night Desk</title>'
        f'<link href="https://night-desk.example/"/>{feed}{"".join(entries)}</feed>'
    )


def entry(inside: str = "", *, id_: str = "tag:night-desk.example,2026:1") -> str:
    return (
        f"<entry><id>{id_}</id><title>Lights out at nine</title>"
        f"<updated>2026-11-23T09:00:00Z</updated>{inside}</entry>"
    )
