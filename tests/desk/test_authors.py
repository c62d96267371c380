"""Whose an article is: told from its line where it is published."""

from importlib import import_module

import pytest
from django.apps import apps

from pamphleteer.desk.models import Article, Author, Byline
from pamphleteer.desk.verbs.take import take
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def told() -> set[tuple[str, str]]:
    return set(Byline.objects.values_list("article__headline", "author__name"))


def test_a_draft_has_no_author_before_it_is_published(cast: Cast) -> None:
    cast.draft(authors="Ada Quay")
    assert not Author.objects.exists()


def test_what_was_published_before_is_its_authors_too(cast: Cast) -> None:
    long = "Maximiliana " * 9
    for number, line in enumerate(("Ada Quay", "ada quay and Ben Li", f"{long}A; {long}B", "")):
        cast.article(headline=f"Piece {number}", authors=line)
    cast.draft(headline="Draft", authors="Cai")
    before = told()
    assert len(before) == 5
    Author.objects.all().delete()
    assert not told()

    import_module("pamphleteer.desk.migrations.0032_bylines").fill(apps, None)
    assert told() == before
    assert len(set(Author.objects.values_list("slug", flat=True))) == 4


def test_many_are_settled_together(cast: Cast) -> None:
    articles = [cast.article(headline=f"Piece {n}", authors="") for n in range(5)]
    lines = {one.pk: f"Ada Quay and Ben Li {one.pk}" for one in articles}
    Byline.objects.settle(lines)
    assert Byline.objects.count() == 10
    Byline.objects.settle(dict.fromkeys(lines, "Ada Quay"))
    assert told() == {(one.headline, "Ada Quay") for one in articles}


def test_names_of_the_wire_that_are_too_many_are_left_out_whole(cast: Cast) -> None:
    names = [f"Ada Maximiliana Quay the {n}th" for n in range(20)]
    article = take(cast.item(authors=names))
    longest = Article._meta.get_field("authors").max_length
    assert len(article.authors) <= longest
    assert article.authors.split(", ") == names[: article.authors.count(",") + 1]
