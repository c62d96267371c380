"""What a licence allows, in words, and the credit line made from it."""

import pytest
from django.core.exceptions import ValidationError

from pamphleteer.register.models import Licence
from pamphleteer.register.models.licence import known_parts

pytestmark = pytest.mark.django_db


def test_the_line_names_authors_partner_and_licence() -> None:
    licence = Licence.objects.get(slug="cc-by")
    line = licence.credit(partner="The Harbour Light", authors=["Ada Quay", "Bo Reed"])
    assert line == "Ada Quay, Bo Reed for The Harbour Light, CC BY 4.0"


def test_what_is_missing_leaves_no_hole_in_the_line() -> None:
    licence = Licence.objects.get(slug="cc-by-nd")
    assert licence.credit(partner="The Harbour Light") == "The Harbour Light, CC BY-ND 4.0"
    agreed = Licence.objects.get(slug="by-agreement")
    assert agreed.credit(partner="The Harbour Light") == "The Harbour Light"
    reserved = Licence.objects.get(slug="all-rights-reserved")
    assert reserved.credit(partner="The Harbour Light", authors=["Ada"]) == "The Harbour Light"


def test_too_many_authors_are_left_out_of_the_line() -> None:
    licence = Licence.objects.get(slug="cc-by")
    line = licence.credit(partner="The Harbour Light", authors=["Ada Quay"] * 50)
    assert line == "The Harbour Light, CC BY 4.0"
    assert len(licence.credit(partner="x" * 400)) == 300


def test_what_looks_like_a_part_in_a_name_stays_words() -> None:
    licence = Licence.objects.get(slug="cc-by")
    assert licence.credit(partner="{authors} [x]") == "{authors} [x], CC BY 4.0"


@pytest.mark.parametrize("template", ["{author}", "{partner", "[{partner}", "a ] b", "{}"])
def test_a_line_that_asks_for_what_there_is_not_is_refused(template: str) -> None:
    with pytest.raises(ValidationError, match=r"may hold \{authors\}"):
        known_parts(template)


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("cc0", "full text allowed with credit"),
        ("cc-by", "full text allowed with credit"),
        ("cc-by-sa", "full text allowed with credit, changes under the same licence"),
        ("cc-by-nc-nd", "full text allowed with credit, unchanged, not where money is made"),
        ("all-rights-reserved", "excerpt and link only"),
    ],
)
def test_what_it_allows_is_told_in_words(slug: str, words: str) -> None:
    assert Licence.objects.get(slug=slug).words == words


def test_all_that_are_laid_have_lines_that_can_be_filled() -> None:
    for licence in Licence.objects.all():
        licence.full_clean()


@pytest.mark.parametrize(
    ("one", "other", "more"),
    [
        ("cc-by", "cc-by-sa", True),
        ("cc-by-sa", "cc-by", False),
        ("cc-by-sa", "cc-by-sa", False),
        ("cc-by", "cc-by", False),
        # Where nothing may be changed, nothing is bound to the licence of what is made of it.
        ("cc-by-nd", "cc-by-sa", False),
    ],
)
def test_changes_under_the_same_licence_alone_are_less_than_any(
    one: str, other: str, *, more: bool
) -> None:
    ours = Licence.objects.get(slug=one)
    assert ours.allows_more_than(Licence.objects.get(slug=other)) is more
