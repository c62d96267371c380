"""Letters that hold something of everything, for tests that look at them."""

from dataclasses import replace
from typing import Any

from pamphleteer.post.letters.contents import Contents, House, Image, Item, Link
from pamphleteer.post.letters.look import look_of
from pamphleteer.register.models import Outlet

PICTURE = Image(
    "https://example.org/pictures/bridge.jpg", "A bridge over a river", 800, 533, "Ada Quay"
)
LEAD = "It took forty years, four hundred people and one very long net. " * 4
ARABIC_LEAD = "استغرق الأمر أربعين عامًا، وأربعمئة شخص، وشبكة واحدة طويلة جدًا. " * 5


def house(outlet: Outlet, **fields: Any) -> House:
    filled: dict[str, Any] = {
        "name": "The Tide",
        "language": "en",
        "site_url": "https://example.org/",
        "signup_url": "https://desk.example.org/digest/",
        "postal_address": "1 Quay Street, Harbour",
        "look": look_of(outlet),
        "mirrors": ("https://mirror.example/tide/",),
    }
    return House(**(filled | fields))


def contents(*items: Item, **fields: Any) -> Contents:
    filled: dict[str, Any] = {
        "language": "en",
        "name": "Daily",
        "date": "23 November 2026",
        "subject": "The river is clean again (and 2 more)",
        "items": items or some(),
        "note": "Good morning.\n\nToday we are two years old.",
        "web_url": "https://example.org/digests/daily/edition-1.html",
        "archive_url": "https://example.org/digests/daily/index.html",
        "more": 3,
        "choices": True,
    }
    return Contents(**(filled | fields))


def some() -> tuple[Item, ...]:
    """Return pieces with a picture and without, and one that runs from right to left."""
    return (
        item(1, picture=PICTURE),
        item(2, picture=PICTURE, byline="By Ada Quay · The Harbour Light"),
        item(3, headline="النهر نظيف من جديد", lead=ARABIC_LEAD, language="ar", picture=PICTURE),
        Item("Only a headline", "https://example.org/articles/4.html"),
    )


def by_topic() -> tuple[Item, ...]:
    """Return pieces of which the first stands above all, others under two topics, and the last under none."""
    first, second, third, last = some()
    return first, replace(second, section="Water"), replace(third, section="العمل"), last


def item(number: int, **fields: Any) -> Item:
    filled: dict[str, Any] = {
        "headline": f"The river is clean again, for the {number}th time",
        "url": f"https://example.org/articles/the-river-is-clean-again-{number}.html",
        "lead": LEAD,
        "byline": "By Ada Quay and Bo Lee",
        "topics": (
            Link("Water", "https://example.org/topics/water/index.html"),
            Link("Work & pay", "https://example.org/topics/pay/index.html"),
        ),
    }
    return Item(**(filled | fields))
