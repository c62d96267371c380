"""The archive of all pieces: everything published is found from the front page."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from pamphleteer.press.verbs import shelves
from pamphleteer.press.verbs.press import press
from tests.cast import Cast
from tests.press import documents
from tests.press.documents import words

pytestmark = pytest.mark.django_db

FIRST = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages of ten, so that a few pieces fill some."""
    monkeypatch.setattr(shelves, "EACH", 10)


def publish(cast: Cast, *numbers: int) -> None:
    """Publish pieces without a topic, each a day after the one before."""
    for number in numbers:
        date = FIRST + timedelta(days=number)
        cast.article(headline=f"Piece {number}", date=date, topics=[])


def pressed() -> dict[str, list[str]]:
    """Press, and return the headlines on each page of the archive."""
    press()
    pages = documents.pages(Path(settings.PUBLIC))
    return {
        path: [words(headline) for headline in page.xpath("//main//article/h2")]
        for path, page in pages.items()
        if path.startswith("archive/") and path.count("/") == 1
    }


def headlines(first: int, last: int) -> list[str]:
    return [f"Piece {number}" for number in range(first, last - 1, -1)]


def test_a_few_pieces_stand_on_one_page_newest_first(cast: Cast) -> None:
    publish(cast, *range(19))

    assert pressed() == {"archive/index.html": headlines(18, 0)}


def test_many_pieces_stand_on_numbered_pages_each_once(cast: Cast) -> None:
    publish(cast, *range(34))

    assert pressed() == {
        "archive/index.html": headlines(33, 20),
        "archive/2.html": headlines(19, 10),
        "archive/1.html": headlines(9, 0),
    }


def test_a_full_page_stays_as_it_is_when_more_is_published(cast: Cast) -> None:
    publish(cast, *range(34))
    press()
    full = Path(settings.PUBLIC) / "archive" / "1.html"
    before = full.stat().st_mtime_ns
    publish(cast, *range(34, 45))

    assert len(pressed()) == 4
    assert full.stat().st_mtime_ns == before


def test_every_piece_is_reached_from_the_front_page_by_links(cast: Cast) -> None:
    publish(cast, *range(34))
    press()
    public = Path(settings.PUBLIC)
    pages = documents.pages(public)

    waiting = ["index.html"]
    reached: set[str] = set()
    while waiting:
        path = waiting.pop()
        if path in reached or path not in pages:
            continue
        reached.add(path)
        for element, address in documents.links(pages[path]):
            if element.tag == "a" and "://" not in address and not address.startswith("#"):
                target = documents.target(public, path, address).resolve()
                waiting.append(str(target.relative_to(public.resolve())))

    assert len([path for path in reached if path.startswith("articles/")]) == 34


def test_the_front_page_points_to_the_archive_once_it_does_not_show_all(cast: Cast) -> None:
    publish(cast, *range(21))
    press()
    front = Path(settings.PUBLIC) / "index.html"
    assert "All 21 pieces" not in front.read_text()

    publish(cast, 21)
    press()

    assert "All 22 pieces" in front.read_text()


def test_a_topic_has_numbered_pages_and_a_jump_to_each_year(cast: Cast) -> None:
    for number in range(34):
        date = datetime(2020, 1, 1, 12, tzinfo=UTC) + timedelta(days=40 * number)
        cast.article(headline=f"Piece {number}", date=date)
    press()
    public = Path(settings.PUBLIC)
    pages = documents.pages(public)

    standing = {
        path: [words(headline) for headline in pages[path].xpath("//main//article/h2")]
        for path in pages
        if path.startswith("topics/water/")
    }
    assert standing == {
        "topics/water/index.html": headlines(33, 20),
        "topics/water/2.html": headlines(19, 10),
        "topics/water/1.html": headlines(9, 0),
    }
    first = pages["topics/water/index.html"]
    jumps = [(words(a), a.get("href")) for a in first.xpath("//nav[@aria-label='Years']//a")]
    assert jumps == [
        ("2023", "#y2023"),
        ("2022", "#y2022"),
        ("2021", "../../topics/water/2.html#y2021"),
        ("2020", "../../topics/water/1.html#y2020"),
    ]
    for _year, address in jumps:
        name, _hash, mark = address.rpartition("#")
        page = pages["topics/water/index.html" if not name else name.removeprefix("../../")]
        assert page.get_element_by_id(mark) is not None


def test_a_list_of_one_page_or_one_year_has_no_jump(cast: Cast) -> None:
    publish(cast, *range(34))
    press()
    assert "Years" not in (Path(settings.PUBLIC) / "archive/index.html").read_text()
