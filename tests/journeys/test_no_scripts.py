"""A script in every field that anybody fills: words on each page, in each letter and each feed, and nothing more.

Fields are found by themselves, so that a new one is tried without a word here.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import models
from django.test import Client
from django.urls import reverse
from lxml import etree, html

from pamphleteer.collect.models import Source, WireItem
from pamphleteer.desk.models import Article, Correction, Note, Picture, Recording
from pamphleteer.desk.verbs import topic_picture
from pamphleteer.desk.verbs.correct import correct
from pamphleteer.desk.verbs.notes import note
from pamphleteer.desk.verbs.publish import withdraw
from pamphleteer.desk.verbs.recordings import upload
from pamphleteer.ground import clock
from pamphleteer.post.models import Digest
from pamphleteer.post.verbs.compose import compose
from pamphleteer.post.verbs.preview import of_next
from pamphleteer.post.verbs.signup import enrol
from pamphleteer.post.wishes import Wishes
from pamphleteer.press.verbs.press import press
from pamphleteer.register.models import Licence, Outlet, Partner, Person, Topic
from tests.cast import Cast
from tests.sounds import mp3

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]
EVIL = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}{%x%}"
LEADS = 'javascript:alert(1)//"><script>alert(1)</script><img src=x onerror=alert(2)>'
# As somebody who goes past the editor would send it; what is no HTML at all opens no form.
BODY = (
    '<p onclick="alert(1)">It ran. <script>alert(1)</script><img src="x" onerror="alert(2)"/>'
    '<a href="javascript:alert(1)">Look</a></p><svg onload="alert(1)"></svg>'
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>'
)
ROWS = (
    Outlet, Partner, Licence, Topic, Person, Picture, Recording, Correction, Note, Source, WireItem,
    Article, Digest,
)  # fmt: skip
# What is made by the house, or is one of a few: no words of anybody's.
MADE = {
    "slug", "language", "zone", "email", "password", "master", "source", "sha256",
    "type", "kind", "identity", "fingerprint", "etag", "last_modified", "digest", "held_by", "host",
    "canonical", "hub", "hub_topic", "moving_to", "theme", "avatar", "state", "status",
}  # fmt: skip


def words_of(model: type[models.Model]) -> Iterator[models.Field]:  # type: ignore[type-arg]
    """Yield the fields of a row that hold somebody's words."""
    for field in model._meta.concrete_fields:
        is_text = isinstance(field, (models.CharField, models.TextField))
        made = field.name in MADE or field.choices or isinstance(field, models.SlugField)
        if is_text and not made and (model is not Recording or field.name != "name"):
            yield field


def evil(field: "models.Field", number: int) -> str:  # type: ignore[type-arg]
    """Return what is written into a field, as long as it takes."""
    words = LEADS if isinstance(field, models.URLField) else EVIL
    words = BODY if field.name == "body" else words
    told = f"{number}{words}" if field.unique else words
    return told[: field.max_length or len(told)]


@pytest.fixture
def newsroom(cast: Cast) -> Article:
    """An article of a partner's, with all that it may have, one that was withdrawn, and one of the wire."""
    Digest.objects.all().delete()
    Digest.objects.create(name="Daily", slug="daily", hour=7, begins=clock.now())
    picture, talk = cast.picture(), upload(mp3())
    article = cast.article(
        partner=cast.partner, picture=picture, item=cast.item(), by=cast.contributor
    )
    Article.objects.filter(pk=article.pk).update(audio=talk)
    cast.article(headline="Elsewhere", licence=Licence.objects.get(slug="cc-by"))
    cast.draft(headline="A draft")
    gone = cast.article(headline="Gone")
    note(article, "words", by=cast.editor)
    topic_picture.show(cast.topic, picture)
    cast.item()
    withdraw(gone, why="words")
    article.refresh_from_db()
    correct(article, "words", by=cast.editor)
    assert cast.publisher
    for model in ROWS:
        for row in model._default_manager.all():
            filled = {one.attname: evil(one, row.pk) for one in words_of(model)}
            model._default_manager.filter(pk=row.pk).update(**filled)
    Article.objects.filter(pk=article.pk).update(
        body=BODY + f'<embed embedtype="picture" id="{picture.pk}"/>'
    )
    for row in Article.objects.all():
        # The newest version as the desk has it open.
        row.save_revision(clean=False)
    return Article.objects.get(pk=article.pk)


