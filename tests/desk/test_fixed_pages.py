"""Fixed pages: drafted once, filled in, published, put in order, and at addresses that lead on."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from pamphleteer.desk.errors import Refused
from pamphleteer.desk.models import FixedPage, FixedPageAddress
from pamphleteer.desk.verbs import first_pages, fixed
from pamphleteer.ground.html import plain
from pamphleteer.register.models import Entry
from tests.cast import Cast

pytestmark = pytest.mark.django_db
LIST = "wagtailsnippets_desk_fixedpage:list"


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    client.force_login(cast.editor)
    return client


def saved(desk: Client, page: FixedPage | None = None, **fields: object) -> Any:
    known = {"title": "About", "slug": "", "body": '<p data-block-key="a">We are four.</p>'}
    if page:
        known = {"title": page.title, "slug": page.slug, "body": page.body}
    at = reverse(
        f"wagtailsnippets_desk_fixedpage:{'edit' if page else 'add'}", args=page and [page.pk]
    )
    return desk.post(at, _typed(known | fields))


def _typed(fields: dict[str, Any]) -> dict[str, Any]:
    """Return a form as Wagtail's editor sends it."""
    words = plain(fields["body"])
    block = {"key": "a", "text": words, "type": "unstyled", "depth": 0, "inlineStyleRanges": [],
             "entityRanges": [], "data": {}}  # fmt: skip
    return fields | {"body": json.dumps({"blocks": [block], "entityMap": {}})}


def test_the_usual_pages_are_drafted_once_and_none_is_published(desk: Client, cast: Cast) -> None:
    cast.outlet.language = "es"
    cast.outlet.save()
    page = desk.get(reverse(LIST), follow=True).content.decode()
    assert "borradores de las páginas habituales" in page
    titles = list(FixedPage.objects.values_list("title", flat=True))
    assert titles == ["Quiénes somos", "Contacto", "Privacidad", "Apóyanos"]
    assert not FixedPage.objects.live().exists()
    assert "borradores de las" not in desk.get(reverse(LIST)).content.decode()
    assert first_pages.begin() == []
    assert Entry.objects.filter(what="fixedpage.drafted").count() == 4


def test_a_draft_in_a_language_that_the_desk_does_not_speak_says_its_own(cast: Cast) -> None:
    cast.outlet.language = "ar"
    cast.outlet.save()
    assert {page.language for page in first_pages.begin()} == {"en"}


def test_nothing_is_published_that_is_still_to_be_filled_in(desk: Client, cast: Cast) -> None:
    first_pages.begin()
    privacy = FixedPage.objects.get(slug="privacy")
    answer = saved(desk, privacy, live="on").content.decode()
    assert "is still to be filled in" in answer
    assert "server&#x27;s log keeps" in answer
    privacy.refresh_from_db()
    assert not privacy.live
    assert "says nothing yet" in saved(desk, body="", live="on").content.decode()


def test_an_old_address_is_kept_and_no_other_page_gets_it(desk: Client) -> None:
    saved(desk, live="on")
    page = FixedPage.objects.get(slug="about")
    saved(desk, page, slug="who-we-are", live="on")
    stood = FixedPageAddress.objects.order_by("pk").values_list("slug", flat=True)
    assert list(stood) == ["about", "who-we-are"]
    assert "or was: choose another one" in saved(desk, slug="about").content.decode()
    saved(desk)  # an address that is made keeps clear of it
    assert FixedPage.objects.filter(slug="about-2").exists()
    page.refresh_from_db()
    saved(desk, page, slug="about", live="on")
    page.refresh_from_db()
    assert page.slug == "about"


def test_pages_move_and_a_form_that_was_open_does_not_move_them_back(desk: Client) -> None:
    for title in ("One", "Two", "Three"):
        saved(desk, title=title)
    one, _two, three = FixedPage.objects.all()
    desk.post(reverse("desk_move_page", args=[three.pk]), {"way": "up"})
    saved(desk, one, title="First")
    assert [str(page) for page in FixedPage.objects.all()] == ["First", "Three", "Two"]
    move = reverse("desk_move_page", args=[one.pk])
    assert "at the end already" in desk.post(move, {"way": "up"}, follow=True).content.decode()


def test_what_is_taken_off_the_site_says_since_when(desk: Client) -> None:
    saved(desk, live="on")
    page = FixedPage.objects.get()
    saved(desk, page)
    page.refresh_from_db()
    assert page.withdrawn_at
    assert page.told_state == "withdrawn"
    changed = Entry.objects.filter(what="fixedpage.changed").latest("pk")
    assert changed.data["live"] == ["True", "False"]
    saved(desk, page, live="on")
    page.refresh_from_db()
    assert page.withdrawn_at is None


def test_it_is_shown_beside_its_form_before_anybody_saves(desk: Client, cast: Cast) -> None:
    at = reverse("wagtailsnippets_desk_fixedpage:preview_on_add")
    picture = cast.picture()
    sent = {"title": "<b>Nous</b>", "slug": "", "language": "ar", "body": "", "picture": picture.pk}
    desk.post(at, _typed(sent | {"body": "<p>Salut</p>"}))
    page = desk.get(f"{at}?mode=page").content.decode()
    assert 'lang="ar" dir="rtl"' in page
    assert "<h1>&lt;b&gt;Nous&lt;/b&gt;</h1>" in page
    assert reverse("desk_picture_file", args=[picture.small.name]) in page
    assert not FixedPage.objects.exists()


def test_a_page_is_published_by_a_deed_as_by_the_form(cast: Cast) -> None:
    about, contact, *_others = first_pages.begin()
    with pytest.raises(Refused, match="still to be filled in"):
        fixed.publish(contact)
    about.body = "<p>We are four.</p>"
    fixed.publish(about, by=cast.editor)
    assert [str(page) for page in FixedPage.objects.at_the_foot()] == ["About us"]
    assert about.addresses.get().slug == "about-us"
