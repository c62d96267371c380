"""Fixed pages on the site: at their addresses, at the foot of every page, and gone in words."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from pamphleteer.desk.models import FixedPage
from pamphleteer.desk.verbs import fixed
from pamphleteer.ground.clock import StoppedClock
from pamphleteer.press.models import File
from pamphleteer.press.verbs.press import press, round_
from pamphleteer.register.verbs import journal
from tests.cast import Cast
from tests.press import documents
from tests.press.documents import words

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]


def saved(page: FixedPage | None = None, **fields: Any) -> FixedPage:
    """Do what the desk's form does."""
    page = page or FixedPage(title="About", slug="about", body="<p>We are four.</p>", live=True)
    for name, value in fields.items():
        setattr(page, name, value)
    with transaction.atomic():
        fixed.hold()
        fixed.check(page)
        fixed.catch_up(page)
        page.save()
        fixed.settle(page)
        journal.write("fixedpage.changed", page)
    return page


def site() -> dict[str, Any]:
    assert round_(lambda: False)
    return documents.pages(Path(settings.PUBLIC))


def foot(page: Any) -> list[tuple[str, str]]:
    links = page.xpath("//footer//ul[@class='fixed']//a")
    return [(words(link), link.get("href")) for link in links]


def test_a_page_stands_at_its_address_and_every_page_leads_to_it(cast: Cast) -> None:
    cast.article()
    picture = cast.picture()
    body = f'<p>We <b>are</b> four.<script>x</script></p><embed embedtype="picture" id="{picture.pk}"/>'
    saved(body=body, picture=picture)
    saved(FixedPage(title="Privé & <i>", slug="con", body="<p>None.</p>", live=True, language="fr"))
    saved(FixedPage(title="Draft", slug="draft"))
    saved(FixedPage(title="Aside", slug="aside", body="<p>A.</p>", live=True, in_foot=False))
    pages = site()
    about = pages["pages/about/index.html"]
    assert words(about.xpath("//h1")[0]) == "About"
    assert words(about.xpath("//div[@class='text']/p")[0]) == "We are four."
    assert len(about.xpath("//main//img")) == 2
    assert about.xpath("//footer//a[@aria-current]/@href") == ["../../pages/about/index.html"]
    con = next(path for path in pages if path.startswith("pages/con-"))
    assert pages[con].xpath("//article[@lang='fr'][@dir='ltr']")
    assert pages["pages/aside/index.html"] is not None
    assert "pages/draft/index.html" not in pages
    for path, page in pages.items():
        root = "../" * path.count("/") if path != "404.html" else settings.SITE_URL
        at = [f"{root}pages/about/index.html", f"{root}{con}"]
        assert foot(page) == [("About", at[0]), ("Privé & <i>", at[1])], path


def test_a_page_that_moves_or_is_taken_off_leaves_word(
    cast: Cast, stopped_clock: StoppedClock
) -> None:
    page = saved()
    site()
    saved(page, slug="us")
    old = site()["pages/about/index.html"]
    assert old.xpath("//meta[@http-equiv='refresh']/@content") == [
        "0; url=../../pages/us/index.html"
    ]
    saved(page, live=False)
    pages = site()
    for path in ("pages/about/index.html", "pages/us/index.html"):
        told = words(pages[path].xpath("//main")[0])
        assert "This page was withdrawn" in told
        assert "23 November 2026" in told
    assert not foot(pages["index.html"])


def test_only_what_the_foot_shows_makes_every_page_anew(cast: Cast) -> None:
    cast.article()
    page = saved()
    site()
    before = list(File.objects.values_list("path", flat=True))

    saved(page, body="<p>We are five.</p>")
    assert round_(lambda: False) == 1
    saved(page, title="About us")
    count = round_(lambda: False)
    assert count > len([path for path in before if path.endswith(".html")]) - 1
    assert press().written == 0
