"""Partners on the site: who they are, and their pieces."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from pamphleteer.desk.verbs import partners
from pamphleteer.desk.verbs.publish import withdraw
from pamphleteer.press import paths
from pamphleteer.press.verbs import shelves
from pamphleteer.press.verbs.check import check
from pamphleteer.press.verbs.press import round_
from pamphleteer.register.models import Licence, Partner
from pamphleteer.register.verbs import journal
from tests.cast import Cast
from tests.press import documents
from tests.press.conftest import HOSTILE
from tests.press.documents import words

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]
START = datetime(2025, 12, 28, 12, tzinfo=UTC)


def site() -> dict[str, object]:
    round_()
    return documents.pages(Path(settings.PUBLIC))


def test_a_partner_has_a_page_with_its_site_its_licence_and_its_pieces(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelves, "EACH", 3)
    Partner.objects.filter(pk=cast.partner.pk).update(about="Fishers\n\nwho write. <b>")
    for number in range(7):
        cast.article(
            headline=f"Piece {number}",
            partner=cast.partner,
            date=START + timedelta(days=number),
        )
    cast.article(headline="Our own")

    pages = site()
    page, first = pages["partners/harbour-light/index.html"], pages["partners/harbour-light/1.html"]
    pieces = [words(one) for one in page.xpath("//main//article/h2")]
    assert pieces == ["Piece 6", "Piece 5", "Piece 4", "Piece 3"]
    assert [words(one) for one in first.xpath("//main//article/h2")] == [
        "Piece 2", "Piece 1", "Piece 0",
    ]  # fmt: skip
    told = words(page.xpath("//main")[0])
    assert "Fishers who write. <b>" in told
    assert "7 pieces" in told
    links = {words(a): a.get("href") for a in page.xpath("//dl//a")}
    assert links == {
        "harbour-light.example": "https://harbour-light.example/",
        cast.partner.licence.name: cast.partner.licence.url,
    }
    assert [words(a) for a in page.xpath("//nav[@aria-label='Years']//a")] == ["2026", "2025"]
    article = pages["articles/piece-1.html"]
    (way,) = article.xpath("//header//p[@class='meta']//a/@href")
    assert way == "../partners/harbour-light/index.html"


def test_partners_with_pieces_are_listed_and_no_others(cast: Cast) -> None:
    article = cast.article(partner=cast.partner)
    licence = Licence.objects.get(slug="cc-by")
    Partner.objects.create(slug="quiet", name="Quiet", licence=licence)
    loud = Partner.objects.create(
        slug="con", name=HOSTILE[:200], url="javascript:alert(1)", licence=licence
    )
    cast.article(headline="Loud", partner=loud)

    listed = site()["partners/index.html"].xpath("//main//li//h2/a")
    assert [words(a)[:11] for a in listed] == ['He said "no', "The Harbour"]
    assert listed[0].get("href").startswith("../partners/con-")

    withdraw(article)
    pages = site()
    assert len(pages["partners/index.html"].xpath("//main//li//h2/a")) == 1
    assert "partners/harbour-light/index.html" not in pages


def moved(partner: Partner, slug: str) -> None:
    with transaction.atomic():
        stood = partners.address_of(partner.pk)
        partner.slug = slug
        partner.save()
        partners.settle(partner, stood=stood)
        journal.write("partner.changed", partner)


def test_an_old_address_of_a_partner_leads_on_and_its_feed_goes_on(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelves, "EACH", 3)
    for number in range(7):
        cast.article(headline=f"Piece {number}", partner=cast.partner)
    round_()
    moved(cast.partner, "harbour")
    round_()
    moved(cast.partner, "النور")

    pages, new = site(), paths.link("partners/النور/index.html")
    for old in ("harbour-light/index", "harbour-light/1", "harbour/index", "harbour/1"):
        (refresh,) = pages[f"partners/{old}.html"].xpath("//meta[@http-equiv='refresh']/@content")
        assert refresh == f"0; url=../../{new}"
        assert words(pages[f"partners/{old}.html"].xpath("//h1")[0]) == "This page has moved"
    public = Path(settings.PUBLIC)
    for file in ("feed.xml", "atom.xml", "feed.json"):
        feed = (public / "partners/النور" / file).read_bytes()
        assert b"Piece 6" in feed
        assert (public / "partners/harbour-light" / file).read_bytes() == feed
    assert not check()

    moved(cast.partner, "harbour-light")
    assert words(site()["partners/harbour-light/index.html"].xpath("//h1")[0]) == cast.partner.name
    assert not check()


def test_a_licence_that_is_changed_is_changed_on_all_pages_that_name_it(cast: Cast) -> None:
    article = cast.article(partner=cast.partner)
    cast.article(headline="Our own")
    before = site()
    with transaction.atomic():
        Licence.objects.filter(pk=cast.partner.licence_id).update(
            name="By the harbour", url="https://example.org/by"
        )
        journal.write("licence.changed", cast.partner.licence)
    after = site()
    for page in (f"articles/{article.slug}.html", "partners/harbour-light/index.html"):
        assert "By the harbour" not in words(before[page])
        assert after[page].xpath("//a[@href='https://example.org/by']"), page
    assert not check()
