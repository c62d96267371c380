"""The machine's own mail system: programs that end as they are told to."""

import asyncio
import os
from collections import deque
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from pamphleteer.post.errors import RelayError, Scope
from pamphleteer.post.models import Notice, State
from pamphleteer.post.relays import open_relay
from pamphleteer.post.relays.kit import Letter, Outcome, Reply
from pamphleteer.post.verbs.deliver import deliver
from pamphleteer.post.verbs.signup import ask
from tests.post.conftest import relay_of

CONTENT = b"Subject: x\r\n\r\n.\r\nFrom here\r\n\xc3\xa9\r\n"
RELAY, SITE, READER = Scope.RELAY, Scope.SITE, Scope.READER


class Program:
    """A program that writes down how it was called, and does something more."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "send mail"

    def does(self, more: str) -> None:
        lines = [
            "#!/bin/sh",
            f"cd '{self.folder}'",
            'printf "%s\\n" "$@" > called',
            "env > env",
            more,
        ]
        self.path.write_text("\n".join(lines) + "\n")
        self.path.chmod(0o700)

    @property
    def called(self) -> list[str]:
        return (self.folder / "called").read_text().split("\n")[:-1]

    def carries(self, *letters: Letter, **fields: Any) -> list[Outcome]:
        return asyncio.run(asyncio.wait_for(self._carries(*letters, **fields), 20))

    async def _carries(self, *letters: Letter, **fields: Any) -> list[Outcome]:
        waiting, outcomes = deque(letters), list[Outcome]()

        async def settle(_: Letter, outcome: Outcome) -> None:
            outcomes.append(outcome)

        line = await open_relay(relay_of(f"sendmail://{self.path}", **fields)).open()
        try:
            await line.carry(
                following=lambda: waiting.popleft() if waiting else None, settle=settle
            )
        except RelayError as error:
            assert error is outcomes[-1]
        return outcomes


def letter(to: str = "rita@readers.example", content: bytes = CONTENT) -> Letter:
    return Letter(1, "digest@example.org", to, content)


@pytest.fixture
def program(tmp_path: Path) -> Program:
    made = Program(tmp_path)
    made.does("cat > letter")
    return made


def test_the_program_gets_the_letter_as_it_is_with_the_lines_of_this_machine(
    program: Program,
) -> None:
    assert isinstance(program.carries(letter())[0], Reply)
    assert program.called == ["-i", "-f", "digest@example.org", "--", "rita@readers.example"]
    assert (program.folder / "letter").read_bytes() == CONTENT.replace(b"\r\n", b"\n")


def test_an_address_that_looks_like_an_option_is_an_address(program: Program) -> None:
    assert isinstance(program.carries(letter("-oQ/tmp@readers.example"))[0], Reply)
    assert program.called[-2:] == ["--", "-oQ/tmp@readers.example"]


@pytest.mark.parametrize(
    "to",
    [
        "a,b@c.example",
        "|rm@c.example",
        "/etc/x@c.example",
        ":include:x@c.example",
        "a\nb@c.example",
    ],
)
def test_an_address_that_the_program_may_misread_is_not_told_to_it(
    program: Program, to: str
) -> None:
    [outcome] = program.carries(letter(to))
    assert isinstance(outcome, RelayError)
    assert (outcome.scope, outcome.permanent) == (SITE, True)
    assert not (program.folder / "called").exists()


def test_the_program_sees_no_secret_of_the_environment(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PAMPHLETEER_RELAY_FIRST_PASSWORD", "hunter2")
    program.carries(letter())
    assert "hunter2" not in (program.folder / "env").read_text()


@pytest.mark.parametrize(
    ("code", "scope", "permanent"),
    [
        (os.EX_NOUSER, READER, True),
        (os.EX_NOHOST, SITE, True),
        (os.EX_DATAERR, SITE, True),
        (os.EX_UNAVAILABLE, SITE, True),
        (os.EX_TEMPFAIL, RELAY, False),
        (os.EX_NOPERM, RELAY, True),
        (os.EX_CONFIG, RELAY, True),
        (os.EX_USAGE, RELAY, True),
        (1, RELAY, True),
    ],
)
def test_how_it_ends_says_whom_a_refusal_concerns(
    program: Program, code: int, scope: Scope, permanent: bool
) -> None:
    program.does(f"echo 'queue is locked' >&2; exit {code}")
    [outcome] = program.carries(letter(content=CONTENT * 50_000))
    assert isinstance(outcome, RelayError)
    assert (outcome.scope, outcome.permanent, outcome.doubt) == (scope, permanent, False)
    assert outcome.reply == f"sendmail ended with {code}: queue is locked"


def test_a_refusal_of_one_letter_does_not_stop_the_next(program: Program) -> None:
    program.does('case "$5" in rob*) exit 67;; esac; cat > letter')
    gone, taken = program.carries(letter("rob@readers.example"), letter())
    assert isinstance(gone, RelayError)
    assert isinstance(taken, Reply)


@pytest.mark.parametrize("doing", ["exec sleep 30", "kill -9 $$"])
def test_a_program_that_does_not_come_to_its_end_leaves_its_letter_in_doubt(
    program: Program, doing: str
) -> None:
    program.does(f"cat > letter; {doing}")
    [outcome] = program.carries(letter(), timeout=0.3)
    assert isinstance(outcome, RelayError)
    assert (outcome.scope, outcome.doubt) == (RELAY, True)


def test_without_the_program_nothing_is_in_doubt(program: Program) -> None:
    program.path.unlink()
    [outcome] = program.carries(letter())
    assert isinstance(outcome, RelayError)
    assert (outcome.scope, outcome.doubt) == (RELAY, False)
    assert "No such file" in outcome.reply


@pytest.mark.django_db
def test_the_post_goes_out_by_it(program: Program, settings: Settings) -> None:
    settings.POST_RELAYS = (relay_of(f"sendmail://{program.path}"),)
    ask("rita@readers.example")
    assert deliver().done == 1
    assert Notice.objects.get().state == State.DONE
    assert b"Message-ID: <" in (program.folder / "letter").read_bytes()
