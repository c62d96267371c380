"""The addresses of the house, with and without their slash, below a path too."""

import pytest
from django.test import Client
from pytest_django import Settings

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/desk", "/desk/articles", "/digest", "/search"])
def test_a_missing_slash_is_put_there(client: Client, address: str) -> None:
    answer = client.get(f"{address}?q=river")

    assert answer.status_code == 301
    assert answer.headers["Location"] == f"{address}/?q=river"


def test_a_missing_slash_is_put_there_below_the_path_of_the_desk(
    client: Client, settings: Settings
) -> None:
    settings.FORCE_SCRIPT_NAME = "/newsroom"  # the server before the outlet takes the path away

    assert client.get("/desk").headers["Location"] == "/newsroom/desk/"


def test_a_missing_slash_leads_to_no_other_host(client: Client) -> None:
    answer = client.get("/desk//evil.example")

    assert answer.headers["Location"] == "/desk//evil.example/"


def test_what_is_sent_to_an_address_without_its_slash_is_not_lost_silently(client: Client) -> None:
    assert client.post("/desk", {"headline": "The river"}).status_code == 405


def test_a_page_whose_name_only_begins_so_is_a_page_of_the_site(client: Client) -> None:
    assert client.get("/desks").status_code == 404
