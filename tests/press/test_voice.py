"""The house's words in the language of the outlet, and numbers and days as they are written there."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from pamphleteer.ground.stopping import never
from pamphleteer.press import dates, theme, voice
from pamphleteer.press.verbs.press import press, round_
from pamphleteer.register.models import Outlet
from pamphleteer.register.verbs import journal
from tests.cast import Cast

HOSTILE = "</bdi><script>&\"'{{ 1/0 }}"


def own(source: str) -> str:
    """Put a template into the theme, and return its name."""
    path = Path(settings.THEME) / "press/own.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source)
    theme.reload()
    return "press/own.html"


@pytest.mark.parametrize(
    ("language", "first", "thousands"),
    [
        ("en", "1 November 2026", "1,234"),
        ("en-US", "November 1, 2026", "1,234"),
        ("es", "1 de noviembre de 2026", "1.234"),
        ("fr", "1er novembre 2026", "1\u202f234"),
        ("ar", "1 نوفمبر 2026", "1,234"),
        ("ar-LB", "1 تشرين الثاني 2026", "1.234"),
        ("pt-br", "1 de novembro de 2026", "1.234"),
        ("x", "1 November 2026", "1,234"),
    ],
)
def test_days_and_numbers_are_written_as_where_the_language_is_spoken(
    language: str, first: str, thousands: str
) -> None:
    moment = datetime(2026, 11, 1, tzinfo=UTC)
    assert dates.day(moment, zone=UTC, language=language) == first
    assert voice.numeral(1234, language) == thousands


def test_arabic_has_six_ways_to_count_and_english_shines_through_where_there_are_no_words() -> None:
    said = [
        voice.say_count("ar", "{count} piece", "{count} pieces", n) for n in (0, 1, 2, 3, 11, 100)
    ]
    assert said == ["لا مقالات", "مقال واحد", "مقالان", "3 مقالات", "11 مقالًا", "100 مقال"]
    assert voice.say("pt", "All pieces") == "All pieces"
    assert voice.say("es-MX", "All pieces") == "Todos los artículos"


def test_a_theme_speaks_the_language_of_the_outlet_with_what_it_shows_escaped_and_set_apart(
    db: None,
) -> None:
    template = own(
        '{{ _("By {authors}", authors=name) }}|{{ _t("Read on: {headline}", headline=name) }}|'
        '{% set words = _("All pieces") %}{{ words }}|{{ _n("{count} piece", "{count} pieces", 2) }}|'
        '{{ _("Go to the <front>front page</front>.", front=name) }}|{{ 12345 | number }}|'
        '{{ _("Nobody has \\"translated\\" this {name}", name=name) }}|{{ _(name) }}|'
        '{% set by = _("By {authors}", authors=name) %}{{ by }}'
    )
    escaped = "&lt;/bdi&gt;&lt;script&gt;&amp;&quot;&#x27;{{ 1/0 }}"
    shown = theme.render(template, language="ar", name=HOSTILE)
    assert shown.replace(escaped, "X").split("|") == [
        "بقلم <bdi>X</bdi>",
        "متابعة القراءة: \u2068X\u2069",
        "كل المقالات",
        "مقالان",
        'إلى <a href="X">الصفحة الأولى</a>.',
        "12,345",
        "Nobody has &quot;translated&quot; this <bdi>X</bdi>",
        "X",
        "بقلم <bdi>X</bdi>",
    ]


ENGLISH = re.compile(
    r"Skip to content|Front page|All pieces|Daily digest|E-mail|Sign up|Latest|Search|Topics|Partners|"
    r"Credit|More on|Read |withdrawn|pieces|plain pages|November"
)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "direction", "latest"),
    [("es", "ltr", "Lo último"), ("fr", "ltr", "Derniers articles"), ("ar", "rtl", "آخر ما نُشر")],
)
def test_the_whole_site_changes_its_language_with_the_outlet(
    outlet: Cast, client: Client, language: str, direction: str, latest: str
) -> None:
    press()
    Outlet.objects.update(
        language=language, name="Río", tagline="", signup_heading="·", signup_words="·"
    )
    journal.write("outlet.changed", Outlet.objects.the())
    assert round_(never) > 0
    public = Path(settings.PUBLIC)
    for path in public.rglob("*.html"):
        page = path.read_text()
        assert f'<html lang="{language}" dir="{direction}">' in page
        ours = re.sub(
            r"<article.*?</article>|<h1.*?</h1>|<(title|style)>.*?</\1>|<[^>]*>",
            "",
            page,
            flags=re.DOTALL,
        )
        assert not ENGLISH.findall(ours), path
    assert latest in (public / "index.html").read_text()
    for address in ("/search/?q=river", "/digest/"):
        page = client.get(address).content.decode()
        assert f'<html lang="{language}" dir="{direction}">' in page
        assert not ENGLISH.findall(
            re.sub(r"<article.*?</article>|<style.*?</style>|<[^>]*>", "", page, flags=re.DOTALL)
        )
    said = client.post("/digest/", {"address": "nobody"}).content.decode()
    assert (
        voice.say(language, "This is no mail address. One such as name@example.org is expected.")
        in said
    )
