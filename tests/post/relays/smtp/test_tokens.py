"""Logging in by a token that a command prints, and that a server lets end."""

import asyncio
from base64 import b64decode
from pathlib import Path

import pytest

from pamphleteer.post.errors import RelayError, Scope
from pamphleteer.post.relays import open_relay
from tests.post.conftest import relay_of
from tests.post.relays.smtp.speaking import Speaking

OFFERS = ("AUTH PLAIN XOAUTH2",)


def knowing(verb: str, words: str) -> str | None:
    """Let in by one token."""
    if verb != "OTHER":
        return None
    if not words.startswith("AUTH XOAUTH2 "):
        return "535 5.7.8 your token has ended"
    told = b64decode(words.split(" ")[2]).decode()
    right = told == "user=outlet\x01auth=Bearer second\x01\x01"
    return "235 in" if right else "334 eyJzdGF0dXMiOiI0MDEifQ=="


def command(folder: Path, text: str) -> tuple[str, ...]:
    program = folder / "token"
    program.write_text(f"#!/bin/sh\ncd '{folder}'\necho x >> calls\n{text}\n")
    program.chmod(0o700)
    return (str(program),)


def calls(folder: Path) -> int:
    return (folder / "calls").read_text().count("x")


def opens(server: Speaking, command: tuple[str, ...], *, times: int = 1) -> None:
    async def work() -> None:
        async with server.running():
            url = f"smtp://outlet@127.0.0.1:{server.port}"
            relay = open_relay(relay_of(url, token_command=command))
            for _ in range(times):
                await (await relay.open()).close()

    asyncio.run(asyncio.wait_for(work(), 20))


def test_the_token_is_printed_once_for_many_connections(tmp_path: Path) -> None:
    server = Speaking(offers=OFFERS, odd=knowing)
    opens(server, command(tmp_path, "printf sec; sleep 0.1; echo ond"), times=3)
    assert calls(tmp_path) == 1
    assert sum(words.startswith("AUTH") for words in server.heard) == 3


def test_a_token_that_has_ended_is_printed_anew(tmp_path: Path) -> None:
    server = Speaking(offers=OFFERS, odd=knowing)
    text = "if [ $(wc -l < calls) = 1 ]; then echo first; else echo second; fi"
    opens(server, command(tmp_path, text))
    assert calls(tmp_path) == 2


@pytest.mark.parametrize(
    ("offers", "text", "said"),
    [
        (OFFERS, "echo first", "535 5.7.8 your token has ended"),
        (OFFERS, "exit 3", "token_command failed: it ended with 3"),
        (OFFERS, "true", "printed no token"),
        (OFFERS, "echo two; echo lines", "printed no token"),
        (("AUTH PLAIN",), "echo second", "no XOAUTH2"),
    ],
)
def test_without_a_token_that_counts_the_relay_is_left_alone(
    tmp_path: Path, offers: tuple[str, ...], text: str, said: str
) -> None:
    with pytest.raises(RelayError, match=said) as found:
        opens(Speaking(offers=offers, odd=knowing), command(tmp_path, text))
    assert found.value.scope is Scope.RELAY
    assert calls(tmp_path) <= 2


def test_a_command_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(RelayError, match="token_command failed: No such file"):
        opens(Speaking(offers=OFFERS, odd=knowing), (str(tmp_path / "none"),))
