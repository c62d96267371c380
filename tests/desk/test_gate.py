"""What holds on every page of the desk: the outlet's clocks, and no way to another host."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from pamphleteer.register.models import Outlet
from tests.cast import Cast
from tests.desk.test_people import account
from tests.drawing import drawn

pytestmark = pytest.mark.django_db
LIST = "wagtailsnippets_desk_article:list"


def test_times_are_shown_as_they_are_typed_by_the_outlets_clocks(
    client: Client, cast: Cast
) -> None:
    Outlet.objects.update(zone="Asia/Tokyo")
    article = cast.article(date=datetime(2026, 11, 22, 20, 30, tzinfo=UTC))
    client.force_login(cast.editor)
    edit = reverse("wagtailsnippets_desk_article:edit", args=[article.pk])
    for _ in range(2):  # before there is a profile of Wagtail's, and after
        assert "23 Nov 2026, 05:30" in client.get(reverse(LIST)).content.decode()
        assert "2026-11-23 05:30" in client.get(edit).content.decode()
        client.get(reverse("wagtailadmin_account"))
    Outlet.objects.update(zone="America/New_York")
    assert "22 Nov 2026, 15:30" in client.get(reverse(LIST)).content.decode()


def test_nobody_has_clocks_or_a_face_of_their_own(
    client: Client, cast: Cast, settings: Settings
) -> None:
    client.force_login(cast.publisher)
    page = client.get(reverse("wagtailadmin_account")).content.decode()
    assert "time_zone" not in page
    assert "avatar-avatar" not in page
    sent = account(first_name="Paula") | {
        "avatar-avatar": drawn(),
        "locale-current_time_zone": "Asia/Tokyo",
    }
    assert client.post(reverse("wagtailadmin_account"), sent).status_code == 302
    assert not list(Path(settings.MEDIA_ROOT).rglob("*.*"))
    cast.publisher.refresh_from_db()
    assert "Tokyo" not in cast.publisher.wagtail_userprofile.current_time_zone


@pytest.mark.parametrize("path", ["/desk/", "/desk/wire/", "/desk/login/", "/desk/nowhere/"])
def test_no_page_of_the_desk_asks_another_host(client: Client, cast: Cast, path: str) -> None:
    client.force_login(cast.editor)
    policy = client.get(path).headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'self'; ")
    assert "http" not in policy
    assert "*" not in policy
    assert "frame-ancestors 'self'" in policy
