"""What the page about themes shows works as it stands there, and names nothing that is not there."""

import re
from pathlib import Path

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
