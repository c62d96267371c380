"""Articles that are translations of each other: linked at the desk, named on each other's pages."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import Client
from lxml import html

from pamphleteer.desk.errors import Refused
from pamphleteer.desk.models import Article, Translation, TranslationSet
from pamphleteer.desk.verbs import translating
from pamphleteer.desk.verbs.publish import publish, withdraw
from pamphleteer.desk.verbs.record import lines, told
from pamphleteer.desk.verbs.write import write
from pamphleteer.ground.stopping import never
from pamphleteer.press.models import Change
from pamphleteer.press.verbs.check import check
from pamphleteer.press.verbs.press import press, round_
from tests.cast import Cast
from tests.desk.test_editing import edit
from tests.desk.test_web import form

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]


def named(article: Article) -> list[tuple[str, str, str, str]]:
    """Return what the page of an article says of its translations, after a round."""
    round_(never)
    article.refresh_from_db()
    page = html.fromstring((Path(settings.PUBLIC) / f"articles/{article.slug}.html").read_bytes())
    links = page.xpath('//p[contains(@class, "versions")]//a')
    heads = page.xpath('//head/link[@rel="alternate"][@hreflang]')
    shown = [(one.text, one.get("hreflang"), one.get("dir"), one.get("href")) for one in links]
    if shown:
        assert [one.get("hreflang") for one in heads] == sorted(
            [*(code for _name, code, _dir, _href in shown), article.language or "en"]
        )
        assert all(one.get("href").startswith(settings.SITE_URL) for one in heads)
    else:
        assert not heads
    return shown


def test_the_pages_of_translations_lead_to_each_other_as_long_as_they_are_live(cast: Cast) -> None:
    river = cast.article(headline="The river")
    rio = write(headline="El río", language="es")
    nahr = cast.article(headline="النهر", language="ar")
    press()
    translating.link(rio, river, by=cast.editor)
    translating.link(nahr, rio, by=cast.editor)
    arabic = ("العربية", "ar", "rtl", f"../articles/{nahr.slug}.html")
    assert [one[:3] for one in named(river)] == [arabic[:3]]

    publish(rio, by=cast.editor)
    assert [one[0] for one in named(river)] == ["العربية", "Español"]
    assert [one[0] for one in named(nahr)] == ["English", "Español"]
    # It moves: both others lead to where it stands now.
    before = Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    rio.slug, rio.headline = "el-rio-limpio", "El río, limpio"
    rio.save_revision()
    publish(rio, by=cast.editor)
    assert named(river)[1][3].endswith("/el-rio-limpio.html")
    assert named(nahr)[1][3].endswith("/el-rio-limpio.html")
    changed = set(Change.objects.filter(pk__gt=before).values_list("path", flat=True))
    assert {f"articles/{one.slug}.html" for one in (river, nahr, rio)} <= changed
    assert not check()

    withdraw(rio)
    assert [one[0] for one in named(river)] == ["العربية"]
    translating.unlink(nahr, by=cast.editor)
    assert not named(river) and not named(nahr)
    translating.unlink(rio)
    assert not TranslationSet.objects.exists()
    assert not check()
    record = [(one.did, one.more) for one in told(list(lines(kind="article")))]
    assert ("linked with a translation", "translation: The river") in record
    assert ("unlinked from a translation", "translation: The river") in record


def test_one_of_a_set_at_most_is_live_in_a_language(cast: Cast) -> None:
    river, rio = cast.article(headline="The river"), write(headline="El río", language="es")
    other = write(headline="El otro río", language="ES")
    for one in (rio, other):
        assert translating.link(one, river)
    assert not translating.link(other, rio)
    publish(rio)
    with pytest.raises(Refused, match="can't both be on the site"):
        publish(other)
    again = cast.article(headline="The river again")
    with pytest.raises(Refused, match="can't both be on the site"):
        translating.link(again, rio)
    with pytest.raises(Refused, match="itself"):
        translating.link(rio, rio)
    # Whoever goes round the desk meets the database.
    with pytest.raises(IntegrityError), transaction.atomic():
        Translation.objects.filter(article=other).update(live_in="es")
    withdraw(rio)
    publish(other)
    assert {row.live_in for row in Translation.objects.all()} == {"en", "es", None}
    # From one set into another: alone it is left in none.
    pair = [write(headline=name) for name in ("A", "B")]
    translating.link(pair[0], pair[1])
    translating.link(pair[0], river)
    assert [str(one) for one in translating.others(pair[0])] == [
        "The river", "El río", "El otro río"
    ]  # fmt: skip
    assert not translating.others(pair[1])


def test_an_editor_says_it_in_the_form_and_finds_the_other_by_words(
    client: Client, cast: Cast
) -> None:
    river = cast.article(headline="The river is clean")
    rio = write(headline="El río", language="es", by=cast.editor)
    client.force_login(cast.editor)
    found = client.get("/desk/articles/choose/", {"words": "RIVER clean"}).json()["found"]
    assert found == [{"id": river.pk, "label": "The river is clean"}]

    def said(article: Article, of: Any, was: Any = "", **more: str) -> dict[str, Any]:
        names = {"headline": article.headline, "language": article.language}
        return form(slug=article.slug, translation_of=of, translation_was=was, **names, **more)

    seen = html.fromstring(client.get(edit(rio)).content)
    assert seen.xpath('//input[@name="translation_was"]/@value') in ([""], [])
    looked = client.post(edit(rio), said(rio, "", translation_of_words="clean"))
    assert "1 found" in looked.content.decode() and not translating.others(rio)
    client.post(edit(rio), said(rio, river.pk))
    assert translating.others(rio) == [river]
    # A form that was opened before, or that knows nothing of it, takes nothing back.
    client.post(edit(rio), said(rio, ""))
    client.post(edit(rio), form(slug=rio.slug))
    assert translating.others(rio) == [river]
    seen = html.fromstring(client.get(edit(rio)).content)
    assert seen.xpath('//input[@name="translation_was"]/@value') == [str(river.pk)]
    again = cast.article(headline="The river, once more")
    refused = client.post(edit(again), said(again, river.pk), follow=True).content.decode()
    assert "not linked as a translation" in refused
    client.post(edit(rio), said(rio, "", was=river.pk))
    assert not translating.others(rio)


def test_contributors_choose_among_what_they_may_read(client: Client, cast: Cast) -> None:
    cast.article(headline="Somebody's river")
    own = write(headline="My river", by=cast.contributor)
    client.force_login(cast.contributor)
    found = client.get("/desk/articles/choose/", {"words": "river"}).json()["found"]
    assert [one["id"] for one in found] == [own.pk]
