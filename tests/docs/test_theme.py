"""What the page about themes shows works as it stands there, and names nothing that is not there."""

import re
from pathlib import Path

import minijinja
import pytest
from django.conf import settings

from pamphleteer.press.models import Flaw
from pamphleteer.press.verbs.press import press
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]
TOLD = Path("docs/use/theme.md").read_text()
# The file that is named last before an example.
EXAMPLES = re.findall(r"`theme/([\w./]+)`[^`]*:\n\n```\w+\n(.*?)```", TOLD, re.DOTALL)
TEMPLATES = Path("src/pamphleteer/press/templates")
LETTERS = Path("src/pamphleteer/post/templates/post/letters")


def test_every_example_of_a_theme_works(cast: Cast) -> None:
    cast.article(partner=cast.partner)
    for name, text in EXAMPLES:
        path = Path(settings.THEME) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    press()
    assert not Flaw.objects.exists()
    public = Path(settings.PUBLIC)
    front = (public / "index.html").read_text()
    assert '<li><a href="topics/water/index.html">Water</a></li>' in front
    assert "Printed by hand in the harbour." in front
    assert "is plain pages: no scripts" in front
    assert '<p class="meta">The Harbour Light, <time' in front
    (style,) = public.glob("assets/style.*.css")
    assert style.read_text().endswith(dict(EXAMPLES)["press/more.css"])


def test_what_it_names_is_there() -> None:
    assert [name for name, _text in EXAMPLES] == [
        "press/more.css", "press/page.html", "press/piece.html",
    ]  # fmt: skip
    named = set(re.findall(r"theme/(press/[\w.]+)", TOLD)) - {"press/more.css"}
    assert not [name for name in named if not (TEMPLATES / name).is_file()]


def test_what_letters_are_given_is_told() -> None:
    source = "".join(
        path.read_text() for path in LETTERS.iterdir() if path.stem in {"digest", "piece", "foot"}
    )
    given = minijinja.Environment().undeclared_variables_in_str(source, nested=True)
    told = TOLD.partition("## Letters")[2].partition("## ")[0]
    names = {part for name in given for part in name.split(".")[:2]}
    house = {"_", "_n", "_t", "light", "dark", "head", "text", "sans", "logo"}
    assert [one for one in sorted(names - house) if f"`{one}`" not in told] == []
