"""The desk speaks the language of whoever is before it; what is the same in two languages was forgotten."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from django.utils.translation.trans_real import translation
from lxml import html
from wagtail.users.models import UserProfile

from docs import words
from pamphleteer.collect.models import Story, Version
from pamphleteer.desk.models import Article
from pamphleteer.desk.models.show import CHOICES
from pamphleteer.desk.verbs.allowed import told
from pamphleteer.desk.verbs.notes import note
from pamphleteer.desk.verbs.publish import publish, withdraw
from pamphleteer.desk.verbs.review import submit
from pamphleteer.desk.verbs.skip import skip
from pamphleteer.ground import clock
from pamphleteer.post.models import Rest
from pamphleteer.register.models import Outlet, Topic
from pamphleteer.register.numbers import grouped
from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db
LETTERS = re.compile(r"[^\W\d_]{2}")
ATTRIBUTES = ("aria-label", "placeholder", "title", "alt", "data-counted", "data-failed")
# Names of things, and what people type on whatever keyboard; those of directories of podcasts.
ALIKE = {"Pamphleteer", "No", "pamphleteer people unlock", "español", "français"}
ALIKE |= {label for _key, label in CHOICES}
# Those that Wagtail wrote into its templates.
WAGTAILS = {"actions", "true", "false", "pagination"}


def said(page: str) -> Iterator[str]:
    """Yield what a page says: its texts, and the words of what is not seen."""
    tree = html.fromstring(page)
    for gone in tree.xpath("//script | //style | //svg | //template"):
        gone.drop_tree()
    for node in tree.iter():
        yield from (re.sub("<[^>]*>", "", node.get(name) or "") for name in ATTRIBUTES)
        if node.tag == "input" and node.get("type") in {"submit", "button"}:
            yield node.get("value", "")
        if isinstance(node.tag, str):
            texts = (text.strip() for text in (node.text or "", node.tail or ""))
            yield from (text.removesuffix(" - Wagtail") for text in texts if "<" not in text)


def written() -> re.Pattern[str]:
    """Return what finds whatever people and partners have written, in all rows."""
    texts: set[str] = set()
    for model in apps.get_models():
        names = [
            one.name
            for one in model._meta.concrete_fields
            if isinstance(one, models.CharField | models.TextField | models.JSONField)
        ]
        for row in model._default_manager.all():
            texts |= {str(row), *(str(getattr(row, name)) for name in names)}
    plain = re.sub("<[^>]*>", "\n", "\n".join(texts))
    lines = {line for line in plain.splitlines() if LETTERS.search(line)}
    return re.compile("|".join(map(re.escape, sorted(lines, key=len, reverse=True))))


def same_in(language: str) -> set[str]:
    """Return the words that are the same in English and in a language, here, in Django, in Wagtail."""
    known = translation(language)._catalog.items()  # type: ignore[attr-defined]
    same = {str(key) for key, value in known if key == value}
    own = words.own(words.read(language))
    same |= {str(message.id) for message in own if message.id == message.string}
    return {one.casefold() for one in same} | WAGTAILS


def pages(cast: Cast, article: Article, story: Story) -> dict[str, str]:
    """Return the main pages of the desk."""
    at = {
        "home": "wagtailadmin_home", "wire": "desk_wire", "record": "desk_record",
        "list": "wagtailsnippets_desk_article:list", "write": "wagtailsnippets_desk_article:add",
        "topics": "wagtailsnippets_register_topic:list", "topic": "wagtailsnippets_register_topic:add",
        "people": "wagtailusers_users:index", "let in": "wagtailusers_users:add",
        "sources": "wagtailsnippets_collect_source:list", "security": "desk_security",
        "sure": "desk_sure", "pictures": "wagtailsnippets_desk_picture:list",
        "picture": "wagtailsnippets_desk_picture:add", "account": "wagtailadmin_account",
        "partners": "wagtailsnippets_register_partner:list", "partner": "wagtailsnippets_register_partner:add",
        "fixed pages": "wagtailsnippets_desk_fixedpage:list",
        "fixed page": "wagtailsnippets_desk_fixedpage:add",
        "outlet": "wagtailsnippets_register_outlet:list", "login": "wagtailadmin_login",
        "app": "desk_app", "passkey": "desk_passkey", "password": "desk_password",
    }  # fmt: skip
    item = story.first
    assert item
    of_rows = {
        "form": reverse("wagtailsnippets_desk_article:edit", args=[article.pk]),
        "notes": reverse("desk_notes", args=[article.pk]),
        "withdrawing": reverse("wagtailsnippets_desk_article:unpublish", args=[article.pk]),
        "merging": reverse("desk_merge_topic", args=[cast.topic.pk]),
        "person": reverse("wagtailusers_users:edit", args=[cast.editor.pk]),
        "source": reverse("wagtailsnippets_collect_source:inspect", args=[cast.source.pk]),
        "story": reverse("desk_story", args=[story.pk]),
        "comparison": reverse("desk_compare", args=[item.pk]),
        "piece": reverse("wagtailsnippets_collect_wireitem:inspect", args=[item.pk]),
        "the outlet": reverse("wagtailsnippets_register_outlet:edit", args=[1]),
        "look": reverse("wagtailsnippets_desk_look:edit", args=[1]),
        "taken": reverse("desk_wire") + "?show=taken",
        "aside": reverse("desk_wire") + "?show=aside",
        "old": reverse("desk_record") + "?words=nothing",
    }
    bulk = {
        f"bulk {deed}": reverse("wagtail_bulk_action", args=["desk", "article", deed])
        + f"?id={article.pk}"
        for deed in ("publish", "topic", "withdraw")
    }
    return {name: reverse(address) for name, address in at.items()} | of_rows | bulk


@pytest.fixture
def newsroom(cast: Cast) -> tuple[Article, Story]:
    """A day at the desk: something of each sort that pages tell of."""
    now = clock.now()
    stories = [Story.objects.create(begun=now, latest=now, language="de") for _ in range(3)]
    for story in stories:
        for number in range(2):
            item = cast.item(story=story, version=2, identity=f"{story.pk}-{number}")
            Version.objects.create(item=item, number=1, headline="Ebbe", seen=now, fingerprint="1")
        Story.objects.filter(pk=story.pk).update(first=item)
    skip([stories[1].pk], by=cast.editor)
    item = stories[2].items.first()
    article = cast.draft(by=cast.contributor, item=item, partner=cast.partner)
    submit(article, by=cast.contributor)
    note(article, "Wer sagt das?", by=cast.editor)
    publish(article, by=cast.editor)
    withdraw(cast.article(headline="Ebbe"), by=cast.editor)
    submit(cast.draft(headline="Hochwasser", by=cast.contributor), by=cast.contributor)
    Topic.objects.create(slug="rivers", name="Flüsse", parent=cast.topic)
    cast.picture()
    cast.source.failures, cast.source.fault = 4, "antwortet nicht"
    cast.source.save()
    Rest.objects.create(
        relay="first", failures=3, since=now, until=now.replace(year=2099), said="voll"
    )
    stories[0].refresh_from_db()
    return article, stories[0]


def in_language(client: Client, language: str, address: str) -> str:
    answer = client.get(address, headers={"Accept-Language": language})
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    return answer.content.decode()


@pytest.mark.either_database
@pytest.mark.parametrize("language", words.LANGUAGES)
def test_the_main_pages_have_no_english_left(
    client: Client, cast: Cast, newsroom: tuple[Article, Story], language: str
) -> None:
    known, alike = same_in(language), {}
    for name, address in pages(cast, *newsroom).items():
        if name == "login":
            client.logout()
        elif "_auth_user_id" not in client.session:
            client.force_login(cast.publisher)
            client.post(reverse("desk_sure"), {"password": PASSWORD})
        ours, english = (set(said(in_language(client, code, address))) for code in (language, "en"))
        alike[name] = {one for one in ours & english - ALIKE if one.casefold() not in known}
    own = written()  # once, since to find all of them takes longer than a page
    left = {
        name: found
        for name, same in alike.items()
        if (found := {one for one in same if LETTERS.search(own.sub("", one))})
    }
    assert not left


def test_a_page_and_the_login_are_in_the_language_that_the_browser_asks_for(
    client: Client, cast: Cast
) -> None:
    at = reverse("wagtailadmin_login")
    for asked, spoken in (("es-MX,es;q=0.9,en;q=0.8", "es"), ("fr", "fr"), ("de,nl", "en")):
        assert f'<html lang="{spoken}"' in in_language(client, asked, at)
    assert "Entrar en la redacción" in in_language(client, "es", at)


def test_what_somebody_chose_goes_before_what_the_browser_asks_for(
    client: Client, cast: Cast
) -> None:
    client.force_login(cast.editor)
    at = reverse("wagtailadmin_account")
    page = html.fromstring(in_language(client, "es", at))
    offered = page.xpath("//select[@name='locale-preferred_language']/option/@value")
    assert offered == ["", "en", "es", "fr"]
    sent = dict(html.fromstring(client.get(at).content).xpath("//form[@method='POST']")[0].fields)
    names = {"name_email-first_name": "Edith", "name_email-last_name": "Eddy"}
    sent = {name: value or "" for name, value in sent.items()} | names
    assert client.post(at, sent | {"locale-preferred_language": "fr"}).status_code == 302
    assert UserProfile.objects.get(user=cast.editor).preferred_language == "fr"
    page = in_language(client, "es", reverse("wagtailadmin_home"))
    assert '<html lang="fr"' in page
    assert "En attente de vous" in page


def test_where_the_browser_asks_for_nothing_that_is_spoken_the_outlets_language_is(
    client: Client, cast: Cast
) -> None:
    Outlet.objects.update(language="fr-CA")
    assert "Entrer à la rédaction" in in_language(client, "de", reverse("wagtailadmin_login"))
    Outlet.objects.update(language="ar")
    assert "Log in at the desk" in in_language(client, "de", reverse("wagtailadmin_login"))


def test_a_refusal_is_told_in_the_language_of_whoever_is_refused(
    client: Client, cast: Cast
) -> None:
    client.force_login(cast.editor)
    answer = client.post(
        reverse("desk_do"), {"do": "skip"}, headers={"Accept-Language": "es"}, follow=True
    )
    assert "Marca primero las historias." in answer.content.decode()


def test_who_is_locked_out_is_told_so_in_their_language(client: Client, cast: Cast) -> None:
    sent = {"username": cast.editor.email, "password": "wrong"}
    at = reverse("wagtailadmin_login")
    for _attempt in range(11):
        answer = client.post(at, sent, headers={"Accept-Language": "fr"})
    assert answer.status_code == 429
    assert "Bloqué pour un moment" in answer.content.decode()


def test_the_record_is_read_in_a_language_and_its_table_is_the_same_for_everybody(
    client: Client, cast: Cast
) -> None:
    cast.draft()
    publish(cast.draft(headline="Ebbe"), by=cast.editor)
    client.force_login(cast.publisher)
    at = reverse("desk_record")
    page = " ".join(in_language(client, "es", f"{at}?words=publicó").split())
    assert "borrador → publicado" in page
    found = client.get(f"{at}?as=csv", headers={"Accept-Language": "es"})
    table = b"".join(found.streaming_content).decode()  # type: ignore[attr-defined]
    assert "draft,published" in table


def test_the_site_and_the_sign_up_do_not_speak_the_visitors_language(client: Client) -> None:
    for path in ("/", "/digest/"):
        answer = client.get(path, headers={"Accept-Language": "es"})
        assert "Vary" not in answer or "Accept-Language" not in answer["Vary"]
        assert b'lang="es"' not in answer.content


def test_numbers_and_dates_are_written_as_people_do(cast: Cast) -> None:
    moment = datetime(2026, 3, 1, 14, 5, tzinfo=UTC)
    written = {"en": ("12,345", "1 Mar 2026, 14:05 (UTC)"), "es": ("12\u202f345", "1 de marzo de 2026, 14:05 (UTC)"),
               "fr": ("12\u202f345", "1 mars 2026, 14:05 (UTC)")}  # fmt: skip
    for language, expected in written.items():
        with override(language):
            assert (grouped(12_345).replace("\xa0", "\u202f"), told(moment)) == expected
