"""A mistake in the outlet's own templates of letters is told at the desk, and stops no letter."""

from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from pamphleteer.post.letters.house import house_of
from pamphleteer.post.letters.sample import NOTICES, bare, full, notice
from pamphleteer.post.letters.writing import written
from pamphleteer.post.models import Delivery, Digest, Reader
from pamphleteer.post.verbs import flaws
from pamphleteer.post.verbs.compose import compose
from pamphleteer.press import theme
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def own(settings: Settings) -> Path:
    """The outlet's own folder of letters."""
    folder = Path(settings.THEME) / "post/letters"
    folder.mkdir(parents=True)
    return folder


def page(who: Any, name: str, *args: Any, **said: Any) -> str:
    client = Client()
    client.force_login(who)
    return client.get(reverse(name, args=args), said).content.decode()


def test_without_templates_of_its_own_nothing_is_wrong(cast: Cast, digest: Digest) -> None:
    cast.article()
    assert flaws.told() == []
    assert "keep it out of letters" not in page(cast.publisher, "wagtailadmin_home")
    shared = house_of(cast.outlet)
    for made in (full(shared), bare(shared), *(notice(name, shared) for name in NOTICES)):
        assert made.flaw is None and made.html and made.text


def test_a_mistake_is_told_with_its_file_and_line_until_it_is_corrected(
    cast: Cast, digest: Digest, readers: list[Reader], own: Path
) -> None:
    (own / "digest.html").write_text('{% extends "house/post/letters/digest.html" %}\n\n{{ oh')
    cast.article(headline="The bridge is open")
    edition = compose(digest)
    assert edition is not None

    home = page(cast.publisher, "wagtailadmin_home")
    assert "Mistakes in the theme keep it out of letters" in home
    assert "Template post/letters/digest.html, line 3: " in home
    assert "the letters of digests" in home
    assert "keep it out of letters" not in page(cast.contributor, "wagtailadmin_home")
    shown = page(cast.editor, "desk_letter", digest.pk, edition=edition.pk)
    assert "A mistake in the theme keeps it out of this letter" in shown
    assert "Template post/letters/digest.html, line 3: " in shown
    mail = message_from_bytes(written(Delivery.objects.all()[0]).content, policy=default)
    assert "The bridge is open" in mail.as_string()

    (own / "digest.html").write_text('{% extends "house/post/letters/digest.html" %}')
    assert flaws.told() == []
    assert "A mistake" not in page(cast.editor, "desk_letter", digest.pk, edition=edition.pk)


@pytest.mark.parametrize(
    ("name", "wrong", "line"),
    [
        ("digest.txt", "{{ name }}\n{% if more %}{{ pieces.none.at.all }}{% endif %}{{ leave }}{{ choices }}", 2),
        ("digest.html", "<p>Nothing leads out of here</p>", 0),
        ("confirmation.txt", "Please confirm", 0),
        ("moved.html", "{{ link }}\n\n{{ address.of.whom }}", 3),
    ],
)  # fmt: skip
def test_a_sample_shows_what_no_letter_has_met_yet(
    cast: Cast, digest: Digest, own: Path, name: str, wrong: str, line: int
) -> None:
    (own / name).write_text(wrong)
    (told,) = flaws.told()
    assert told.line == line
    assert told.template.startswith(f"post/letters/{name.partition('.')[0]}")
    assert told.letters == [name.partition(".")[0]]


def test_what_all_letters_share_is_told_once_for_all(cast: Cast, digest: Digest, own: Path) -> None:
    (own / "foot.html").write_text("{{ outlet.none.at.all }}")
    (told,) = flaws.told()
    assert (told.template, told.line) == ("post/letters/foot.html", 1)
    assert set(told.letters) == {*NOTICES, flaws.DIGEST}


def test_a_mistake_that_only_some_piece_shows_is_found_in_the_letter_itself(
    cast: Cast, digest: Digest, readers: list[Reader], own: Path
) -> None:
    (own / "piece.html").write_text(
        '{% if piece.headline == "The bridge" %}{{ no.such.thing }}{% endif %}{{ piece.url }}'
    )
    theme.reload()
    assert flaws.told() == []
    cast.article(headline="The bridge")
    assert [one.template for one in flaws.told()] == ["post/letters/piece.html"]
    compose(digest)
    assert [one.template for one in flaws.told()] == ["post/letters/piece.html"]
