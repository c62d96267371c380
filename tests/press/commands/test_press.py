"""`pamphleteer press`."""

import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.conf import settings
from django.db import connection
from pytest_django import Settings

from pamphleteer.desk.models import Article
from pamphleteer.press.commands.press import command
from pamphleteer.press.models import PieceWords
from pamphleteer.press.verbs import indexing
from pamphleteer.register.models import Outlet
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_press_says_what_it_did(outlet: Cast) -> None:
    ran = CliRunner().invoke(command, [])
    assert ran.exit_code == 0
    assert "files written, 0 removed, 0 unchanged." in ran.output
    assert (Path(settings.PUBLIC) / "index.html").is_file()


def test_press_speaks_json(outlet: Cast) -> None:
    told = json.loads(CliRunner().invoke(command, ["--json"]).output)
    assert told["whole"]
    again = json.loads(CliRunner().invoke(command, ["--json", "--all"]).output)
    assert again["written"] == told["written"]


def test_press_lays_packed_copies_unless_the_outlet_wants_none(
    outlet: Cast, settings: Settings
) -> None:
    settings.PRESS_PACKED = False
    assert "packed" not in CliRunner().invoke(command, []).output
    assert not list(Path(settings.PUBLIC).rglob("*.gz"))
    settings.PRESS_PACKED = True
    assert "packed copies laid beside them" in CliRunner().invoke(command, []).output
    front = Path(settings.PUBLIC) / "index.html"
    assert gzip.decompress(Path(f"{front}.gz").read_bytes()) == front.read_bytes()
    assert json.loads(CliRunner().invoke(command, ["--json"]).output)["packed"] == 0
    assert CliRunner().invoke(command, ["--check"]).exit_code == 0


def test_check_tells_what_differs_and_changes_nothing(outlet: Cast) -> None:
    CliRunner().invoke(command, [])
    said = CliRunner().invoke(command, ["--check"])
    assert (said.exit_code, "as the desk says" in said.output) == (0, True)
    public = Path(settings.PUBLIC)
    (public / "index.html").write_text("by hand")
    (public / "404.html").unlink()
    said = CliRunner().invoke(command, ["--check"])
    assert said.exit_code == 1
    assert "index.html differs." in said.output
    assert "404.html is missing." in said.output
    assert (public / "index.html").read_text() == "by hand"
    told = json.loads(CliRunner().invoke(command, ["--check", "--json"]).output)
    assert (told["missing"], told["other"]) == (["404.html"], ["index.html"])


def test_check_and_all_do_not_go_together(outlet: Cast) -> None:
    assert CliRunner().invoke(command, ["--check", "--all"]).exit_code == 2


def test_press_refuses_in_one_line(cast: Cast) -> None:
    Path(settings.PUBLIC).write_text("in the way")
    ran = CliRunner().invoke(command, [])
    assert ran.exit_code == 1
    assert len(ran.output.strip().splitlines()) == 1
    assert "press again" in ran.output


def test_press_without_an_outlet_says_what_to_do(db: None) -> None:
    Outlet.objects.all().delete()
    ran = CliRunner().invoke(command, [])
    assert (ran.exit_code, "pamphleteer new" in ran.output) == (1, True)


def test_check_tells_what_the_search_has_otherwise_and_words_makes_it_good(outlet: Cast) -> None:
    CliRunner().invoke(command, [])
    one, other = outlet.article(), outlet.article(headline="The ferry")
    indexing.round_()
    CliRunner().invoke(command, [])
    assert CliRunner().invoke(command, ["--check"]).exit_code == 0
    # Past all triggers, as a restored or repaired database may be.
    column = "lexemes = NULL" if connection.vendor == "postgresql" else "lead = 'other'"
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE press_piecewords SET {column} WHERE article_id = %s", [one.pk])  # noqa: S608
    PieceWords.objects.filter(pk=other.pk).update(spot=5)
    told = CliRunner().invoke(command, ["--check"])
    assert told.exit_code == 1
    assert "other words than the desk for 2 pieces. `pamphleteer press --words`" in told.output
    mended = json.loads(CliRunner().invoke(command, ["--words", "--json"]).output)
    assert mended["read"] == Article.objects.count()
    assert CliRunner().invoke(command, ["--check"]).exit_code == 0
    assert "pieces read anew." in CliRunner().invoke(command, ["--words"]).output


def test_check_tells_that_the_index_is_damaged(outlet: Cast) -> None:
    outlet.article()
    indexing.round_()
    CliRunner().invoke(command, [])
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL keeps its indexes in step by itself")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM press_piecewords_index_data WHERE id > 10")
    assert "is damaged" in CliRunner().invoke(command, ["--check"]).output
    CliRunner().invoke(command, ["--words"])
    assert CliRunner().invoke(command, ["--check"]).exit_code == 0
