"""What lies in the place of a file of the site stops that file alone, and the press follows no links away from it."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from django.conf import settings

from pamphleteer.ground.stopping import never
from pamphleteer.press.commands.press import command
from pamphleteer.press.errors import FolderError
from pamphleteer.press.models import Fault, File
from pamphleteer.press.models.file import NOW
from pamphleteer.press.verbs import packing
from pamphleteer.press.verbs.press import begin, press, round_
from tests.cast import Cast
from tests.press.documents import files

pytestmark = pytest.mark.django_db


def lay_folder(path: Path) -> Path:
    path.unlink(missing_ok=True)
    (path / "inside").mkdir(parents=True)
    return path


def clear(path: Path) -> None:
    (path / "inside").rmdir()
    path.rmdir()


def gone(path: str) -> str:
    """Note a file that has no place any more."""
    File.objects.create(path=path, kind="of-old", key="", sha256="0" * 64, due=NOW, stamp="")
    return path


def lead_away(folder: Path, elsewhere: Path) -> Path:
    """Move a folder of the site elsewhere, and leave a link in its place."""
    folder.rename(elsewhere)
    folder.symlink_to(elsewhere, target_is_directory=True)
    return folder


def test_all_others_are_made_and_it_is_told_until_it_is_moved_away(
    public: Path, outlet: Cast
) -> None:
    front = lay_folder(public / "index.html")
    article = outlet.article(headline="Made all the same")

    for _time in range(2):
        with pytest.raises(FolderError, match=r"index\.html: a folder .* move away"):
            round_(never)
        assert b"Made all the same" in (public / f"articles/{article.slug}.html").read_bytes()
        assert b"Made all the same" in (public / "archive/index.html").read_bytes()
        assert "index.html: a folder lies" in Fault.objects.get().words

    clear(front)
    assert round_(never) > 0
    assert b"Made all the same" in front.read_bytes()
    assert not Fault.objects.exists()
    assert not File.objects.due().exists()


def test_what_a_change_to_all_pages_has_made_stale_is_made_too(public: Path, outlet: Cast) -> None:
    front = lay_folder(public / "index.html")
    begin()
    styles = Path(settings.THEME) / "static"
    styles.mkdir(parents=True)
    (styles / "own.css").write_text("p { color: red }")

    with pytest.raises(FolderError):
        round_(never)

    assert list(File.objects.due().values_list("path", flat=True)) == ["index.html"]
    clear(front)


@pytest.mark.parametrize("all_anew", [False, True])
def test_a_whole_press_makes_all_others_and_ends_with_what_to_do(
    public: Path, outlet: Cast, all_anew: bool
) -> None:
    whole = files(public)
    front, page = lay_folder(public / "index.html"), public / "404.html"
    page.unlink()

    done = CliRunner().invoke(command, ["--all"] if all_anew else [])

    assert done.exit_code == 1
    assert "move away" in done.output
    assert page.is_file()
    assert not (public / ".fresh").exists()
    clear(front)
    press()
    assert files(public) == whole


def test_what_was_made_anew_and_has_no_place_is_made_again(public: Path) -> None:
    whole = files(public)
    (public / ".fresh").mkdir()
    (public / "index.html").rename(public / ".fresh/index.html")
    front = lay_folder(public / "index.html")

    with pytest.raises(FolderError):
        round_(never)

    clear(front)
    round_(never)
    assert files(public) == whole


def test_a_folder_in_place_of_a_page_that_goes_stays(public: Path) -> None:
    page = lay_folder(public / gone("archive/gone.html"))

    press()

    assert not File.objects.filter(path="archive/gone.html").exists()
    assert (page / "inside").is_dir()


def test_nothing_is_written_or_removed_behind_a_link(
    public: Path, outlet: Cast, tmp_path: Path
) -> None:
    outlet.article(headline="First")
    press()
    (public / gone("articles/gone.html")).write_text("theirs by now")
    away = lead_away(public / "articles", tmp_path / "elsewhere")
    before = files(tmp_path / "elsewhere")
    second = outlet.article(headline="Second")

    with pytest.raises(FolderError, match=r"articles: a file or a link .* move away"):
        round_(never)
    with pytest.raises(FolderError):
        press(everything=True)
    packing.at_once()

    assert not File.objects.filter(path="articles/gone.html").exists()
    assert files(tmp_path / "elsewhere") == before
    assert away.is_symlink()
    assert b"Second" in (public / "index.html").read_bytes()
    away.unlink()
    press()
    assert (public / f"articles/{second.slug}.html").is_file()


def test_what_the_press_lays_beside_the_site_follows_no_link(public: Path, tmp_path: Path) -> None:
    whole = files(public)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "index.html").write_text("theirs")
    (public / ".fresh").symlink_to(elsewhere, target_is_directory=True)

    press(everything=True)

    assert files(elsewhere) == {"index.html": b"theirs"}
    assert files(public) == whole


def test_the_folder_of_the_whole_site_may_be_a_link(public: Path, tmp_path: Path) -> None:
    whole = files(public)
    lead_away(public, tmp_path / "elsewhere")
    (public / "index.html").unlink()

    assert press().written == 1
    assert files(tmp_path / "elsewhere") == whole
