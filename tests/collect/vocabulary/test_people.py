"""Who wrote a piece, in the ways in which people put names beside mail addresses."""

import pytest

from pamphleteer.collect.vocabulary.people import several


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ('"Quay, Ada" <ada@harbour-light.example>', ["Quay, Ada"]),
        ("Quay, Ada <ada@harbour-light.example>", ["Quay, Ada"]),
        ('ada@harbour-light.example ("Quay, Ada")', ["Quay, Ada"]),
        ('Ada "Tide" Quay <ada@harbour-light.example>', ['Ada "Tide" Quay']),
        ("ada@harbour-light.example (Ada Quay (Oslo))", ["Ada Quay (Oslo)"]),
        ("Ada Quay (ada@harbour-light.example (home))", ["Ada Quay (home)"]),
        ("Ada Quay ((ada@harbour-light.example))", ["Ada Quay"]),
        ("((Ada Quay))", ["Ada Quay"]),
        ("(photos) Ada (Bo)", ["(photos) Ada (Bo)"]),
        ("Ada Quay &lt;ada@harbour-light.example&gt;", ["Ada Quay"]),
        ("Ada Quay | ada@harbour-light.example", ["Ada Quay"]),
        ("Ada <a@x.example>, Bo <b@x.example>", ["Ada", "Bo"]),
        ('"Quay, Ada" <a@x.example>; b@x.example (Pier, Bo)', ["Quay, Ada", "Pier, Bo"]),
        ("Ada Quay, Bo Pier", ["Ada Quay, Bo Pier"]),
    ],
)
def test_each_person_is_named_once_and_whole(written: str, meant: list[str]) -> None:
    assert [author.name for author in several(written)] == meant
