"""What `demo` refuses, and how it says so."""

import socket
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pamphleteer.project.commands.demo import command


def demo(*words: str | Path) -> Result:
    return CliRunner().invoke(command, [str(word) for word in words])


def test_a_topic_without_a_page_is_misuse(tmp_path: Path) -> None:
    result = demo("--once", "--dir", tmp_path / "d", "--topic", "coup")
    assert result.exit_code == 2
    assert "--from" in result.stderr
    assert not (tmp_path / "d").exists()


def test_a_taken_port_is_said_in_a_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = demo("--dir", tmp_path / "d", "--port", str(port))
    assert result.exit_code == 1
    assert result.stderr == (
        f"Port {port} is taken: end what uses it, or choose another with --port.\n"
    )


def test_an_outlet_that_is_no_demo_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "outlet.toml").write_text('[site]\nurl = "https://real.example/"\n')
    result = demo("--once", "--dir", tmp_path)
    assert result.exit_code == 1
    assert "holds an outlet that is no demo" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["outlet.toml"]
    assert "real.example" in (tmp_path / "outlet.toml").read_text()


def test_a_folder_that_cannot_be_made_is_said_in_a_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = demo("--once", "--dir", tmp_path / "file" / "d")
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("kept", ["{", "[]", '{"made": 1}'])
def test_a_broken_keepsake_is_said_in_a_line(tmp_path: Path, kept: str) -> None:
    (tmp_path / "demo.json").write_text(kept)
    result = demo("--once", "--dir", tmp_path)
    assert result.exit_code == 1
    assert "demo.json" in result.stderr


def test_a_page_that_is_not_there_is_said_before_anything_is_made(tmp_path: Path) -> None:
    result = demo("--once", "--dir", tmp_path / "d", "--from", tmp_path / "none.html")
    assert result.exit_code == 1
    assert result.stderr == f"There is no file {tmp_path / 'none.html'}.\n"
    assert not (tmp_path / "d").exists()
