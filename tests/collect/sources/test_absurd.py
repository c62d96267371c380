"""Numbers, depths and lengths that nobody means cost a piece nothing but themselves."""

from itertools import chain

import pytest

from pamphleteer.collect.found import Feed
from pamphleteer.collect.understand import understand
from pamphleteer.collect.vocabulary.numbers import seconds, whole
from tests.collect.feeds import item, rss

YEAR = 31_536_000.0


def read(document: str) -> Feed:
    return understand(document.encode(), address="https://harbour-light.example/feed")


def test_words_in_a_heap_of_tags_are_kept_without_the_tags() -> None:
    many = 200_000
    deep = f"<![CDATA[{'<div>' * many}The tide came in.{'</div>' * many}]]>"
    feed = read(
        rss(
            f"<item><guid>deep</guid><description>{deep}</description></item>",
            f"<item><guid>titled</guid><title>{deep}</title></item>",
            item(1),
        )
    )
    assert [found.identity for found in feed.items] == ["deep", "titled", "piece-1"]
    assert [found.headline for found in feed.items][:2] == ["The tide came in."] * 2
    assert "2 items had more than 500,000 characters" in feed.left


def test_items_that_say_nothing_are_told() -> None:
    feed = read(rss("<item/>", item(1), "<item><title> </title><guid>x</guid></item>"))
    assert [found.identity for found in feed.items] == ["piece-1"]
    assert feed.left == "2 items had neither words nor an address, and were left out"


@pytest.mark.parametrize(
    ("said", "meant"),
    [("60", 3600.0), ("9" * 30, None), ("9" * 15, YEAR), ("-5", None), ("1e9", None), ("٣", None)],
)
def test_a_feed_may_ask_for_a_rest_of_a_year_and_no_more(said: str, meant: float | None) -> None:
    assert read(rss(channel=f"<ttl>{said}</ttl>")).every == meant
    assert read(rss(channel=f"<ttl>{said}</ttl><br>")).every == meant, "where it is mended, too"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("125", 125), ("2:05", 125), ("00:02:05.7", 125), ("PT2M5S", 125), ("2 min 5 sec", 125),
        ("1h2m3s", 3723), ("1 hour, 2 minutes", 3720), ("45 mins.", 2700), ("", None), ("0", None),
        ("-5", None), ("9" * 30, None), ("9" * 9, None), ("soon", None), ("1:2:3:4", None),
        ("NaN", None), ("١٢", None),
    ],
)  # fmt: skip
def test_lengths_of_all_makes_are_seconds_or_nothing(said: str, meant: int | None) -> None:
    assert seconds(said) == meant


@pytest.mark.parametrize("said", ["", "-1", "1e5", "9" * 30, "0", "many", "0x10", "1 2", None])
def test_a_size_that_is_no_number_is_left_out(said: str | None) -> None:
    assert whole(said) is None


def test_an_absurd_size_costs_no_piece() -> None:
    numbers = ("9" * 400, "-1", "NaN", "1e308", "")
    files = (
        f'<enclosure url="https://harbour-light.example/{n}.mp3" type="audio/mpeg" length="{said}"/>'
        for n, said in enumerate(numbers)
    )
    (found,) = read(rss(item(1, inside="".join(chain(files))))).items
    assert [one.size for one in found.enclosures] == [None] * len(numbers)
