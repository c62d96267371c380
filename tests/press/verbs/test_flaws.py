"""A mistake in the theme stops the pages that it is on, is told once, and nothing else stops."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.conf import settings
from django.test import Client

from pamphleteer.desk.verbs.publish import withdraw
from pamphleteer.ground.stopping import never
from pamphleteer.press import theme
from pamphleteer.press.apart import asking, limits
from pamphleteer.press.commands.press import command
from pamphleteer.press.errors import ThemeError
from pamphleteer.press.models import Fault, File, Flaw
from pamphleteer.press.verbs import flaws
from pamphleteer.press.verbs.check import check
from pamphleteer.press.verbs.press import press, round_
from pamphleteer.project.brought import PRESS_TEMPLATES
from tests.cast import Cast
from tests.press.documents import files

pytestmark = pytest.mark.django_db


@pytest.fixture
def own() -> Path:
    """The outlet's own folder of templates."""
    folder = Path(settings.THEME) / "press"
    folder.mkdir(parents=True)
    return folder


def packaged(name: str) -> str:
    (folder,) = (one for one in settings.PRESS_TEMPLATES if (one / name).exists())
    return str((folder / name).read_text())


def test_a_mistake_in_one_template_stops_its_page_only_until_it_is_corrected(
    public: Path, own: Path, outlet: Cast, client: Client
) -> None:
    before = files(public)
    (own / "front.html").write_text(packaged("press/front.html") + "\n{{ nonsense }}")
    article = outlet.article(headline="Made all the same")
    assert round_(never) > 0
    after = files(public)
    assert after["index.html"] == before["index.html"]
    assert f"articles/{article.slug}.html" in after
    assert b"Made all the same" in after["archive/index.html"]
    flaw = Flaw.objects.get()
    assert flaw.template == "press/front.html"
    assert flaw.line == packaged("press/front.html").count("\n") + 2
    assert not Fault.objects.exists()
    # Nothing is due: no round tries again and again.
    assert not File.objects.due().exists()
    assert round_(never) == 0

    client.force_login(outlet.editor)
    page = client.get("/desk/").content.decode()
    assert f"press/front.html, line {flaw.line}" in page and "index.html" in page
    ran = CliRunner().invoke(command, [])
    assert ran.exit_code == 1
    assert f"Template press/front.html, line {flaw.line}: " in ran.output
    assert "index.html stays as it was" in ran.output
    told = json.loads(CliRunner().invoke(command, ["--json"]).output)
    assert [(one["template"], one["pages"]) for one in told["flaws"]] == [("press/front.html", 1)]
    said = CliRunner().invoke(command, ["--check"])
    assert (said.exit_code, "can't be compared" in said.output) == (1, True)

    # The theme alone changes: the next round sees it.
    (own / "front.html").write_text(packaged("press/front.html"))
    assert round_(never) > 0
    assert b"Made all the same" in files(public)["index.html"]
    assert not Flaw.objects.exists()
    assert not check()
    assert CliRunner().invoke(command, []).exit_code == 0


