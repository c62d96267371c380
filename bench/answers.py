"""Fill an outlet that the environment names, and measure how long its desk takes to answer an editor.

A program of its own, for it needs the outlet's settings: `ARTICLES ITEMS TIMES`; prints what was
asked with the seconds of the middle answer.
"""

import json
import logging
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import django

django.setup()

from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from bench.archive import fill  # noqa: E402
from bench.tongues import RARE, Tongue  # noqa: E402
from pamphleteer.desk.models import Article  # noqa: E402
from pamphleteer.register.models import Person, Role  # noqa: E402
from pamphleteer.register.verbs import people  # noqa: E402

_LIST = "wagtailsnippets_desk_article:list"
_TEXT = (
    '{"blocks":[{"key":"a","text":"It is open, and everybody came.","type":"unstyled","depth":0,'
    '"inlineStyleRanges":[],"entityRanges":[]}],"entityMap":{}}'
)


class Desk:
    """An editor before the desk, who opens pages and saves."""

    def __init__(self, editor: Person) -> None:
        self._client = Client(SERVER_NAME="127.0.0.1")
        self._client.force_login(editor)
        self._drafts = list(Article.objects.order_by("-pk")[:100])

    def pages(self) -> dict[str, Callable[[int], Any]]:
        """Return what is asked, by its name: each with the number of the time that it is asked."""
        articles = reverse(_LIST)
        common = Tongue("en").common
        return {
            "home": lambda _n: self._shows(reverse("wagtailadmin_home")),
            "wire": lambda _n: self._shows(reverse("desk_wire")),
            "wire of all days": lambda _n: self._shows(reverse("desk_wire"), days=0),
            "wire, a common word": lambda _n: self._shows(reverse("desk_wire"), days=0, q=common),
            "wire, a rare word": lambda _n: self._shows(reverse("desk_wire"), days=0, q=RARE),
            "list": lambda _n: self._shows(articles),
            "list, last page": lambda _n: self._shows(articles, p=100_000),
            "search, a common word": lambda _n: self._shows(articles, q=common),
            "search, a rare word": lambda _n: self._shows(articles, q=RARE),
            "record": lambda _n: self._shows(reverse("desk_record")),
            "edit": lambda n: self._shows(self._address(n)),
            "save": self._saves,
            "publish": lambda n: self._saves(n, **{"action-publish": "1"}),
        }

    def _address(self, number: int) -> str:
        draft = self._drafts[number % len(self._drafts)]
        return reverse("wagtailsnippets_desk_article:edit", args=[draft.pk])

    def _shows(self, address: str, **query: Any) -> None:
        assert self._client.get(address, query).status_code == 200

    def _saves(self, number: int, **button: str) -> None:
        draft = self._drafts[number % len(self._drafts)]
        fields = dict.fromkeys(
            (
                "authors",
                "partner",
                "credit",
                "licence",
                "original_url",
                "date",
                "embargo",
                "language",
            ),
            "",
        )
        written = {
            "headline": f"The bridge {draft.pk} is open",
            "lead": "At last.",
            "body": _TEXT,
            "topics": [1],
            "slug": draft.slug,
        }
        answer = self._client.post(self._address(number), fields | written | button)
        assert answer.status_code == 302
        now = Article.objects.get(pk=draft.pk)
        assert now.get_latest_revision_as_object().lead == written["lead"]
        assert now.live or not button


def measured(desk: Desk, times: int) -> dict[str, float]:
    """Return the seconds of the middle answer of each page, each asked once before."""
    return {name: _median(ask, times) for name, ask in desk.pages().items()}


def _median(ask: Callable[[int], Any], times: int) -> float:
    seconds = []
    for number in range(times + 1):
        begun = time.perf_counter()
        ask(number)
        seconds.append(time.perf_counter() - begun)
    return statistics.median(seconds[1:])


def main() -> None:
    articles, items, times = map(int, sys.argv[1:])
    logging.disable(logging.WARNING)
    editor = Person.objects.filter(groups__name="Editors").first()
    begun = time.perf_counter()
    if editor is None:
        editor, _ = people.add("edith@example.org", role=Role.EDITOR)
        fill(articles, items, by=editor)
    filled = time.perf_counter() - begun
    print(json.dumps({"filled": filled, "answers": measured(Desk(editor), times)}))


if __name__ == "__main__":
    main()
