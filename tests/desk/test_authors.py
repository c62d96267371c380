"""Whose an article is: told from its line where it is published."""

from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from pamphleteer.desk.errors import Refused
from pamphleteer.desk.models import Article, Author, Byline
from pamphleteer.desk.verbs.authors import merge, rename
from pamphleteer.desk.verbs.take import take
from pamphleteer.register.models import Entry
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


def author(name: str) -> Author:
    return Author.objects.themselves().get(name=name)


def test_a_renamed_author_keeps_what_has_the_name_of_before(cast: Cast) -> None:
    cast.article(headline="One", authors="Ada Quay")
    rename(author("Ada Quay"), "Ada Quáy")
    assert Author.objects.get().slug == "ada-quay"

    row = rename(author("Ada Quáy"), "Ada Harbour", by=cast.editor)
    assert row.slug == "ada-harbour"
    cast.article(headline="Two", authors="Ada Quay and Ben Li")
    cast.article(headline="Three", authors="ADA HARBOUR")
    assert told() == {
        ("One", "Ada Harbour"), ("Two", "Ada Harbour"), ("Two", "Ben Li"), ("Three", "Ada Harbour"),
    }  # fmt: skip
    assert Entry.objects.filter(what="author.changed", by=cast.editor).count() == 1

    back = rename(row, "Ada Quay")
    assert (back.pk, back.slug, back.key) == (row.pk, "ada-quay", "ada quay")
    assert set(Author.objects.filter(into=back).values_list("slug", flat=True)) == {"ada-harbour"}


def test_a_merged_author_is_the_other_one_from_then_on(cast: Cast) -> None:
    cast.article(headline="One", authors="Ada Quay and Ada Harbour")
    cast.article(headline="Two", authors="Ada Quay")
    rename(author("Ada Quay"), "A. Quay")
    kept = merge(author("A. Quay"), author("Ada Harbour"), by=cast.editor)
    cast.article(headline="Three", authors="Ada Quay; A. Quay")
    assert told() == {(name, "Ada Harbour") for name in ("One", "Two", "Three")}
    assert set(Author.objects.filter(into=kept).values_list("name", flat=True)) == {
        "A. Quay", "Ada Quay",
    }  # fmt: skip
    entry = Entry.objects.get(what="author.merged")
    assert (entry.data["came_from"], entry.data["to"]) == ("A. Quay", "Ada Harbour")


def test_what_is_no_name_or_another_s_is_refused(cast: Cast) -> None:
    cast.article(authors="Ada Quay and Ben Li")
    ada, ben = author("Ada Quay"), author("Ben Li")
    for name in ("", " ", "Ada, Ben", "Ada and Ben", "!!", "a@b.example", "Ben  LI", "x" * 121):
        with pytest.raises(Refused):
            rename(ada, name)
    with pytest.raises(Refused):
        merge(ada, ada)
    merge(ada, ben)
    for late in (lambda: merge(ada, ben), lambda: merge(ben, ada), lambda: rename(ada, "Cai")):
        with pytest.raises(Refused, match="a moment ago"):
            late()
    assert author("Ben Li") == ben


def test_editors_rename_and_merge_and_contributors_do_not(client: Client, cast: Cast) -> None:
    cast.article(headline="One", authors="Ada Quay and Ben Li")
    ada, ben = author("Ada Quay"), author("Ben Li")
    edit = reverse("wagtailsnippets_desk_author:edit", args=[ada.pk])
    merging = reverse("desk_merge_author", args=[ada.pk])
    listed = reverse("wagtailsnippets_desk_author:list")
    client.force_login(cast.contributor)
    for address in (edit, merging):
        client.post(address, {"name": "Other", "into": "Ben Li"})
    assert author("Ada Quay") == ada

    client.force_login(cast.editor)
    assert "Ada Quay" in client.get(listed).content.decode()
    assert "Ben Li" not in client.get(listed, {"q": "quay"}).content.decode()
    assert "is not read as one name" in client.post(edit, {"name": "A, B"}).content.decode()
    assert "merge the two" in client.post(edit, {"name": "ben li"}).content.decode()
    assert client.post(edit, {"name": "Ada Harbour"}).status_code == 302
    page = client.post(merging, {"into": "Nobody Here"}).content.decode()
    assert "There is no author of that name" in page and "1 article" in page
    assert client.post(merging, {"into": "BEN LI"}).status_code == 302
    assert told() == {("One", "Ben Li")}
    assert list(Author.objects.themselves()) == [ben]
    assert "its address leads there" in client.get(listed).content.decode()
    assert "Ada Harbour" not in client.get(listed).content.decode()
    assert client.get(merging).status_code == 302
    record = client.get(reverse("desk_record")).content.decode()
    assert "Ada Harbour" in record and "merged" in record
    add = client.get("/desk/snippets/desk/author/add/")
    assert add.status_code in {302, 403, 404}
