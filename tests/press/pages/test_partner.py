"""Partners on the site: who they are, and their pieces."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from pamphleteer.desk.verbs.publish import withdraw
from pamphleteer.press.verbs import shelves
from pamphleteer.press.verbs.press import round_
from pamphleteer.register.models import Licence, Partner
from tests.cast import Cast
from tests.press import documents
from tests.press.conftest import HOSTILE
from tests.press.documents import words

pytestmark = pytest.mark.django_db
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
