"""Partners at the desk: whoever has an old address is led on."""

import pytest
from django.test import Client
from django.urls import reverse

from pamphleteer.collect.verbs.add import partner_named
from pamphleteer.register.models import Partner, PartnerAddress
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    client.force_login(cast.publisher)
    return client


def saved(desk: Client, partner: Partner | None, **fields: str) -> str:
    name = "register_partner:edit" if partner else "register_partner:add"
    told = {
        "name": "The Harbour Light",
        "slug": "harbour-light",
        "url": "",
        "about": "",
        "credit": "",
    }
    licence = {"licence": "1"}
    args = [partner.pk] if partner else []
    answer = desk.post(reverse(f"wagtailsnippets_{name}", args=args), told | licence | fields)
    return answer.content.decode() if answer.status_code == 200 else ""


def test_an_old_address_is_kept_and_no_other_partner_gets_it(desk: Client, cast: Cast) -> None:
    assert not saved(desk, cast.partner, slug="harbour")
    assert list(cast.partner.addresses.values_list("slug", flat=True)) == ["harbour-light"]
    assert "This address leads to “The Harbour Light”" in saved(desk, None, name="Other")
    assert Partner.objects.count() == 1
    assert not saved(desk, cast.partner, slug="harbour-light")
    assert list(PartnerAddress.objects.values_list("slug", flat=True)) == ["harbour"]


def test_a_partner_is_found_by_the_name_of_its_old_address(desk: Client, cast: Cast) -> None:
    saved(desk, cast.partner, slug="harbour")
    assert partner_named("Harbour Light") == cast.partner
    assert partner_named("Harbour") == cast.partner
