"""Dates of all kinds become aware times in UTC, or none."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pamphleteer.collect.dates import moment


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Mon, 23 Nov 2026 09:30:15 +0200", datetime(2026, 11, 23, 7, 30, 15, tzinfo=UTC)),
        ("23 Nov 2026 09:30 GMT", datetime(2026, 11, 23, 9, 30, tzinfo=UTC)),
        ("Mon, 23 Nov 26 09:30:00 EST", datetime(2026, 11, 23, 14, 30, tzinfo=UTC)),
        ("Fri, 23 Nov 2026 09:30:00 -0000", datetime(2026, 11, 23, 9, 30, tzinfo=UTC)),
        ("2026-11-23T09:30:15Z", datetime(2026, 11, 23, 9, 30, 15, tzinfo=UTC)),
        ("2026-11-23T09:30:15.123456789+05:30", datetime(2026, 11, 23, 4, 0, 15, tzinfo=UTC)),
        ("2026-11-23 09:30", datetime(2026, 11, 23, 9, 30, tzinfo=UTC)),
        ("20261123T093000-03", datetime(2026, 11, 23, 12, 30, tzinfo=UTC)),
        ("2026-11-23", datetime(2026, 11, 23, tzinfo=UTC)),
        ("2026-11", datetime(2026, 11, 1, tzinfo=UTC)),
        ("2026", datetime(2026, 1, 1, tzinfo=UTC)),
        ("2026-1-4T9:15-05:00", datetime(2026, 1, 4, 14, 15, tzinfo=UTC)),
        ("20261123", datetime(2026, 11, 23, tzinfo=UTC)),
        ("20261123093015", datetime(2026, 11, 23, 9, 30, 15, tzinfo=UTC)),
        ("2026/11/23 09:30:15", datetime(2026, 11, 23, 9, 30, 15, tzinfo=UTC)),
        ("2026-11-23T24:00:00Z", datetime(2026, 11, 24, tzinfo=UTC)),
        ("2026-W48-1", datetime(2026, 11, 23, tzinfo=UTC)),
        ("2026W481", datetime(2026, 11, 23, tzinfo=UTC)),
        ("2026-327", datetime(2026, 11, 23, tzinfo=UTC)),
        ("2026327", datetime(2026, 11, 23, tzinfo=UTC)),
        ("1795426215", datetime(2026, 11, 23, 9, 30, 15, tzinfo=UTC)),
        ("1795426215123", datetime(2026, 11, 23, 9, 30, 15, tzinfo=UTC)),
        ("Fri, 23 Nov 2026 09:30:15 +02:00", datetime(2026, 11, 23, 7, 30, 15, tzinfo=UTC)),
        ("Montag, 23. November 2026 09:30", datetime(2026, 11, 23, 9, 30, tzinfo=UTC)),
        ("23-Nov-2026 09:30:15 GMT+0200", datetime(2026, 11, 23, 7, 30, 15, tzinfo=UTC)),
        ("Mon,23 Nov 2026 9:30:15 PST", datetime(2026, 11, 23, 17, 30, 15, tzinfo=UTC)),
        ("23 Nov 1999", datetime(1999, 11, 23, tzinfo=UTC)),
        ("23 Nov 99 09:30", datetime(1999, 11, 23, 9, 30, tzinfo=UTC)),
        ("Mon Nov 23 09:30:15 2026", datetime(2026, 11, 23, 9, 30, 15, tzinfo=UTC)),
        ("Mon Nov 23 09:30:15 EST 2026", datetime(2026, 11, 23, 14, 30, 15, tzinfo=UTC)),
        ("November 23, 2026 at 9:30 pm", datetime(2026, 11, 23, 21, 30, tzinfo=UTC)),
        ("23 de noviembre de 2026", datetime(2026, 11, 23, tzinfo=UTC)),
        ("lun., 23 nov. 2026 09:30:00 +0100", datetime(2026, 11, 23, 8, 30, tzinfo=UTC)),
        ("1er août 2026", datetime(2026, 8, 1, tzinfo=UTC)),
        ("Пн, 23 ноя 2026 09:30:15 +0300", datetime(2026, 11, 23, 6, 30, 15, tzinfo=UTC)),
        ("23 ноября 2026 г. 09:30", datetime(2026, 11, 23, 9, 30, tzinfo=UTC)),
        ("Κυρ, 11 Ιούλ 2004 12:00:00 EST", datetime(2004, 7, 11, 17, tzinfo=UTC)),
        ("2004-július-13T9:15-05:00", datetime(2004, 7, 13, 14, 15, tzinfo=UTC)),
        ("2004년 05월 28일  01:31:15", datetime(2004, 5, 27, 16, 31, 15, tzinfo=UTC)),
        ("2004-05-25 오후 11:23:17", datetime(2004, 5, 25, 14, 23, 17, tzinfo=UTC)),
        ("2026年11月23日 09:30", datetime(2026, 11, 23, 9, 30, tzinfo=UTC)),
        ("2004-07-08 23:56:58.0", datetime(2004, 7, 8, 23, 56, 58, tzinfo=UTC)),
        ("Fri, 2006/09/15 08:19:53 EDT", datetime(2006, 9, 15, 12, 19, 53, tzinfo=UTC)),
        ("Mon, 23 Nov 2026 09:30:15 Europe/Berlin", datetime(2026, 11, 23, 8, 30, 15, tzinfo=UTC)),
        ("Thu, 23 Jul 2026 09:30:15 europe/berlin", datetime(2026, 7, 23, 7, 30, 15, tzinfo=UTC)),
        ("Thu, 23 Jul 2026 09:30:15 PST8PDT", datetime(2026, 7, 23, 16, 30, 15, tzinfo=UTC)),
        (
            "23 Nov 2026 09:30 America/Argentina/Buenos_Aires",
            datetime(2026, 11, 23, 12, 30, tzinfo=UTC),
        ),
        ("23 Nov 2026 09:30 Etc/GMT+5", datetime(2026, 11, 23, 14, 30, tzinfo=UTC)),
        ("Mon, 23 Nov 2026 09:30:15 PT", datetime(2026, 11, 23, 17, 30, 15, tzinfo=UTC)),
        ("2026-11-23T09:30:15 Europe/Berlin", datetime(2026, 11, 23, 8, 30, 15, tzinfo=UTC)),
        ("2026-11-23T09:30:15+01:00[Europe/Berlin]", datetime(2026, 11, 23, 8, 30, 15, tzinfo=UTC)),
        ("2026-11-23 09:30:15 CET", datetime(2026, 11, 23, 8, 30, 15, tzinfo=UTC)),
        ("2026-11-23 09:30 PM EST", datetime(2026, 11, 24, 2, 30, tzinfo=UTC)),
        ("2026-11-23T09:30:15-5", datetime(2026, 11, 23, 14, 30, 15, tzinfo=UTC)),
        ("24.11.2026 10:00", datetime(2026, 11, 24, 10, tzinfo=UTC)),
        ("Di, 03.04.2026", datetime(2026, 4, 3, tzinfo=UTC)),
        ("Thứ Ba, 24/11/2026 - 10:00", datetime(2026, 11, 24, 10, tzinfo=UTC)),
        ("11/24/2026 9:30 PM", datetime(2026, 11, 24, 21, 30, tzinfo=UTC)),
        ("2026. 11. 24. 10:00", datetime(2026, 11, 24, 10, tzinfo=UTC)),
        ("الثلاثاء 24 نوفمبر 2026", datetime(2026, 11, 24, tzinfo=UTC)),
        ("٢٠٢٦-١١-٢٤", datetime(2026, 11, 24, tzinfo=UTC)),
        ("24 בנובמבר 2026", datetime(2026, 11, 24, tzinfo=UTC)),
        ("Saturday, January 6, 2024 - 9:05am", datetime(2024, 1, 6, 9, 5, tzinfo=UTC)),
        ("January 6, 2024 9 p.m.", datetime(2024, 1, 6, 21, tzinfo=UTC)),
        ("6 Jan 2024 9:5:3 +0100", datetime(2024, 1, 6, 8, 5, 3, tzinfo=UTC)),
        ("6 Jan 2024 - 9:05", datetime(2024, 1, 6, 9, 5, tzinfo=UTC)),
        ("6 Jan 2024 -0500", datetime(2024, 1, 6, 5, tzinfo=UTC)),
        ("January 6, 2024 -05:00", datetime(2024, 1, 6, 5, tzinfo=UTC)),
        ("Saturday 6th of January 2024 10:30 AM", datetime(2024, 1, 6, 10, 30, tzinfo=UTC)),
        ("4 janvier 2024 à 10h30", datetime(2024, 1, 4, 10, 30, tzinfo=UTC)),
        ("Publié le jeudi 4 janvier 2024 à 10 h", datetime(2024, 1, 4, 10, tzinfo=UTC)),
        ("4 de enero de 2024 a las 10:30 p. m.", datetime(2024, 1, 4, 22, 30, tzinfo=UTC)),
        ("jueves, 4 de enero de 2024, 10:30 horas", datetime(2024, 1, 4, 10, 30, tzinfo=UTC)),
        ("Donnerstag, den 4. Januar 2024 um 10.30 Uhr", datetime(2024, 1, 4, 10, 30, tzinfo=UTC)),
        ("04.01.2024, 10 Uhr", datetime(2024, 1, 4, 10, tzinfo=UTC)),
        ("giovedì 4 gennaio 2024, alle ore 10.30", datetime(2024, 1, 4, 10, 30, tzinfo=UTC)),
        ("1° gennaio 2024", datetime(2024, 1, 1, tzinfo=UTC)),
        (
            "quinta-feira, 4 de janeiro de 2024 às 10h30min",
            datetime(2024, 1, 4, 10, 30, tzinfo=UTC),
        ),
        ("24/01/2024 às 10h30", datetime(2024, 1, 24, 10, 30, tzinfo=UTC)),
        ("24-11-2026 10:30", datetime(2026, 11, 24, 10, 30, tzinfo=UTC)),
        ("4 januari 2024 kl. 10.30", datetime(2024, 1, 4, 10, 30, tzinfo=UTC)),
        ("4 Oca 2024 Per 10:30", datetime(2024, 1, 4, 10, 30, tzinfo=UTC)),
        ("2024. január 4. 10:30", datetime(2024, 1, 4, 10, 30, tzinfo=UTC)),
        ("10:30, 4 января 2024", datetime(2024, 1, 4, 10, 30, tzinfo=UTC)),
        ("4 Ιανουαρίου 2024, 10:30 μ.μ.", datetime(2024, 1, 4, 22, 30, tzinfo=UTC)),
        ("السبت، 6 يناير 2024 - 09:05 م", datetime(2024, 1, 6, 21, 5, tzinfo=UTC)),
        ("6 يناير 2024، 9:05 صباحا", datetime(2024, 1, 6, 9, 5, tzinfo=UTC)),
        ("2024-1-4 9:5:3", datetime(2024, 1, 4, 9, 5, 3, tzinfo=UTC)),
        ("2024-01-04 10:30:00 UTC+1", datetime(2024, 1, 4, 9, 30, tzinfo=UTC)),
        ("2026-12-31T23:59:60Z", datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_a_date_is_read(written: str, meant: datetime) -> None:
    assert moment(written) == meant


@pytest.mark.parametrize(
    "written",
    [
        "",
        "yesterday",
        "2026-02-30",
        "2026-W60-1",
        "2026-400",
        "Thu, 31 Jun 2026 09:30:00 +0000",
        "23 Nonsense 2026",
        "Mon, 23 Nov 2026 09:30:00 +9900",
        "12345",
        "2026-13-01",
        "2026-11-23T25:00:00Z",
        "0001-01-01",
        "Mon, 99 Nov 2026 09:30:00 +0000",
        "9999-12-31T23:59:59-12:00",
        "04/03/2026",  # of March, or of April
        "04-03-2026",
        "۱۴۰۵-۰۹-۰۳",  # of another calendar
        "١٤٤٨-٠٦-١٤",
    ],
)
def test_what_is_no_date_becomes_none(written: str) -> None:
    assert moment(written) is None


@given(st.text(max_size=40) | st.from_regex(r"[0-9:TZ+\- ]{4,30}"))
def test_any_text_is_an_aware_date_or_none(text: str) -> None:
    found = moment(text)
    assert found is None or found.tzinfo is UTC


@given(st.integers(-2_000_000_000, 7_000_000_000))
def test_every_moment_survives_its_iso_form(seconds: int) -> None:
    at = datetime.fromtimestamp(seconds, UTC)
    assert moment(at.isoformat()) == at
