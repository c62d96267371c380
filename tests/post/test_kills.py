"""A process that delivers is killed at any moment, and the next one goes on: each reader gets the letter."""

from pathlib import Path

from tests.post.kills.lived import OUT, lived


def test_whoever_is_killed_loses_no_letter_and_doubles_none_but_those_in_doubt(
    tmp_path: Path, database_url: str
) -> None:
    aims = ("letters", "END", "asked", "RCPT", "time")
    told = {"readers": 300, "kills": 4, "most": 60, "seconds": 0.1, "delay": 0.002}

    found = lived(tmp_path, database_url, seed=7, aims=aims, **told)

    assert found["killed"] == 4
    assert found["states"] == {"done": 300}
    assert found["doubts"] > 0


def test_what_is_in_doubt_is_held_where_nothing_is_to_be_sent_twice(
    tmp_path: Path, database_url: str
) -> None:
    told = {"readers": 120, "kills": 2, "most": 40, "seconds": 0.1, "delay": 0.002}

    found = lived(tmp_path, database_url, seed=7, aims=("END", "letters"), doubt="hold", **told)

    assert found["duplicates"] == 0
    assert 0 < found["doubts"] <= 2 * OUT
    assert found["states"] == {"done": 120 - found["doubts"], "doubt": found["doubts"]}
