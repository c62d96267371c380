# ruff: noqa: ISC004
"""What pages of many makes tell of their article is found, and nobody else's is taken for it."""

import json
from typing import Any

import pytest

from pamphleteer.collect.pages import tree_of
from pamphleteer.collect.workshop.extracted import Extracted
from pamphleteer.collect.workshop.extracting import extract
from pamphleteer.collect.workshop.facts import facts_of
from tests.collect import articles

ADDRESS = "https://harbour-light.example/2026/ledgers"
NC = "https://creativecommons.org/licenses/by-nc/4.0/"
ADA = '{"@type": "Article", "author": "Ada"}'


def told(head: str = "", main: str = "<article><p>Words.</p></article>") -> Extracted:
    return facts_of(tree_of(articles.page(main, head=head)), ADDRESS, ADDRESS)


def script(said: Any, kind: str = "application/ld+json") -> str:
    words = said if isinstance(said, str) else json.dumps(said)
    return f'<script type="{kind}">{words}</script>'


@pytest.mark.parametrize(
    ("head", "names"),
    [
        ("<meta name=author content=Ada><meta name=author content=Bo>", ("Ada", "Bo")),
        ("<meta name=author content=''><meta name=author content='By Ada'>", ("Ada",)),
        ("<meta property=article:author content='https://social.example/a'>", ()),
        ("<meta name=author content='https://a.example'><meta name=dc.creator content=Ada>",
         ("Ada",)),
        ("<meta name=citation_author content=Ada>", ("Ada",)),
        ("<meta name=parsely-author content=Ada>", ("Ada",)),
        (script({"@type": "Article", "author": {"name": ["Ada", "Bo"]}}), ("Ada", "Bo")),
        (script({"@graph": [{"@type": "Article", "author": [{"@id": "#a"}]},
                            {"@type": "Person", "@id": "#a", "name": "Ada"}]}), ("Ada",)),
        (script(ADA, "application/LD+JSON; charset=utf-8"), ("Ada",)),
        (script(f"<!-- {ADA} -->"), ("Ada",)),
        (script(f"//<![CDATA[\n{ADA}\n//]]>"), ("Ada",)),
        (script({"@type": "Article", "author": "A\x00d\ud800a"}), ("Ada",)),
        (script({"@type": "Article", "author": {"@id": "#nobody"}}), ()),
    ],
)  # fmt: skip
def test_writers_are_found_where_their_system_names_them(head: str, names: tuple[str]) -> None:
    assert told(head).authors == names


@pytest.mark.parametrize(
    "main",
    [
        "<div itemscope itemtype='https://schema.org/NewsArticle'><span itemprop=author itemscope>"
        "<span itemprop=name>Ada</span> writes daily</span></div>",
        "<article><p>By <a rel='author external' href=/ada>Ada</a></p></article>",
        "<main><a class='p-author h-card' href=/>Ada</a></main>",
        "<article><i itemprop=author>Ada</i><div itemtype='https://schema.org/Comment'>"
        "<i itemprop=author>A reader</i></div></article>",
    ],
)
def test_writers_are_found_in_the_page_and_readers_are_none(main: str) -> None:
    assert told(main=main).authors == ("Ada",)


def test_of_several_articles_the_one_at_the_pages_address_is_meant() -> None:
    others = [{"@type": "Article", "url": "/2", "author": "Cy", "isAccessibleForFree": False}]
    ours = {"@type": "Article", "mainEntityOfPage": {"@id": f"{ADDRESS}/"}, "author": "Ada"}
    found = told(script([*others, ours]))
    assert (found.authors, found.paid) == (("Ada",), False)


@pytest.mark.parametrize("said", [False, "False", "http://schema.org/False", "no"])
def test_a_paywall_is_known_however_it_is_spelt(said: object) -> None:
    assert told(articles.linked(isAccessibleForFree=said)).paid


@pytest.mark.parametrize(
    "main",
    [
        f"<div class=wp-caption><img src=/p><p class=wp-caption-text><a href='{NC}'>CC</a></div>",
        f"<p class=photo-credit>Photo: <a rel=license href='{NC}'>CC</a></p>",
        f"<ol class=comment-list><li><a href='{NC}'>mine</a></ol>",
        f"<section id=comments><a rel=license href='{NC}'>mine</a></section>",
    ],
)
def test_a_pictures_or_a_comments_licence_is_not_the_pieces(main: str) -> None:
    foot = f"<footer><a href='{articles.BY}'>CC</a></footer>"
    assert told(main=f"<article>{main}</article>").licences == ()
    assert told(main=f"<article>{main}</article>{foot}").licences == (articles.BY,)


