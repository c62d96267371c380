"""The look of the site at the desk: no colour that somebody can't read, and a logo that is safe."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from pamphleteer.desk.models import Look
from pamphleteer.desk.previews import brought
from pamphleteer.register.models import Entry
from tests.cast import Cast
from tests.drawing import drawn

pytestmark = pytest.mark.django_db
EDIT = "wagtailsnippets_desk_look:edit"
AS_IT_COMES = {"accent": "#8c1c13", "accent_dark": "", "type": "serif", "logo_height": 72}


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    client.force_login(cast.publisher)
    return client


def saved(desk: Client, **fields: object) -> Any:
    return desk.post(reverse(EDIT, args=[1]), AS_IT_COMES | fields)


def test_colours_that_somebody_cannot_read_are_refused_with_the_nearest_that_all_can(
    desk: Client,
) -> None:
    page = saved(desk, accent="#ffcc00", accent_dark="#102030").content.decode()
    assert "#ffcc00 can&#x27;t be read on light pages: its contrast is 1.2 : 1" in page
    assert "The nearest shade that can be read is #826800." in page
    assert "#102030 can&#x27;t be read on dark pages" in page
    assert saved(desk, accent="#826800", accent_dark="#FFCC00").status_code == 302
    look = Look.objects.the()
    assert (look.light, look.dark) == ("#826800", "#ffcc00")
    assert Entry.objects.get(what="look.changed").data["accent"] == ["#8c1c13", "#826800"]
    assert "“red;}” is no colour" in saved(desk, accent="red;}").content.decode()
    assert saved(desk, accent_dark="red;}*{color:red").status_code == 200


def test_a_colour_for_dark_screens_is_made_where_none_is_chosen(desk: Client) -> None:
    assert Look.objects.the().dark == "#f2a08f"
    saved(desk, accent="#0b4f8a")
    assert Look.objects.the().dark == "#8cacc8"


def test_what_is_no_colour_in_the_row_is_not_believed(cast: Cast) -> None:
    Look.objects.filter(pk=1).update(accent="}x{", accent_dark="url(x")
    assert (Look.objects.the().light, Look.objects.the().dark) == ("#8c1c13", "#f2a08f")
    with pytest.raises(IntegrityError), transaction.atomic():
        Look.objects.create(pk=2)


def test_a_logo_is_uploaded_with_the_form_and_a_drawing_with_scripts_is_not(desk: Client) -> None:
    words = {"picture_alt": "A lighthouse", "picture_own": "on"}
    drawing = SimpleUploadedFile("logo.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>')
    page = saved(desk, picture_file=drawing, **words).content.decode()
    assert "is an SVG drawing" in page
    saved(desk, picture_file=drawn("logo", "PNG", size=(300, 100)), logo_alone="on", **words)
    look = Look.objects.the()
    assert str(look.picture) == "A lighthouse"
    assert look.logo_alone


def test_it_is_seen_before_it_is_saved_on_light_and_dark_screens(desk: Client, cast: Cast) -> None:
    picture = cast.picture()
    at = reverse("wagtailsnippets_desk_look:preview_on_edit", args=[1])
    sent = AS_IT_COMES | {"accent": "#0b4f8a", "type": "sans", "picture": picture.pk}
    assert desk.post(at, sent).json()["is_valid"]
    light = desk.get(f"{at}?mode=light").content.decode()
    dark = desk.get(f"{at}?mode=dark").content.decode()
    assert "--accent: #0b4f8a" in light
    assert ":root { color-scheme: light; }" in light
    assert ":root { color-scheme: dark; }" in dark
    assert "prefers-color-scheme" not in light + dark
    assert reverse("desk_picture_file", args=["x"])[:-1] in light
    assert Look.objects.the().accent == "#8c1c13"
    assert not desk.post(at, sent | {"accent": "#ffcc00"}).json()["is_valid"]


@pytest.mark.parametrize("pieces", [0, 1])
def test_a_look_is_tried_on_a_letter_before_it_is_saved(cast: Cast, pieces: int) -> None:
    for _ in range(pieces):
        cast.article(picture=cast.picture())
    look = Look(accent="#0b4f8a", accent_dark="#9cc3e6", picture=cast.picture(alt="A lighthouse"))
    ways = brought("look")

    light, dark = (ways[f"letter-{scheme}"].render(look) for scheme in ("light", "dark"))

    assert "#0b4f8a" in light
    assert 'alt="A lighthouse"' in light
    assert "@media (max-width: 0)" in light
    assert "@media (min-width: 0)" in dark
    assert "color: #9cc3e6 !important" in dark
    assert ("The river is clean again" in dark) == bool(pieces)
    assert Look.objects.the().light != "#0b4f8a"
