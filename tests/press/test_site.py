"""The whole site: links, manners, and what stands on each page."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from pamphleteer.desk.models import Article
from pamphleteer.press.piece import begins_with
from pamphleteer.press.verbs.press import press
from pamphleteer.register.models import Outlet, Topic
from tests.cast import Cast
from tests.press import documents
from tests.press.documents import words

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]


def test_every_relative_link_of_every_page_leads_to_a_file(public: Path) -> None:
    followed = 0
    for path, page in documents.pages(public).items():
        for _, address in documents.links(page):
            if "://" in address or address.startswith("#"):
                continue
            assert documents.target(public, path, address).is_file(), (path, address)
            followed += 1
    assert followed > 50


def test_links_name_files_and_never_begin_at_the_root(public: Path) -> None:
    for path, page in documents.pages(public).items():
        if path == "404.html":
            continue
        for element, address in documents.links(page):
            assert not address.startswith("/"), path
            if element.tag == "a" and "://" not in address and not address.startswith("#"):
                assert re.search(r"\.(html|xml|json|opml)(#\w+)?$", address), address


def test_only_credits_the_forms_and_the_search_lead_to_other_hosts(public: Path) -> None:
    for path, page in documents.pages(public).items():
        for element, address in documents.links(page):
            if "://" not in address or path == "404.html":
                continue
            asked = element.tag == "form" or {"external", "canonical"} & set(
                element.get("rel", "").split()
            )
            assert asked or address == settings.SEARCH_URL, (path, address)


def test_every_fragment_has_its_place(public: Path) -> None:
    for path, page in documents.pages(public).items():
        for _, address in documents.links(page):
            if address.startswith("#"):
                assert page.get_element_by_id(address[1:]) is not None, path


def test_the_skip_link_is_the_first_thing_that_tab_reaches(public: Path) -> None:
    for path, page in documents.pages(public).items():
        first = page.body.xpath("(.//a[@href]|.//button|.//input)[1]")[0]
        assert first.get("href") == "#content", path
        assert page.get_element_by_id("content").tag == "main"
        assert not page.xpath("//*[@tabindex > 0]")


def test_every_page_has_the_sign_up_form_once(public: Path) -> None:
    for page in documents.pages(public).values():
        (form,) = (one for one in page.forms if one.method == "POST")
        assert form.action == settings.SIGNUP_URL
        assert form.inputs["address"].get("autocomplete") == "email"
        assert page.xpath("//label[@for='signup-address']")
        trap = form.inputs["website"]
        assert (trap.get("tabindex"), trap.get("autocomplete")) == ("-1", "off")
        assert trap.getparent().get("aria-hidden") == "true"


def test_no_page_has_a_script_or_a_handler(public: Path) -> None:
    for path, page in documents.pages(public).items():
        assert not page.xpath(
            "//script[not(@type='application/ld+json')]|//iframe|//object|//embed|//img"
        ), path
        assert not page.xpath("//@*[starts-with(name(), 'on')]"), path
        policy = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
        assert policy.startswith("default-src 'none';")
        assert "unsafe" not in policy


def test_each_page_has_one_first_heading_and_a_title(public: Path) -> None:
    for path, page in documents.pages(public).items():
        assert len(page.xpath("//h1")) == 1, path
        assert page.findtext(".//title"), path


def test_a_topic_page_holds_headlines_and_whole_leads_newest_first(public: Path) -> None:
    page = documents.pages(public)["topics/water/index.html"]
    pieces = page.xpath("//main//article")
    assert [words(piece.find("h2")) for piece in pieces] == [
        "مزارعو الدلتا",
        "The ferry is run by its passengers",
        "Honduras, 2009: Legacy Of A Coup",
    ]
    undated = pieces[-1]
    assert [words(p) for p in undated.xpath(".//div[@class='lead']/p")] == [
        "In June 2009 the people fought back.",
        "This is what followed.",
    ]
    assert not undated.xpath(".//time")
    assert "From The Harbour Light" in words(pieces[1])
    assert pieces[1].xpath(".//time/@datetime") == ["2026-11-22T23:30:00+00:00"]


def test_an_article_page_gives_credit_licence_and_the_way_to_the_original(public: Path) -> None:
    page = documents.pages(public)["articles/the-ferry-is-run-by-its-passengers.html"]
    article = page.xpath("//main/article")[0]
    said = words(article)
    assert "By Ada Quay" in said
    assert "From The Harbour Light" in said
    original = "https://harbour-light.example/ferry?a=1&b=2"
    assert article.xpath(f".//footer//a[@href='{original}']")
    licence = article.xpath(".//a[contains(@rel, 'license')]")[0]
    assert licence.get("href").startswith("https://creativecommons.org/")
    assert article.xpath(".//a[contains(@href, 'topics/water/')]")


def test_a_lead_that_begins_the_body_does_not_stand_twice(public: Path) -> None:
    page = documents.pages(public)["articles/the-ferry-is-run-by-its-passengers.html"]
    assert words(page.body).count("It took forty years") == 1


def test_a_lead_of_its_own_stands_above_the_body() -> None:
    assert begins_with("<p>It took <b>forty</b> years, and more.</p>", "It took forty years…")
    assert not begins_with("<p>Another thing.</p>", "It took forty years.")
    assert not begins_with("<p>Another thing.</p>", "")


def test_a_long_lead_is_found_at_the_beginning_of_a_long_body() -> None:
    lead = "For forty years, the Río Grande was crossed by ferry, and by nothing else at all. " * 3
    body = f"<p>FOR  forty years, the Rio{lead[24:]}</p><p>More.</p>"
    assert begins_with(body, lead)
    assert begins_with(body, lead[:-9] + "…")
    assert begins_with(f"For &#102;orty years{lead[15:]}", lead)
    assert not begins_with(body.replace("forty", "fifty"), lead)
    assert not begins_with(body.replace("else at", "else in"), lead)


def test_foreign_pieces_tell_their_language(public: Path) -> None:
    page = documents.pages(public)["topics/النيل/index.html"]
    (piece,) = page.xpath("//main//article")
    assert (piece.get("lang"), piece.get("dir")) == ("ar", "rtl")
    assert (page.get("lang"), page.get("dir")) == ("en", "ltr")


def test_an_outlet_in_a_language_from_right_to_left_runs_so(outlet: Cast) -> None:
    Outlet.objects.update(language="ar", name="المد")
    press()
    for page in documents.pages(Path(settings.PUBLIC)).values():
        assert (page.get("lang"), page.get("dir")) == ("ar", "rtl")


def test_hostile_words_stay_words(public: Path) -> None:
    front = (public / "index.html").read_text()
    assert "<script" not in front
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in front
    assert "U.S./France" in front
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", front)


def test_a_body_is_sanitised_once_more(cast: Cast) -> None:
    article = cast.article()
    Article.objects.filter(pk=article.pk).update(
        body='<p onclick="x()">A<script>x()</script><img src="https://spy.example/i.gif"></p>',
        original_url="javascript:alert(1)",
    )
    press()
    text = (Path(settings.PUBLIC) / f"articles/{article.slug}.html").read_text()
    assert "onclick" not in text
    assert "spy.example" not in text
    assert "javascript:" not in text


def test_an_outlet_without_a_piece_has_a_whole_site(cast: Cast) -> None:
    Topic.objects.create(slug="quiet", name="Quiet")
    press()
    pages = documents.pages(Path(settings.PUBLIC))
    assert set(pages) == {
        "index.html", "404.html", "archive/index.html", "topics/index.html",
        "topics/quiet/index.html", "partners/index.html", "authors/index.html", "feeds/index.html",
        "digests/index.html",
    }  # fmt: skip
    assert "Nothing has been published yet" in words(pages["index.html"])


def test_the_page_that_is_shown_anywhere_has_absolute_links(public: Path) -> None:
    page = documents.pages(public)["404.html"]
    for element, address in documents.links(page):
        assert address.startswith((settings.SITE_URL, settings.DESK_URL, "#")), element.tag
    assert page.xpath("//style")
