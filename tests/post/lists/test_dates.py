"""Moments in lists: read where they can be read in one way alone."""

import pytest

from pamphleteer.post.lists.dates import moment_in


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("2024-01-06 10:11:12", "2024-01-06T10:11:12+00:00"),
        ("2024-01-06T10:11:12.000Z", "2024-01-06T10:11:12+00:00"),
        ("2024-01-06 10:11:12 UTC", "2024-01-06T10:11:12+00:00"),
        ("2024-01-06T10:11:12+02:00", "2024-01-06T08:11:12+00:00"),
        ("1704535872", "2024-01-06T10:11:12+00:00"),
        ("25/03/2021", "2021-03-25T00:00:00+00:00"),
        ("03/25/2021 08:00", "2021-03-25T08:00:00+00:00"),
        ("05/05/2021", "2021-05-05T00:00:00+00:00"),
        ("4.3.2021 9:05", "2021-03-04T09:05:00+00:00"),
        ("2024/01/06 10:11", "2024-01-06T10:11:00+00:00"),
        ("Jan 15, 2024", "2024-01-15T00:00:00+00:00"),
        ("12 Mar 2024", "2024-03-12T00:00:00+00:00"),
    ],
)
def test_read(words: str, read: str) -> None:
    at = moment_in(words)

    assert at and at.isoformat() == read


@pytest.mark.parametrize(
    "words",
    ["", "04/03/2021", "yesterday", "2924-01-05", "0001-01-01T00:00:00+14:00", "99/99/9999", "9" * 400,
     "31-02-2021", "1970-01-01"],
)  # fmt: skip
def test_not_read(words: str) -> None:
    assert moment_in(words) is None
