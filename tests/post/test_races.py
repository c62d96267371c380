"""Readers, editors and rounds at the same moment, in processes of their own; and each killed wherever it can be."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.post import key_races, races, return_races
from tests.processes import Process

Forks = Callable[[Callable[[], None]], None]


@pytest.fixture
def forks(tmp_path: Path, database_url: str) -> Forks:
    """Let what is told in `races` happen in an outlet of its own."""
    (tmp_path / "outlet.toml").write_text(
        '[site]\nurl = "https://example.org/"\n[post]\nsender = "digest@example.org"\n'
    )
    environment = os.environ | {
        "PAMPHLETEER_DIR": str(tmp_path),
        "PAMPHLETEER_DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "pamphleteer.project.settings",
    }

    def happen(told: Callable[[], None]) -> None:
        code = f"from {told.__module__} import {told.__name__}; {told.__name__}()"
        with Process(code, pipes=("stderr",), env=environment) as ended:
            errors = ended.communicate(timeout=240)[1]
        assert ended.returncode == 0, errors[-4000:]

    return happen


def test_an_address_is_moved_to_once_by_one_reader_wholly_or_not_at_all(forks: Forks) -> None:
    forks(races.moves)


def test_what_readers_do_while_letters_are_planned_loses_and_doubles_none(forks: Forks) -> None:
    forks(races.deeds_while_planning)


def test_one_of_several_editors_decides_and_one_of_several_rounds_comes_first(
    forks: Forks,
) -> None:
    forks(races.editors)


def test_several_processes_hand_a_relay_no_more_than_it_may_have_in_a_day(forks: Forks) -> None:
    forks(races.paces)


def test_mail_is_counted_by_several_processes_and_by_one_that_is_killed_without_a_false_alarm(
    forks: Forks,
) -> None:
    forks(races.fences)


def test_one_key_is_made_and_none_signs_that_nobody_spoke_for(forks: Forks) -> None:
    forks(key_races.keys_that_sign)


def test_mail_that_came_back_is_heard_and_judged_once_whoever_is_killed(forks: Forks) -> None:
    forks(return_races.returns)