def look(page: bytes | str, where: str) -> None:
    """Find nothing on a page that would run."""
    text = page.decode() if isinstance(page, bytes) else page
    for raw in ("<script>alert", "<img src=x", "<svg onload"):
        assert raw not in text, (where, text[max(0, text.find(raw) - 200) :][:400])
    for one in html.fromstring(text).iter(etree.Element):
        for name, value in one.attrib.items():
            told = (where, one.tag, name, value[:200])
            assert not (name.startswith("on") and "alert" in value), told
            if name in {"href", "src", "action", "formaction", "srcset", "poster"}:
                assert not value.strip().lower().startswith("javascript:"), told
            assert name != "srcdoc", told


@pytest.mark.parametrize(
    "page",
    [
        "<p><script>alert(1)</script></p>", "<p onclick='alert(1)'>x</p>",
        "<a href=' JavaScript:alert(1)'>x</a>", "<iframe srcdoc='x'></iframe>",
    ],
)  # fmt: skip
def test_what_would_run_is_found(page: str) -> None:
    with pytest.raises(AssertionError):
        look(page, "here")


def test_pages_and_feeds_of_the_site(newsroom: Article) -> None:
    enrol("ada@readers.example")
    assert compose(Digest.objects.get(slug="daily"))
    press()
    public = Path(settings.PUBLIC)
    pages = sorted(public.rglob("*.html"))
    assert len(pages) > 6
    for page in pages:
        look(page.read_text(), str(page.relative_to(public)))
    assert public / "digests/daily/edition-1.html" in pages
    whole = (public / f"articles/{newsroom.slug}.html").read_text()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in whole
    assert "49" not in html.fromstring(whole).cssselect("h1")[0].text_content()
    for feed in public.rglob("*.xml"):
        for one in etree.parse(feed).iter(etree.Element):
            if one.text and "<p" in one.text:
                look(f"<div>{one.text}</div>", str(feed))


def test_letters(newsroom: Article) -> None:
    bodies = of_next(Digest.objects.get(slug="daily"), Wishes(), at_desk=False)
    assert bodies is not None
    assert "&lt;script&gt;alert(1)" in bodies.html
    look(bodies.html, "digest")


@pytest.mark.parametrize("role", ["contributor", "editor", "publisher"])
def test_pages_of_the_desk(newsroom: Article, client: Client, cast: Cast, role: str) -> None:
    client.force_login(getattr(cast, role))
    item = WireItem.objects.filter(story__isnull=False).first()
    addresses = [
        reverse("wagtailadmin_home"), reverse("desk_record"), reverse("desk_wire"),
        reverse("desk_notes", args=[newsroom.pk]),
        reverse("desk_merge_topic", args=[cast.topic.pk]),
        reverse("desk_choose_picture"), reverse("desk_choose_recording"),
        *(reverse("desk_story", args=[item.story_id]) for item in [item] if item),
        *(reverse("desk_compare", args=[item.story_id]) for item in [item] if item),
        *(reverse(f"wagtailsnippets_desk_article:{name}", args=[newsroom.pk])
          for name in ("edit", "history", "unpublish")),
        reverse("wagtailusers_users:index"),
    ]  # fmt: skip
    shown = (Article, Picture, Topic, Partner, Source, Outlet)
    for model in shown:
        names = f"wagtailsnippets_{model._meta.app_label}_{model._meta.model_name}"
        addresses.append(reverse(f"{names}:list"))
        row = model._default_manager.first()
        assert row is not None
        addresses.append(reverse(f"{names}:edit", args=[row.pk]))
    seen = 0
    for address in addresses:
        answer = client.get(address)
        if answer.status_code == 200 and "html" in answer.headers["Content-Type"]:
            seen += 1
            look(answer.content, address)
        elif answer.status_code == 200:
            assert answer.headers["Content-Type"] == "application/json"
    assert seen > (4 if role == "contributor" else 15)


def test_previews_of_an_article(newsroom: Article, client: Client, cast: Cast) -> None:
    client.force_login(cast.editor)
    for mode, label in newsroom.preview_modes:
        answer = newsroom.serve_preview(client.get("/").wsgi_request, mode)
        look(answer.content, str(label))
