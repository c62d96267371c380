"""Pressing: only what differs is written, only what we wrote is removed, and nothing is lost."""

import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from pytest_django import Settings

from pamphleteer.desk.verbs.publish import publish, withdraw
from pamphleteer.ground.stopping import never
from pamphleteer.press import copies
from pamphleteer.press.errors import FolderError, PressError
from pamphleteer.press.models import File
from pamphleteer.press.verbs.making import Making
from pamphleteer.press.verbs.press import Pressed, begin, press, round_
from tests.cast import Cast
from tests.press.documents import files

pytestmark = pytest.mark.django_db


def test_a_second_press_writes_nothing(public: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in public.rglob("*")}
    again = press()
    assert (again.written, again.removed) == (0, 0)
    assert again.unchanged == File.objects.count() > 10
    assert {path: path.stat().st_mtime_ns for path in public.rglob("*")} == before


def test_rows_tell_exactly_what_lies_there(public: Path) -> None:
    assert set(File.objects.values_list("path", flat=True)) == set(files(public))
    for file in File.objects.whole():
        assert (public / file.path).stat().st_size == file.size


def test_files_removed_or_changed_by_hand_come_back(public: Path) -> None:
    before = files(public)
    (public / "index.html").unlink()
    page = public / "404.html"
    page.write_bytes(page.read_bytes().replace(b"no page", b"a gift!"))
    assert press().written == 2
    assert files(public) == before


def test_all_means_each_file_anew(public: Path) -> None:
    assert press(everything=True).written == File.objects.count()


def test_all_leaves_readers_every_file_until_the_new_ones_are_moved_in(public: Path) -> None:
    before = files(public)
    seen: list[bool] = []

    def look(path: str) -> None:
        seen.append((public / path).read_bytes() == before[path])

    assert press(everything=True, heard=look).whole
    assert seen == [True] * len(before)
    assert files(public) == before
    assert not (public / ".fresh").exists()


def test_what_a_killed_process_made_anew_is_moved_in_by_the_next_round(public: Path) -> None:
    whole = files(public)
    made = public / ".fresh/topics"
    made.mkdir(parents=True)
    (public / "topics/index.html").rename(made / "index.html")
    (public / ".fresh/.x.html.0123456789ab.part").write_text("half")
    round_(never)
    assert files(public) == whole


def test_what_was_removed_or_cut_while_nothing_ran_is_made_again_at_the_start(public: Path) -> None:
    whole = files(public)
    (public / "index.html").unlink()
    (public / "feed.xml").write_text("cut")
    begin()
    round_(never)
    assert files(public) == whole


def test_a_changed_theme_shows_at_the_start_and_its_old_style_goes_last(public: Path) -> None:
    (style,) = (public / "assets").glob("style.*")
    own = Path(settings.THEME) / "press"
    own.mkdir(parents=True)
    (own / "style.css").write_text("body { color: red }")
    begin()
    assert style.exists()
    seen: list[bool] = []
    making = Making(public, never, lambda _path: seen.append(style.exists()))
    while making.batch():
        pass
    assert all(seen)
    assert len(seen) > 10
    assert not style.exists()
    named = {text for text in files(public).values() if style.name.encode() in text}
    assert not named


def test_a_withdrawn_piece_disappears_with_its_links(outlet: Cast) -> None:
    article = outlet.article(headline="To be withdrawn")
    press()
    public = Path(settings.PUBLIC)
    withdraw(article)
    assert press().removed == 0
    assert b"This piece was withdrawn" in files(public)[f"articles/{article.slug}.html"]
    assert not [path for path, text in files(public).items() if b"To be withdrawn" in text]


def test_a_topic_that_is_gone_takes_its_folder_along(public: Path, outlet: Cast) -> None:
    outlet.topic.articles.through.objects.filter(topic=outlet.topic).delete()
    outlet.topic.delete()
    press()
    assert not (public / "topics/water").exists()
    assert (public / "topics").is_dir()


def test_other_peoples_files_stay(public: Path, outlet: Cast) -> None:
    ours = public / "topics/water/photo.txt"
    ours.write_text("somebody's")
    (public / "CNAME").write_text("example.org")
    outlet.topic.articles.through.objects.filter(topic=outlet.topic).delete()
    outlet.topic.delete()
    press()
    assert ours.read_text() == "somebody's"
    assert (public / "CNAME").exists()


def test_a_page_of_a_press_that_was_killed_is_not_forgotten(public: Path, outlet: Cast) -> None:
    # Killed between the file and its record: the row says that the file was planned.
    article = outlet.article(headline="Half done")
    path = f"articles/{article.slug}.html"
    File.objects.create(path=path)
    (public / path).write_text("half done")
    beside = public / "articles/.x.html.0123456789ab.part"
    beside.write_text("half")
    article.addresses.all().delete()
    article.delete()
    press()
    assert not (public / path).exists()
    assert not beside.exists()
    assert not File.objects.filter(sha256="").exists()


