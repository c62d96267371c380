"""Logging in by a token that a command prints, and that a server lets end."""

import asyncio
from base64 import b64decode
from dataclasses import dataclass
from pathlib import Path

import pytest

from pamphleteer.post.dispatch import Dispatch
from pamphleteer.post.errors import RelayError, Scope
from pamphleteer.post.meanings.reasons import Reason
from pamphleteer.post.relays import open_relay
from pamphleteer.post.relays.kit import Letter, Outcome
from tests.collect.server import until
from tests.collect.workshop.test_asking import runs
from tests.post.conftest import relay_of
from tests.post.relays.smtp.speaking import Speaking
from tests.post.relays.smtp.test_transfer import letter
from tests.post.test_dispatch import carried, outcomes, running

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


def opens(
    server: Speaking, command: tuple[str, ...], *, times: int = 1, timeout: float = 5
) -> None:
    async def work() -> None:
        async with server.running():
            url = f"smtp://outlet@127.0.0.1:{server.port}"
            relay = open_relay(relay_of(url, token_command=command, timeout=timeout))
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
        (OFFERS, r"printf '\377\376\0'", "printed no token"),
        (OFFERS, "echo Error: log in at the browser", "printed no token"),
        (OFFERS, "head -c 50000 /dev/zero", "token_command failed: it ended with -1"),
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


def test_a_command_that_hangs_is_ended_with_what_it_has_begun(tmp_path: Path) -> None:
    with pytest.raises(RelayError, match=r"it did not end within 0\.5 seconds") as found:
        opens(
            Speaking(offers=OFFERS, odd=knowing),
            command(tmp_path, "sleep 60 & echo $! > child; wait"),
            timeout=0.5,
        )
    assert found.value.scope is Scope.RELAY
    child = int((tmp_path / "child").read_text())
    until(lambda: not runs(child))


@dataclass
class Ending:
    """A server that lets in by the newest token, and ends it after some letters, on all connections."""

    folder: Path
    letters: int = 0
    ended: int = 0

    def __call__(self, verb: str, words: str) -> str | None:
        if verb == "OTHER":
            told = b64decode(words.rpartition(" ")[2]).decode()
            return (
                "235 in" if f"Bearer token-{self.ended}\x01" in told else "535 5.7.8 it has ended"
            )
        if verb == "MAIL":
            self.letters += 1
            if self.letters % 7 == 0:
                self.ended += 1
                (self.folder / "token-now").write_text(f"token-{self.ended}\n")
                return "535 5.7.8 your token has ended"
        return None


def test_a_token_that_ends_in_the_middle_of_a_mailing_is_changed_and_the_mailing_goes_on(
    tmp_path: Path,
) -> None:
    (tmp_path / "token-now").write_text("token-0\n")
    with running(Speaking(offers=OFFERS, odd=Ending(tmp_path))) as server:
        url = f"smtp://outlet@127.0.0.1:{server.port}"
        relay = open_relay(
            relay_of(
                url, name="one", connections=1, token_command=command(tmp_path, "cat token-now")
            )
        )
        with Dispatch([relay]) as dispatch:
            found = carried(dispatch, [letter(number) for number in range(40)])
    assert set(outcomes(found).values()) == {"250 kept"}
    assert len(outcomes(found)) == len(server.kept) == 40
    assert all(one.letter for one in found)  # no line ended in a way that has the relay rest
    assert 4 <= calls(tmp_path) <= 10


def test_one_that_ends_before_its_first_letter_has_the_relay_tried_again_soon(
    tmp_path: Path,
) -> None:
    (tmp_path / "token-now").write_text("token-0\n")
    ending = Ending(tmp_path, letters=6)

    async def work() -> RelayError:
        async with Speaking(offers=OFFERS, odd=ending).running() as server:
            url = f"smtp://outlet@127.0.0.1:{server.port}"
            relay = open_relay(relay_of(url, token_command=command(tmp_path, "cat token-now")))
            left, said = [letter(1)], list[RelayError]()
            line = await relay.open()

            async def settle(_: Letter, outcome: Outcome) -> None:
                assert isinstance(outcome, RelayError)
                said.append(outcome)

            with pytest.raises(RelayError):
                await line.carry(following=lambda: left.pop() if left else None, settle=settle)
            await line.close()
            await (await relay.open()).close()
            assert sum(words.startswith("AUTH") for words in server.heard) == 2
            return said[0]

    error = asyncio.run(asyncio.wait_for(work(), 20))
    assert (error.scope, error.permanent, error.reason) == (Scope.RELAY, False, Reason.LOGIN)
    assert calls(tmp_path) == 2


def test_a_command_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(RelayError, match="token_command failed: No such file"):
        opens(Speaking(offers=OFFERS, odd=knowing), (str(tmp_path / "none"),))