def test_a_mistake_on_all_pages_is_one_message_and_soon_given_up(
    public: Path, own: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    before = files(public)
    monkeypatch.setattr(theme, "_PATIENCE", 2)
    tried: list[str] = []
    made = asking.made

    def counted(template: str, *rest: Any) -> bytes:
        tried.append(template)
        return made(template, *rest)

    monkeypatch.setattr("pamphleteer.press.apart.made", counted)
    (own / "page.html").write_text("<p>\n{% oops %}")
    pressed = press()
    assert len(pressed.flaws) == 1
    pages = [path for path in before if path.endswith(".html")]
    assert pressed.flaws[0].pages == len(pages)
    assert files(public) == before
    assert tried.count("press/article.html") == 2
    assert len([one for one in caplog.records if "page.html" in one.getMessage()]) == 1
    # Another mistake takes its place; none is left behind.
    (own / "page.html").write_text("{{ 1/0 }}")
    assert round_(never) == 0
    assert Flaw.objects.get().line == 1
    shutil.rmtree(own)
    round_(never)
    assert files(public) == before
    assert not Flaw.objects.exists()


def test_a_page_that_stays_as_it_was_keeps_its_style_until_it_is_made_anew(
    public: Path, own: Path, outlet: Cast
) -> None:
    (old,) = public.glob("assets/style.*")
    (own / "front.html").write_text("{{ nonsense }}")
    (own / "more.css").write_text("body { color: #123 }")
    for pressing in (round_, press):
        pressing()
        assert old.name in (public / "index.html").read_text()
        assert old.name not in (public / "topics/index.html").read_text()
        assert old.is_file()
        assert check().extra == []
        assert round_(never) == 0
    (own / "front.html").unlink()
    round_(never)
    assert old.name not in (public / "index.html").read_text()
    assert not old.exists()


def test_a_piece_that_is_taken_back_is_gone_whatever_the_theme_says(
    own: Path, outlet: Cast, client: Client
) -> None:
    article = outlet.article(headline="Taken back")
    press()
    (own / "withdrawn.html").write_text("{{ nonsense }}")
    (own / "icon.svg").write_text("{% if %}")
    page = Path(settings.PUBLIC) / f"articles/{article.slug}.html"
    withdraw(article)
    assert round_(never)
    assert "This piece was withdrawn" in page.read_text()
    assert {flaw.template for flaw in Flaw.objects.all()} == {
        "press/withdrawn.html", "press/icon.svg"
    }  # fmt: skip
    (own / "withdrawn.html").write_text("Gone.")
    (own / "icon.svg").write_text("<svg/>")
    round_(never)
    assert page.read_text() == "Gone."
    assert not Flaw.objects.exists()


@pytest.mark.parametrize("name", ["style.css", "more.css"])
def test_a_stylesheet_that_can_t_be_read_leaves_the_last_one_and_stops_nothing(
    public: Path, own: Path, outlet: Cast, client: Client, name: str
) -> None:
    (own / name).write_text("body { color: #123 }")
    round_(never)
    before = files(public)
    (style,) = (path for path in before if path.startswith("assets/style."))
    (own / name).write_bytes(b"body { color: \xff }")
    article = outlet.article(headline="Made all the same")
    assert round_(never) > 0
    after = files(public)
    assert after[style] == before[style]
    assert f"../{style}".encode() in after[f"articles/{article.slug}.html"]
    (flaw,) = flaws.told()
    assert (flaw.template, flaw.page) == (f"press/{name}", style)
    assert "can't be read" in str(flaw)
    assert client.get("/search/").status_code == 200
    # Another process, and a press of everything, keep it too.
    theme.reload()
    assert len(press().flaws) == 1
    assert files(public) == after
    assert round_(never) == 0
    (own / name).write_text("body { color: #456 }")
    round_(never)
    assert not Flaw.objects.exists()
    (new,) = (path for path in files(public) if path.startswith("assets/style."))
    assert b"#456" in files(public)[new]
    assert new.encode() in files(public)["index.html"]


def test_pages_made_for_one_reader_are_made_of_the_house_s_templates_then(
    own: Path, cast: Cast, client: Client
) -> None:
    (own / "page.html").write_text("{{ nonsense }}")
    answer = client.get("/search/")
    assert answer.status_code == 200
    assert "<h1>Search</h1>" in answer.content.decode()


def test_a_theme_that_is_a_copy_of_the_house_s_templates_makes_the_same_site(
    public: Path, own: Path
) -> None:
    before = files(public)
    for room in PRESS_TEMPLATES:
        (folder,) = (one for one in settings.PRESS_TEMPLATES if one.parent.name == room)
        shutil.copytree(folder, settings.THEME, dirs_exist_ok=True)
    assert not press().flaws
    assert files(public) == before


GREEDY: dict[str, tuple[str, str]] = {
    "a loop of a thousand million": ("{% for i in range(10**9) %}x{% endfor %}", "too many"),
    "loops in loops": ("{% for a in range(9999) %}" * 3 + "{% endfor %}" * 3, "OutOfFuel"),
    "ten gigabytes of text": (
        "{% set n = namespace(s='0123456789') %}"
        + "{% set n.s = n.s ~ n.s %}" * 30
        + "{{ n.s | length }}",
        "memory",
    ),
    "a thousand million spaces": ("{{ 'x\nx' | indent(10**10, true) }}", "memory"),
    "a page of a hundred megabytes": (
        "{% set s = 'x' * 100000 %}{% for i in range(400) %}{{ s }}{% endfor %}", "bytes",
    ),
    "a template that includes itself": ("{% include 'press/front.html' %}", "recursion limit"),
    "a macro that calls itself": ("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", "recursion"),
    "brackets in brackets": ("{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}", "recursion limits"),
    "a hundred thousand signs": ("{{ " + "-" * 100_000 + "1 }}", "deep nesting"),
    "what it is given, deleted": ("{{ outlet.delete() }}", "delete"),
    "a template of megabytes": ("x" * 1_000_001, "larger than"),
}  # fmt: skip


@pytest.mark.either_database
def test_whatever_a_template_takes_the_press_goes_on(public: Path, own: Path, outlet: Cast) -> None:
    before = files(public)
    for name, (source, why) in GREEDY.items():
        (own / "front.html").write_text(source)
        article = outlet.article(headline=f"Beside {name}")
        assert round_(never) > 0
        assert why in Flaw.objects.get().what, name
        assert files(public)["index.html"] == before["index.html"]
        assert f"articles/{article.slug}.html" in files(public)
    (own / "front.html").unlink()
    round_(never)
    assert not Flaw.objects.exists()
    assert f"Beside {name}" in (public / "index.html").read_text()


@pytest.mark.either_database
def test_a_template_that_takes_too_long_is_ended_by_the_clock(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking.end()
    monkeypatch.setattr(limits, "SECONDS", 0.05)
    (own / "front.html").write_text(GREEDY["loops in loops"][0])
    with pytest.raises(ThemeError, match="takes longer than") as caught:
        theme.render("press/front.html")
    assert caught.value.grave
    asking.end()
