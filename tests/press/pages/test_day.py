"""The archive by date: years, days, and the same day of earlier years."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from pamphleteer.desk.models import Article
from pamphleteer.desk.verbs.publish import withdraw
from pamphleteer.press import days
from pamphleteer.press.models import Change
from pamphleteer.press.verbs import relisting, shelves
from pamphleteer.press.verbs.check import check
from pamphleteer.press.verbs.press import press, round_
from pamphleteer.register.models import Outlet
from pamphleteer.register.verbs import journal
from tests.cast import Cast
from tests.press import documents
from tests.press.documents import words

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)


def site() -> dict[str, object]:
    round_()
    return documents.pages(Path(settings.PUBLIC))


def dated(pages: dict[str, object]) -> list[str]:
    return sorted(path for path in pages if path.startswith("archive/20"))


def years_before(count: int) -> datetime:
    return NOON.replace(year=NOON.year - count)


def test_years_lead_to_their_days_and_days_to_their_pieces(cast: Cast) -> None:
    for hours in (0, 1, -24, -24 * 40, -24 * 400):
        cast.article(headline=f"Piece {hours}", date=NOON + timedelta(hours=hours))
    cast.article(headline="Undated", rescued_from="page", place=-1)

    pages = site()
    assert dated(pages) == [
        "archive/2025/10/24/index.html", "archive/2025/index.html",
        "archive/2026/10/19/index.html", "archive/2026/11/27/index.html",
        "archive/2026/11/28/index.html", "archive/2026/index.html",
    ]  # fmt: skip
    years = pages["archive/index.html"].xpath("//nav[@aria-label='By date']//a")
    assert [(words(a), a.get("href")) for a in years] == [
        ("2026", "../archive/2026/index.html"), ("2025", "../archive/2025/index.html"),
    ]  # fmt: skip
    year = pages["archive/2026/index.html"]
    assert [words(one) for one in year.xpath("//main//h2")] == ["November", "October"]
    assert [words(a) for a in year.xpath("//ul[@class='days']//a")] == ["27", "28", "19"]
    beside = year.xpath("//nav[@aria-label='Years']//a")
    assert [(words(a), a.get("rel")) for a in beside] == [("2025", "next")]
    day = pages["archive/2026/11/28/index.html"]
    assert words(day.xpath("//h1")[0]) == "28 November 2026"
    assert [words(one) for one in day.xpath("//main//article/h2")] == ["Piece 1", "Piece 0"]


def test_very_many_pieces_of_one_day_stand_on_numbered_pages(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelves, "EACH", 3)
    Article.objects.bulk_create(
        Article(headline=f"Piece {n}", slug=f"p{n}", live=True, place=n, date=NOON)
        for n in range(10)
    )
    press()
    pages = site()
    assert dated(pages) == [
        "archive/2026/11/28/1.html", "archive/2026/11/28/2.html", "archive/2026/11/28/index.html",
        "archive/2026/index.html",
    ]  # fmt: skip
    assert "10 pieces" in words(pages["archive/2026/11/28/index.html"].xpath("//main")[0])


@pytest.mark.parametrize("many", [0, 1_000])
def test_a_piece_names_what_was_published_on_its_day_before(
    cast: Cast, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(days, "_MANY", many)

    def named(slug: str) -> list[str]:
        page = documents.pages(Path(settings.PUBLIC))[f"articles/{slug}.html"]
        return [words(one) for one in page.xpath("//ul[@class='earlier']/li")]

    for years in (0, 1, 3, 6, 7):
        cast.article(headline=f"Year {years}", date=years_before(years))
    cast.article(headline="Next day", date=years_before(1) + timedelta(days=1))
    round_()
    assert named("year-0") == ["2025 Year 1", "2023 Year 3", "2020 Year 6"]
    assert named("year-6") == ["2019 Year 7"]
    assert named("next-day") == []

    late = cast.article(headline="Late", date=years_before(3) + timedelta(hours=1))
    last = Change.objects.order_by("-pk").values_list("pk", flat=True).first()
    round_()
    told = {change.path for change in Change.objects.after(last) if "articles/" in change.path}
    assert {"articles/year-0.html", "articles/year-1.html"} <= told
    assert not {"articles/year-6.html", "articles/year-7.html"} & told
    assert named("year-0") == ["2025 Year 1", "2023 Late", "2020 Year 6"]
    cast.article(headline="Early", date=years_before(3) - timedelta(hours=1))
    withdraw(late)
    round_()
    assert named("year-0") == ["2025 Year 1", "2023 Year 3", "2020 Year 6"]
    assert not check()


def test_a_leap_day_and_the_ends_of_time_have_days(cast: Cast) -> None:
    Outlet.objects.update(zone="Pacific/Auckland")
    for year in (2020, 2024):
        cast.article(headline=f"Leap {year}", date=datetime(year, 2, 28, 12, tzinfo=UTC))
    cast.article(headline="Old", date=datetime(1850, 7, 1, tzinfo=UTC))
    pages = site()
    assert "archive/1850/index.html" in pages
    leap = pages["articles/leap-2024.html"].xpath("//ul[@class='earlier']/li")
    assert [words(one) for one in leap] == ["2020 Leap 2020"]


def test_another_time_zone_moves_pieces_to_other_days(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relisting, "_AT_ONCE", 2)
    evening = NOON.replace(hour=23)
    for years in range(4):
        date = evening.replace(year=evening.year - years)
        cast.article(headline=f"Year {years}", date=date)
    assert "archive/2026/11/28/index.html" in site()

    with transaction.atomic():
        outlet = Outlet.objects.the()
        outlet.zone = "Africa/Cairo"
        outlet.save()
        journal.write("outlet.changed", outlet)
    pages = site()
    assert "archive/2026/11/28/index.html" not in pages
    day = pages["archive/2026/11/29/index.html"]
    assert [words(one) for one in day.xpath("//main//article/h2")] == ["Year 0"]
    earlier = pages["articles/year-0.html"].xpath("//ul[@class='earlier']/li")
    assert len(earlier) == 3
    assert not check()
