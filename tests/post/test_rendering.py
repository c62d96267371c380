"""Letters made of plain words: they fit, they say everything in both bodies, and no mistake stops one."""

from itertools import product
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as parser
from playwright.sync_api import Browser
from pytest_django import Settings

from pamphleteer.desk.models import Look
from pamphleteer.ground import colour
from pamphleteer.post import tokens
from pamphleteer.post.letters import rendering, slots
from pamphleteer.post.letters.contents import Item
from pamphleteer.post.letters.look import look_of
from pamphleteer.post.letters.mime import shortest
from pamphleteer.press import engine, theme
from pamphleteer.press.dress import Dress
from pamphleteer.press.frame import Frame
from pamphleteer.register.models import Outlet
from tests.cast import Cast
from tests.chromium import chromium
from tests.post.letters_shown import ARABIC_LEAD, PICTURE, by_topic, contents, house, item

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")

CUT = 100_000  # bytes: programs hide what is beyond


@pytest.mark.django_db
def test_both_bodies_say_everything(cast: Cast) -> None:
    made = rendering.digest(contents(), house(cast.outlet))
    html = parser.fromstring(made.html)
    said, links = html.text_content(), {one.get("href") for one in html.cssselect("a")}

    for words in ("Good morning.", "Today we are two years old.", "for the 1th time", "Only a headline",
                  "By Ada Quay · The Harbour Light", "Water", "Work & pay", "And 3 more", "The Tide",
                  "1 Quay Street, Harbour", "because you asked for it", "Nothing in it follows you"):  # fmt: skip
        assert words in said
        assert words in made.text.replace(" \n", " ")
    digests = "https://example.org/digests/daily"
    for link in ("https://example.org/articles/4.html", "https://mirror.example/tide/",
                 tokens.way(slots.LEAVE, purpose=tokens.LEAVE), tokens.way(slots.CHOICES, purpose=tokens.CHOOSE),
                 f"{digests}/edition-1.html", f"{digests}/index.html"):  # fmt: skip
        assert link in links
        assert link in made.text.split("\n")
    assert "Picture: Ada Quay" in said


@pytest.mark.django_db
def test_marks_of_direction_stand_where_letters_run_both_ways_only(cast: Cast) -> None:
    one_way = rendering.digest(contents(item(1)), house(cast.outlet))
    both = rendering.digest(contents(item(1)), house(cast.outlet, name="المد"))

    assert "\u2068" not in one_way.text
    assert "\u2068Daily\u2069" in both.text


@pytest.mark.django_db
def test_what_is_not_there_leaves_no_gap(cast: Cast) -> None:
    bare = contents(Item("A", "https://example.org/a"), note="", web_url="", more=0, choices=False)
    made = rendering.digest(bare, house(cast.outlet, postal_address="", mirrors=()))

    for body in (made.html, made.text):
        for words in (
            "Read on the web",
            "more on our pages",
            "Choose what",
            "can’t be reached",
            " · <bdi></bdi>",
        ):
            assert words not in body
    assert "\n\n\n" not in made.text
    assert not parser.fromstring(made.html).cssselect("article img, h2 + p:empty")


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "ar"])
def test_forty_long_pieces_are_all_there_and_nothing_is_cut(cast: Cast, language: str) -> None:
    long = ARABIC_LEAD if language == "ar" else "It took forty years. " * 30
    headline = (
        "أعلن المجلس أن النهر نظيف من جديد بعد أربعين عامًا من العمل"
        if language == "ar"
        else "The river " * 6
    )
    many = tuple(item(n, headline=headline, lead=long, picture=PICTURE) for n in range(40))

    made = rendering.digest(contents(*many, language=language), house(cast.outlet))

    assert made.html.count("<h2") == 40
    assert shortest(made.html)[1] < CUT
    assert len(made.html.encode()) < CUT


@pytest.mark.django_db
def test_what_does_not_fit_at_all_is_counted(cast: Cast) -> None:
    many = tuple(item(n, headline="長い" * 125, lead="長い" * 160) for n in range(90))

    made = rendering.digest(contents(*many, more=5), house(cast.outlet))

    shown = made.html.count("<h2")
    assert 20 < shown < 60, shown
    assert shortest(made.html)[1] < CUT
    assert f"And {95 - shown} more" in made.html
    assert f"And {95 - shown} more" in made.text


@pytest.mark.django_db
def test_a_note_can_not_pass_for_a_slot(cast: Cast) -> None:
    made = rendering.digest(contents(note=f"Look {slots.LEAVE}"), house(cast.outlet))

    assert made.html.count(slots.LEAVE) == made.text.count(slots.LEAVE) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("note", ["x" * 200_000, "a\r\n\r\n" * 100_000, "ن " * 60_000])
def test_no_note_however_long_pushes_a_piece_out(cast: Cast, note: str) -> None:
    shared = house(
        cast.outlet, mirrors=tuple(f"https://m{n}.example/{'x' * 99}/" for n in range(999))
    )

    made = rendering.digest(contents(note=note), shared)

    page = parser.fromstring(made.html)
    assert made.flaw is None
    assert len(page.cssselect("h2")) == 4
    assert len(page.cssselect("a[dir=ltr]")) == 10
    assert shortest(made.html)[1] < CUT
    assert len(made.text) < 30_000