@pytest.mark.parametrize(
    ("head", "main"),
    [
        ("", f"<footer><a rel='noopener License' href='{NC}'>x</a></footer>"),
        # What is said of a whole page tells nothing of a link in it.
        (
            "",
            f"<article class='comments caption'><p><a rel=license href='{NC}'>x</a></p></article>",
        ),
        ("<meta name=copyright content='© 2026'>", f"<footer><a href='{NC}'>x</a></footer>"),
        (articles.linked(usageInfo=NC), "<p>Words.</p>"),
    ],
)
def test_the_pieces_own_licence_is_found(head: str, main: str) -> None:
    assert told(head, main).licences == (NC,)


@pytest.mark.parametrize(
    "words",
    [
        "This article is published under a Creative Commons Attribution-NoDerivatives 4.0 licence.",
        "Este texto se publica bajo licencia CC BY-NC-ND 4.0.",
        "Licence: CC BY-SA 3.0",
    ],
)
def test_a_licence_that_a_page_states_without_a_link_is_found(words: str) -> None:
    assert told(
        main=f"<article><p>News.</p></article><footer><p>{words}</p></footer>"
    ).licences == (words,)


def test_words_about_licences_state_none() -> None:
    talk = "<p>The CC BY-NC licences were written in 2002 by Creative Commons.</p>"
    picture = "<figure><figcaption><p>Photo: Bo, under CC BY-ND</p></figcaption></figure>"
    assert told(main=f"<article>{talk}{picture}</article>").licences == ()


def test_a_licence_in_the_head_is_found_in_words() -> None:
    assert told("<meta name=copyright content='CC BY-NC'>").licences == ("CC BY-NC",)


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ("<meta property=og:image content='data:image/png;base64,A'>"
         "<meta name=twitter:image content=/t.jpg>", "/t.jpg"),
        ("<meta property=og:image content='javascript:alert(1)'>", ""),
        ("<meta property=og:image content='javascript:x'><link rel=image_src href=/s.jpg>",
         "/s.jpg"),
        (script({"@graph": [{"@type": "Article", "image": {"@id": "#p"}},
                            {"@id": "#p", "url": "/p.jpg"}]}), "/p.jpg"),
        (articles.linked(image=["/a.jpg", "/b.jpg"]), "/a.jpg"),
        (articles.linked(thumbnailUrl="/t.jpg"), "/t.jpg"),
    ],
)  # fmt: skip
def test_the_first_picture_that_can_be_shown_is_taken(head: str, url: str) -> None:
    picture = told(head).picture
    assert (picture.url if picture else "") == (url and f"https://harbour-light.example{url}")
    assert not picture or picture.credit == ""


def test_a_picture_has_its_own_words_and_credit_and_no_others() -> None:
    late = "<article><img src=data:x data-src=/late.jpg alt='A crane'></article>"
    linked = articles.linked(image={"url": "/other.jpg", "creditText": "Bo Reed"})
    found = told(f"<meta property=og:image content=/late.jpg>{linked}", late).picture
    assert found
    assert (found.alt, found.credit) == ("A crane", "")
    own = told(linked).picture
    assert own
    assert own.credit == "Bo Reed"


@pytest.mark.parametrize(
    ("base", "root"),
    [
        ("https://harbour-light.example/deep/", "https://harbour-light.example/deep/"),
        ("/deep/", "https://harbour-light.example/deep/"),
        ("javascript:alert(1)//", "https://harbour-light.example/2026/"),
    ],
)
def test_links_are_relative_to_the_pages_base(base: str, root: str) -> None:
    head = f'<base href="{base}"><link rel=canonical href=a><meta property=og:image content=i.jpg>'
    text = (
        f"<p><a href=b>See</a> {articles.ENGLISH[0]}</p>{articles.paragraphs(articles.ENGLISH[1:])}"
    )
    found = extract(articles.page(f"<article>{text}</article>", head=head), ADDRESS)
    assert found.picture
    assert (found.canonical, found.picture.url) == (f"{root}a", f"{root}i.jpg")
    assert f'href="{root}b"' in found.body


def test_links_are_seen_from_the_page_and_not_from_its_front_page() -> None:
    text = '<a href="b">One</a> and <a href="#n">two</a> and <a href="http://[">three</a>.'
    whole = f"<article><p>{articles.ENGLISH[0]} {text}</p>{articles.paragraphs(articles.ENGLISH)}</article>"
    found = extract(articles.page(whole), ADDRESS)
    assert 'href="https://harbour-light.example/2026/b"' in found.body
    assert "http://[" not in found.body
