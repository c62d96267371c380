import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pamphleteer.desk.models import Article
from pamphleteer.register.models import Topic
from pamphleteer.rescue.commands.rescue import command
from tests.rescue.conftest import text_of

pytestmark = pytest.mark.django_db


def call(*words: str | Path) -> Result:
    return CliRunner().invoke(command, [str(word) for word in words])


@pytest.fixture
def file(tmp_path: Path, page: bytes) -> Path:
    path = tmp_path / "village.txt"
    path.write_bytes(page)
    return path


def test_it_says_what_was_added_and_what_was_there(file: Path) -> None:
    first, second = call(file, "--topic", "Wells"), call(file, "--topic", "Wells")
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.output == (
        f"{file}: 4 added to “Wells”, 0 already there.\n"
        "From “The Ferry Stays” to “The Seed Library”.\n"
    )
    assert second.output == f"{file}: 0 added to “Wells”, 4 already there.\n"


def test_the_file_names_the_topic_where_nobody_else_does(file: Path) -> None:
    call(file)
    assert Topic.objects.get(slug="village").articles.count() == 4


def test_a_dry_run_lists_the_headlines_and_changes_nothing(file: Path) -> None:
    result = call(file, "--dry-run")
    assert "   2. Who Owns The Well?\n" in result.output
    assert "4 would be added" in result.output
    assert not Article.objects.exists()
    assert not Topic.objects.filter(slug="village").exists()


BOX = "Get Our Digest\n\nEnter your address to read us daily.\n\nname@example.org\nSubscribe\n"
LEFT_OUT = "Left out, in doubt: “Get Our Digest”.\nTo take it too: --keep-doubtful\n"


@pytest.fixture
def boxed(file: Path) -> Path:
    file.write_bytes(file.read_bytes() + f"\n\n{BOX}".encode())
    return file


def test_what_is_in_doubt_is_left_out_and_named(boxed: Path) -> None:
    shown, done = call(boxed, "--dry-run"), call(boxed)
    assert shown.output.endswith(f"4 would be added to “village”, 0 are already there.\n{LEFT_OUT}")
    assert done.output.endswith(f"From “The Ferry Stays” to “The Seed Library”.\n{LEFT_OUT}")
    assert Article.objects.count() == 4


def test_what_is_in_doubt_is_taken_on_demand_and_then_doubted_no_more(boxed: Path) -> None:
    call(boxed)
    assert "1 added to “village”, 4 already there" in call(boxed, "--keep-doubtful").output
    assert call(boxed).output == f"{boxed}: 0 added to “village”, 5 already there.\n"
    assert [a.headline for a in Article.objects.newest_first()][-1] == "Get Our Digest"


def test_a_machine_reads_what_was_left_out(boxed: Path) -> None:
    for words in (["--json"], ["--json", "--dry-run"]):
        [left] = json.loads(call(boxed, *words).output)["left_out"]
        assert left["headline"] == "Get Our Digest"
    assert json.loads(call(boxed, "--json", "--keep-doubtful").output)["left_out"] == []


def test_one_piece_is_spoken_of_as_one(tmp_path: Path) -> None:
    path = tmp_path / "village.txt"
    path.write_bytes(text_of("The Ferry Stays"))
    assert (
        call(path).output == f"{path}: 1 added to “village”, 0 already there.\n“The Ferry Stays”.\n"
    )
    assert call(path, "--dry-run").output.endswith("1 is already there.\n")


def test_a_machine_reads_json(file: Path) -> None:
    found = json.loads(call(file, "--dry-run", "--json").output)
    assert [piece["known"] for piece in found["pieces"]] == [False] * 4
    done = json.loads(call(file, "--json").output)
    assert (done["topic"], done["added"], done["known"]) == ("village", 4, 0)


def test_a_file_that_is_wrong_is_told_in_a_line_and_the_others_are_rescued(
    file: Path, tmp_path: Path
) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_text("Nothing here")
    result = call(empty, file, "--topic", "wells")
    assert result.exit_code == 1
    assert f"found no headline in {empty}\n" in result.output
    assert Article.objects.count() == 4


@pytest.mark.parametrize(
    ("name", "words"),
    [("missing.txt", "There is no file"), (".", "is a folder"), ("picture.png", "is no page")],
)
def test_what_is_no_page_is_told_in_a_line(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    result = call(tmp_path / name, "--topic", "wells")
    assert result.exit_code == 1
    assert words in result.output
    assert result.output.count("\n") == 1


def test_misuse_exits_with_two() -> None:
    assert call().exit_code == 2