@pytest.mark.django_db
def test_what_the_outlet_wrote_is_in_its_language_in_letters_of_another(cast: Cast) -> None:
    shown = by_topic()
    made = rendering.digest(contents(*shown, language="ar"), house(cast.outlet))

    page = parser.fromstring(made.html)
    (note,) = page.xpath("//td[p='Good morning.']")
    assert (note.get("lang"), note.get("dir"), note.get("align")) == ("en", "ltr", "left")
    assert [one.get("lang") for one in page.cssselect("h2 bdi")] == ["en", "en"]
    assert page.cssselect("td > p.s")[0].get("lang") == "en"  # its topics
    english = rendering.digest(contents(*shown), house(cast.outlet)).html
    (credit,) = parser.fromstring(english).cssselect("[lang=ar] p bdi[dir=ltr]:contains('Picture')")
    assert credit.text_content() == "Picture: Ada Quay"


HOSTILE = st.one_of(
    st.text(max_size=300),
    st.sampled_from(
        ["<script>alert(1)</script>", '"><img src=x onerror=y>', "{{ 7*7 }}", "\u202eevil\u202c", "a\0b\x1b[31m"]
    ),
)  # fmt: skip


@settings(max_examples=40)
@given(headline=HOSTILE, lead=HOSTILE, byline=HOSTILE, note=HOSTILE)
def test_no_words_become_anything_but_words(
    headline: str, lead: str, byline: str, note: str
) -> None:
    words = [slots.without(one) for one in (headline, lead, byline, note)]
    shown = item(1, headline=words[0], lead=words[1], byline=words[2])
    outlet = Outlet(name="The Tide", language="en")
    vars(outlet)["_frame"] = Frame((), Dress(), None)

    made = rendering.digest(contents(shown, note=words[3]), house(outlet))

    page = parser.fromstring(made.html)
    assert not page.cssselect("script, img, [onerror]")
    assert made.html.count(slots.LEAVE) == made.text.count(slots.LEAVE) == 1
    assert "49" not in made.html.replace("1749", "") or "49" in "".join(words)


@pytest.mark.django_db
def test_a_mistake_in_the_outlets_own_template_stops_no_letter(
    cast: Cast, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    own = Path(settings.THEME) / "post/letters/digest.html"
    own.parent.mkdir(parents=True)
    for wrong in ("{{ oh", "{{ missing.thing }}", "<p>Without a way to leave</p>"):
        own.write_text(wrong)
        engine.forget()
        theme.reload()

        made = rendering.digest(contents(), house(cast.outlet))

        assert "for the 1th time" in made.html
        assert slots.LEAVE in made.html
        assert "post/letters/digest.html" in caplog.text
        caplog.clear()


@pytest.mark.django_db
def test_the_outlets_own_template_is_worn(cast: Cast, settings: Settings) -> None:
    own = Path(settings.THEME) / "post/letters/foot.html"
    own.parent.mkdir(parents=True)
    own.write_text("Printed by hand, {{ outlet.name }}, {{ look.light.accent }}")
    theme.reload()

    made = rendering.digest(contents(), house(cast.outlet))

    assert "Printed by hand, The Tide, #8c1c13" in made.html


@pytest.mark.django_db
@pytest.mark.parametrize(
    "accent", ["#8c1c13", "#0b4f8a", "#ffe600", "#000000", "#ffffff", "#777777"]
)
def test_any_colour_of_an_outlet_can_be_read(cast: Cast, accent: str) -> None:
    Look.objects.update_or_create(pk=1, defaults={"accent": accent})

    look = look_of(cast.outlet)

    for shades in (look.light, look.dark):
        for ink in (shades.ink, shades.soft, shades.accent):
            assert colour.least(ink, (shades.paper, shades.panel)) >= 4.5
        assert colour.contrast(shades.on_accent, shades.accent) >= 4.5


@pytest.mark.browser
@pytest.mark.either_database
@pytest.mark.django_db
def test_axe_finds_nothing_and_a_phone_shows_it_whole(cast: Cast) -> None:
    Look.objects.update_or_create(pk=1, defaults={"accent": "#0b4f8a", "type": "mixed"})
    shared = house(cast.outlet)
    letters = [
        rendering.digest(contents(*items, language=one), shared).html
        for one, items in (("en", ()), ("ar", by_topic()))
    ]
    asked = rendering.notice(
        "confirmation", "x", shared, links={"confirm": "https://desk.example/"}
    )
    letters.append(asked.html)

    with chromium() as browser:
        for html, scheme in product(letters, SCHEMES):
            looked_at(browser, html, scheme)


def looked_at(browser: Browser, html: str, scheme: Scheme) -> None:
    page = browser.new_page(color_scheme=scheme, viewport={"width": 360, "height": 800})
    page.route("https://**", lambda route: route.abort())
    page.set_content(slots.filled(html, leave="token", choices="token"))
    # What a program shows a letter in has its own landmarks.
    off = {name: {"enabled": False} for name in ("region", "landmark-one-main")}
    found = Axe().run(page, options={"rules": off}).response["violations"]
    told = [(one["id"], [node["html"][:160] for node in one["nodes"]]) for one in found]
    assert not told, (scheme, told)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.close()
