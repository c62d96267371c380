"""Two people at once come to the fixed pages for the first time, or give a page one address."""

import pytest
from django.test import Client
from django.urls import reverse

from pamphleteer.desk.models import FixedPage
from pamphleteer.register.models import Person
from tests.cast import Cast
from tests.desk.test_fixed_pages import LIST, saved
from tests.desk.test_two_begin import at_once

pytestmark = pytest.mark.usefixtures("own_database")


def come(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_the_usual_pages_are_drafted_once_and_an_address_is_one_page_s() -> None:
    cast = Cast()
    desks = [come(person) for person in (cast.editor, cast.publisher)]
    at_once(*[lambda one=one: one.get(reverse(LIST)).status_code for one in desks])
    assert FixedPage.objects.count() == 4
    came = at_once(*[lambda one=one: saved(one, slug="us").status_code for one in desks])
    assert sorted(map(str, came)) == ["200", "302"]
    assert sorted(FixedPage.objects.values_list("place", flat=True)) == [1, 2, 3, 4, 5]
