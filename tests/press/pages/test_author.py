"""Authors on the site: each with their pieces, and a roll that leads to all of them."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from pamphleteer.desk.models import Author, Byline
from pamphleteer.desk.verbs.authors import merge, rename
from pamphleteer.desk.verbs.publish import publish, withdraw
from pamphleteer.press import roll
from pamphleteer.press.verbs import shelves
from pamphleteer.press.verbs.check import check
from pamphleteer.press.verbs.press import press, round_
from tests.cast import Cast
from tests.press import documents
from tests.press.conftest import HOSTILE
from tests.press.documents import words

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]


def site() -> dict[str, object]:
    round_()
    return documents.pages(Path(settings.PUBLIC))


def test_each_author_of_a_piece_has_a_page_and_is_linked_once(cast: Cast) -> None:
    cast.article(headline="First", authors="By Ada Quay, PhD, and Ben Li (AFP)")
    cast.article(headline="Second", authors="ADA QUÁY")
    cast.article(headline="Third", authors="🦀 & <b>Con</b>")

    pages = site()
    links = pages["articles/first.html"].xpath("//span[@class='by']//a")
    assert [(words(a), a.get("href"), a.get("rel")) for a in links] == [
        ("Ada Quay, PhD", "../authors/ada-quay-phd/index.html", "author"),
        ("Ben Li", "../authors/ben-li/index.html", "author"),
        ("AFP", "../authors/afp/index.html", "author"),
    ]
    told = words(pages["articles/first.html"].xpath("//span[@class='by']")[0])
    assert told == "By Ada Quay, PhD, and Ben Li (AFP)"
    pieces = pages["authors/ada-quay-phd/index.html"].xpath("//main//article/h2")
    assert [words(one) for one in pieces] == ["Second", "First"]
    by = pages["articles/third.html"].xpath("//span[@class='by']")[0]
    assert words(by) == "By 🦀 & <b>Con</b>"
    assert [words(a) for a in by.xpath(".//a")] == ["<b>Con<", "b>"]
    listed = pages["authors/index.html"].xpath("//section[@class='group']//a")
    assert [words(a) for a in listed] == ["Ada Quay, PhD", "AFP", "b>", "<b>Con<", "Ben Li"]
    assert not check()


def test_an_author_without_a_piece_has_no_page(cast: Cast) -> None:
    article = cast.article(headline="One", authors="Ada Quay and Ben Li")
    round_()
    draft = article.get_latest_revision_as_object()
    draft.authors = "Ben Li"
    draft.save_revision()
    assert Byline.objects.count() == 2
    publish(article)

    pages = site()
    assert "authors/ada-quay/index.html" not in pages
    assert "authors/ben-li/index.html" in pages
    withdraw(article)
    pages = site()
    assert [path for path in pages if path.startswith("authors/")] == ["authors/index.html"]
    assert "Nobody’s name" in words(pages["authors/index.html"])


def test_slugs_that_collide_or_are_reserved_are_pages_of_their_own(cast: Cast) -> None:
    for number, name in enumerate(("O’Hara Li", "O Hara Li", "Con", "محمد", "Index")):
        cast.article(headline=f"Piece {number}", authors=name)
    cast.article(headline="Hostile", authors=HOSTILE)

    pages = site()
    slugs = set(Author.objects.values_list("slug", flat=True))
    assert {"o-hara-li", "o-hara-li-2", "con", "محمد"} <= slugs
    own = {path for path in pages if path.startswith("authors/") and path.count("/") == 2}
    assert len(own) == len(slugs)
    for path in own:
        assert len(pages[path].xpath("//main//article")) == 1
        assert not pages[path].xpath("//script")


def test_a_roll_of_many_is_split_by_letters_and_joined_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roll, "EACH", 4)
    names = ("Ana Ito", "Ana Kay", "Ann Lee", "Ben Li", "An", "Añil Moe", "Ana Ivo")
    for name in names:
        cast.article(headline=f"By {name}", authors=name)
        pages = site()
        assert not check(), name

    def linked(page: str) -> list[str]:
        return [words(a) for a in pages[page].xpath("//main//nav//a | //main//section//a")]

    assert linked("authors/index.html") == ["A", "B"]
    assert linked("authors/b.html") == ["Ben Li"]
    assert linked("authors/a.html") == ["An"]
    assert linked("authors/an.html") == ["Ana", "Ani", "Ann", "An"]
    assert linked("authors/ana.html") == ["Ana Ito", "Ana Ivo", "Ana Kay"]
    above = pages["authors/ana.html"].xpath("//ul[@class='kicker']//a")
    assert [(words(a), a.get("href")) for a in above] == [("Authors: An", "../authors/an.html")]
    for name in names[:3]:
        withdraw(next(iter(Author.objects.get(name=name).bylines.all())).article)
        pages = site()
        assert not check(), name
    assert [path for path in pages if path.startswith("authors/") and path.count("/") == 1] == [
        "authors/index.html"
    ]
    assert linked("authors/index.html") == ["An", "Ana Ivo", "Añil Moe", "Ben Li"]


def test_pages_follow_an_author_who_is_renamed_and_one_who_is_merged(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelves, "EACH", 3)
    for number in range(7):
        cast.article(headline=f"Piece {number}", authors="Ada Quay")
    cast.article(headline="Other", authors="Ben Li")
    site()
    ada, ben = Author.objects.get(name="Ada Quay"), Author.objects.get(name="Ben Li")
    rename(ada, "Zoe Quay")

    pages = site()
    listed = pages["authors/index.html"].xpath("//section[@class='group']//a")
    assert [words(a) for a in listed] == ["Ben Li", "Zoe Quay"]
    assert words(pages["authors/zoe-quay/index.html"].xpath("//h1")[0]) == "Zoe Quay"
    (link,) = pages["articles/piece-1.html"].xpath("//span[@class='by']//a")
    assert (words(link), link.get("href")) == ("Ada Quay", "../authors/zoe-quay/index.html")
    assert leads(pages["authors/ada-quay/1.html"]) == "../../authors/zoe-quay/index.html"
    assert not check()

    merge(Author.objects.get(pk=ada.pk), ben)
    pages = site()
    for slug in ("ada-quay", "zoe-quay"):
        for page in ("index", "1"):
            assert leads(pages[f"authors/{slug}/{page}.html"]) == "../../authors/ben-li/index.html"
    listed = pages["authors/index.html"].xpath("//section[@class='group']//a")
    assert [words(a) for a in listed] == ["Ben Li"]
    (link,) = pages["articles/piece-1.html"].xpath("//span[@class='by']//a")
    assert (words(link), link.get("href")) == ("Ada Quay", "../authors/ben-li/index.html")
    assert "8 pieces" in words(pages["authors/ben-li/index.html"].xpath("//main")[0])
    assert not check()
    press(everything=True)
    assert not check()


def leads(page: Any) -> str:
    (refresh,) = page.xpath("//meta[@http-equiv='refresh']/@content")
    return str(refresh).removeprefix("0; url=")


def test_a_roll_of_many_pages_follows_a_new_name(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roll, "EACH", 2)
    for name in ("Ada Quay", "Abe Li", "Al Cho", "Ben Li"):
        cast.article(headline=name, authors=name)
    site()
    rename(Author.objects.get(name="Al Cho"), "Bo Cho")
    pages = site()
    assert words(pages["authors/index.html"].xpath("//main")[0])
    assert not check()
    rename(Author.objects.get(name="Bo Cho"), "Bo Chó")
    site()
    assert not check()
