"""A demo outlet opens, closes and opens again, its options always fitting its neighbours."""

import os
import socket
from pathlib import Path

from pamphleteer.project import options
from pamphleteer.project.demo.opening import Demo, opened
from pamphleteer.project.options import Options


def read(folder: Path) -> Options:
    clean = {name: value for name, value in os.environ.items() if "PAMPHLETEER" not in name}
    return options.load(folder, clean)


def once(folder: Path) -> Demo:
    with opened(folder, port=None, serve=False) as demo:
        return demo


def test_options_name_the_neighbours(tmp_path: Path) -> None:
    with opened(tmp_path / "d", port=8123, serve=False) as demo:
        found = read(tmp_path / "d")
        assert found["site.url"] == demo.site == "http://127.0.0.1:8123/"
        assert found["server.listen"] == "127.0.0.1:8123"
        assert found["collect.allow"] == ("127.0.0.0/8",)
        assert [relay["url"] for relay in found.relays] == [f"smtp://127.0.0.1:{demo.kept.smtp}"]


def test_a_second_opening_keeps_ports_password_and_age(tmp_path: Path) -> None:
    assert once(tmp_path / "d").kept == once(tmp_path / "d").kept


def test_options_follow_a_port_that_was_taken_meanwhile(tmp_path: Path) -> None:
    first = once(tmp_path).kept
    with socket.create_server(("127.0.0.1", first.smtp)):
        second = once(tmp_path).kept
    assert second.smtp != first.smtp
    assert read(tmp_path).relays[0]["url"].endswith(f":{second.smtp}")


def test_without_a_wish_the_next_free_port_is_taken(tmp_path: Path) -> None:
    first = once(tmp_path).kept
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with opened(tmp_path, port=None, serve=True) as demo:
            assert demo.kept.site >= first.site
        with opened(tmp_path, port=port, serve=False) as demo:
            assert demo.kept.site == port
        with opened(tmp_path, port=None, serve=True) as demo:
            assert demo.kept.site != port


def test_secrets_are_for_the_owner_only(tmp_path: Path) -> None:
    once(tmp_path)
    assert (tmp_path / "demo.json").stat().st_mode & 0o077 == 0
    assert (tmp_path / "outlet.toml").stat().st_mode & 0o077 == 0