def test_a_file_that_lies_there_without_its_record_is_recorded(public: Path) -> None:
    File.objects.all().delete()
    again = press()
    assert again.written == 0
    assert File.objects.whole().count() == len(files(public))


def test_a_round_follows_the_journal(cast: Cast) -> None:
    article = cast.article()
    page = Path(settings.PUBLIC) / f"articles/{article.slug}.html"
    assert round_(never) > 0
    assert page.exists()
    assert round_(never) == 0
    withdraw(article)
    assert round_(never) > 0
    assert "This piece was withdrawn" in page.read_text()
    publish(article)
    round_(never)
    assert "This piece was withdrawn" not in page.read_text()


def test_a_piece_and_the_front_lie_there_before_feeds_are_made(cast: Cast) -> None:
    public = Path(settings.PUBLIC)
    press()
    article = cast.article(headline="The river rises")
    page, seen = public / f"articles/{article.slug}.html", set[tuple[bool, ...]]()

    def look() -> bool:
        read = [(public / name).read_text() for name in ("index.html", "feed.xml")]
        seen.add((page.exists(), *("The river rises" in text for text in read)))
        return False

    while round_(look):
        pass
    assert (True, True, False) in seen
    assert "The river rises" in (public / "feed.xml").read_text()


def test_the_first_round_gives_a_new_outlet_its_front_page(db: None) -> None:
    assert round_(never) > 0
    assert (Path(settings.PUBLIC) / "index.html").is_file()
    assert round_(never) == 0


def test_a_round_that_is_stopped_leaves_the_work_to_the_next(cast: Cast) -> None:
    cast.article()
    assert round_(lambda: True) == 0
    assert not (Path(settings.PUBLIC) / "index.html").exists()
    assert round_(never) > 0


def test_a_stop_in_the_middle_removes_nothing(public: Path, outlet: Cast) -> None:
    answers = iter([False] * 3)
    pressed = press(stop=lambda: next(answers, True))
    assert not pressed.whole
    assert pressed.removed == 0
    assert (public / "index.html").exists()


def test_a_folder_that_is_in_the_way_is_said_and_the_work_kept(cast: Cast) -> None:
    cast.article()
    in_the_way = Path(settings.PUBLIC) / "index.html"
    (in_the_way / "inside").mkdir(parents=True)
    with pytest.raises(FolderError, match=r"index\.html: .* move away .* press again"):
        round_(never)
    (in_the_way / "inside").rmdir()
    in_the_way.rmdir()
    assert round_(never) > 0
    assert in_the_way.is_file()


def test_a_file_in_place_of_a_folder_of_the_site_is_said(cast: Cast) -> None:
    cast.article()
    in_the_way = Path(settings.PUBLIC) / "articles"
    in_the_way.parent.mkdir(exist_ok=True)
    in_the_way.write_text("mine")
    with pytest.raises(FolderError, match="move away"):
        press()
    in_the_way.unlink()
    assert press().written


def test_a_file_in_place_of_public_is_said(cast: Cast) -> None:
    Path(settings.PUBLIC).write_text("not a folder")
    with pytest.raises(FolderError, match="public"):
        press()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_an_unwritable_folder_is_said(public: Path, outlet: Cast) -> None:
    outlet.article(headline="One more")
    (public / "articles").chmod(0o555)
    with pytest.raises(FolderError, match="writable"):
        press()
    (public / "articles").chmod(0o755)
    assert press().written


def test_a_link_in_place_of_a_file_is_replaced_and_not_followed(
    public: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("precious")
    (public / "index.html").unlink()
    (public / "index.html").symlink_to(elsewhere)
    press()
    assert elsewhere.read_text() == "precious"
    assert not (public / "index.html").is_symlink()


def test_two_kinds_of_one_name_are_refused(cast: Cast, settings: Settings) -> None:
    settings.PRESS_KINDS = [settings.PRESS_KINDS[0]] * 2
    with pytest.raises(PressError, match="have the same name, style"):
        press()


def test_what_was_done_is_told(cast: Cast) -> None:
    heard: list[str] = []
    pressed = press(heard=heard.append)
    assert pressed == Pressed(len(heard), 0, 0, whole=True)
    assert heard[0].startswith("assets/")
    assert heard[-1] in {"feed.xml", "atom.xml", "feed.json"}


def test_what_was_laid_into_an_empty_folder_before_is_made_right(outlet: Cast) -> None:
    public = Path(settings.PUBLIC)
    shutil.rmtree(public, ignore_errors=True)
    public.mkdir()
    page = public / "index.html"
    page.write_text("theirs")
    copies.beside(page).write_bytes(copies.pack(b"theirs"))

    press()

    assert b"theirs" not in page.read_bytes()
    assert not copies.beside(page).exists()


def test_nothing_is_left_of_a_press_that_was_killed_in_mid_writing(public: Path) -> None:
    left = [public / ".x.html.0123456789ab.part", public / "articles/.y.html.0123456789ab.part"]
    theirs = public / "articles/.notes.part"
    for path in (*left, theirs):
        path.write_text("half")

    press()

    assert [path for path in left if path.exists()] == []
    assert theirs.exists()
