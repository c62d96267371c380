"""Names in bylines, as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pamphleteer.ground.bylines import LONGEST, MOST, joined, names, parts


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Ada Quay", ["Ada Quay"]),
        ("By Ada Quay and Ben Li", ["Ada Quay", "Ben Li"]),
        ("By: Ada", ["Ada"]),
        ("By Ye", ["By Ye"]),
        ("Ada Quay, Ben Li, and Cara Moss", ["Ada Quay", "Ben Li", "Cara Moss"]),
        ("ADA QUAY AND BEN LI", ["ADA QUAY", "BEN LI"]),
        ("Ada Quay, PhD, MD and Ben Li, Jr.", ["Ada Quay, PhD, MD", "Ben Li, Jr."]),
        ("Ada Quay PhD & Ben Li", ["Ada Quay PhD", "Ben Li"]),
        ("Quay, Ada; Li, Ben", ["Ada Quay", "Ben Li"]),
        ("Ana Pérez, Pedro y Luis", ["Ana Pérez", "Pedro", "Luis"]),
        ("Ana Pérez y Luis Díaz", ["Ana Pérez", "Luis Díaz"]),
        ("José Ortega y Gasset", ["José Ortega y Gasset"]),
        ("Artur da Costa e Silva", ["Artur da Costa e Silva"]),
        ("JOHN E SMITH", ["JOHN E SMITH"]),
        ("Jeanne Roi et Marc Lys / AFP", ["Jeanne Roi", "Marc Lys", "AFP"]),
        ("Anna Klein und Uwe Groß", ["Anna Klein", "Uwe Groß"]),
        ("علي حسن و محمد سعيد، ليلى أمين", ["علي حسن", "محمد سعيد", "ليلى أمين"]),
        ("علي حسن ومحمد سعيد", ["علي حسن", "محمد سعيد"]),
        ("محمد حسن وليد علي", ["محمد حسن وليد علي"]),
        ("山田太郎、鈴木花子", ["山田太郎", "鈴木花子"]),
        ("ada@example.org (Ada Quay)", ["Ada Quay"]),
        ("Ada Quay et al.", ["Ada Quay"]),
        ("Ada Quay for The Harbour Light", ["Ada Quay", "The Harbour Light"]),
        ("Ada Quay, ada  quay", ["Ada Quay"]),
        ("Ada O’Hara-Li, Sandy", ["Ada O’Hara-Li", "Sandy"]),
        ("🦀🦀 and 123", []),
        ("a" * 500, []),
        ("", []),
        (" ,;& and ", []),
    ],
)  # fmt: skip
def test_names_are_told_from_what_stands_between_them(line: str, found: list[str]) -> None:
    assert list(names(line).values()) == found
    assert "".join(part.words for part in parts(line)) == line


@pytest.mark.parametrize(
    "line", ["ADA QUÁY", "ada quay", "Ada  Quay, PhD", "Ada Quay Ph.D.", "Quay, Ada;", "“Ada Quay”"]
)  # fmt: skip
def test_one_name_has_one_key_however_it_is_written(line: str) -> None:
    assert list(names(line)) == ["ada quay"]


def test_who_is_a_generation_younger_is_somebody_else() -> None:
    assert list(names("Ada Quay, Jr.")) == ["ada quay jr"]


def test_long_names_that_begin_alike_have_keys_of_their_own() -> None:
    expanding = "ﷺ" * (LONGEST - 1)
    first, second = (next(iter(names(expanding + end))) for end in "ab")
    assert first != second
    assert len(first) <= 150


def test_a_line_of_names_is_cut_between_them() -> None:
    assert joined(["Ada Quay", "Ben Li"], 10) == "Ada Quay"
    assert joined(["Quay, Ada", "Ben Li"], 300) == "Quay, Ada; Ben Li"
    assert joined([], 300) == joined(["a" * 301], 300) == ""


@given(st.text(max_size=300))
def test_the_parts_of_any_line_are_the_line(line: str) -> None:
    told = parts(line)
    assert "".join(part.words for part in told) == line
    keys = [part.key for part in told if part.key]
    assert len(keys) == len(set(keys)) <= MOST
    assert all(len(key) <= 150 for key in keys)
