"""An outlet's articles are no pages of Wagtail's: nobody at the desk meets any."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from pamphleteer.desk.models import Article
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]

NOWHERE = [
    "pages/",
    "pages/1/",
    "pages/2/edit/",
    "pages/search/",
    "pages/add/wagtailcore/page/1/",
    "choose-page/1/",
    "choose-page/search/",
    "api/main/pages/",
    "bulk/wagtailcore/page/delete/?id=2",
    "bulk/desk/article/delete/?id=1",
    "reports/aging-pages/",
    "workflows/list/",
    "collections/",
    "groups/",
    "images/",
    "documents/",
    "snippets/",
    "failwhale/",
]


@pytest.fixture(params=["editor", "publisher"])
def desk(client: Client, cast: Cast, request: pytest.FixtureRequest) -> Client:
    """A browser in which an editor, or a publisher, is logged in."""
    client.force_login(getattr(cast, request.param))
    return client


def leads(page: str, address: str) -> bool:
    """Tell whether a link of the page, or an entry of its menus, leads there."""
    return any(f'{link}"/desk/{address}/' in page for link in ("href=", '"url": ', "action="))


@pytest.mark.parametrize("address", NOWHERE)
def test_what_is_not_of_the_house_is_not_there(desk: Client, cast: Cast, address: str) -> None:
    cast.article()
    assert desk.get(f"/desk/{address}").status_code == 404
    assert desk.post(f"/desk/{address}").status_code == 404
    assert Article.objects.exists()


def test_strangers_are_asked_to_log_in_there_as_everywhere(client: Client, db: None) -> None:
    assert client.get("/desk/pages/").headers["Location"] == "/desk/login/?next=/desk/pages/"


def test_home_searches_articles_and_links_no_page(desk: Client) -> None:
    home = desk.get(reverse("wagtailadmin_home")).content.decode()

    assert f'action="{reverse("wagtailsnippets_desk_article:list")}"' in home
    assert "Search all pages" not in home
    assert '"/desk/articles/"' in home.split('"_type": "wagtail.sidebar.SearchModule"')[1][:200]
    for address in ("pages", "workflows", "collections", "groups", "images", "documents"):
        assert not leads(home, address)


def test_a_search_that_finds_nothing_offers_no_search_for_pages(desk: Client) -> None:
    found = desk.get(reverse("wagtailsnippets_desk_article:list"), {"q": "xyzzy"})

    assert not leads(found.content.decode(), "pages")


def test_a_link_in_a_text_begins_with_its_address(desk: Client) -> None:
    answer = desk.get("/desk/choose-page/", {"allow_email_link": "true"}, follow=True).json()

    assert answer["step"] == "external_link"
    assert "Email link" in answer["html"]
    assert "Internal link" not in answer["html"]


def test_the_account_page_asks_nothing_about_pages(desk: Client) -> None:
    answer = desk.get(reverse("wagtailadmin_account"))

    assert answer.status_code == 200
    assert "notifications" not in answer.content.decode().lower()


def test_nobody_has_rights_to_pages_pictures_or_documents(db: None) -> None:
    assert not GroupPagePermission.objects.exists()
    assert not GroupCollectionPermission.objects.exists()
    groups = {group.name: group for group in Group.objects.all()}
    assert set(groups) == {"Contributors", "Editors"}
    apps = {one.content_type.app_label for one in groups["Editors"].permissions.all()}
    assert apps == {"collect", "desk", "post", "register", "wagtailadmin"}


@pytest.mark.parametrize("model", ["collect_wireitem", "register_topic", "register_partner"])
def test_no_rows_are_ticked_to_be_deleted_together(desk: Client, cast: Cast, model: str) -> None:
    cast.item(), cast.topic
    page = desk.get(reverse(f"wagtailsnippets_{model}:list")).content.decode()

    assert 'type="checkbox"' not in page.split("<table")[1].split("</table")[0]
    assert "/desk/bulk/" not in page
