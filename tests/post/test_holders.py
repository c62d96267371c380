"""A holder's name tells whether its process still lives."""

import os
import subprocess
import sys

from pamphleteer.post.holders import gone, new_holder

NAME = "from pamphleteer.post.holders import new_holder; print(new_holder(), flush=True)"


def test_a_name_is_of_its_own_and_fits_its_column() -> None:
    one, other = new_holder(), new_holder()

    assert one != other
    assert max(len(one), len(other)) <= 40


def test_a_living_process_is_not_gone() -> None:
    assert not gone(new_holder())


def test_a_process_that_ended_is_gone() -> None:
    ended = subprocess.run([sys.executable, "-c", NAME], capture_output=True, text=True, check=True)

    assert gone(ended.stdout.strip())


def test_a_process_that_nobody_has_buried_is_gone() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", NAME + "; input()"],
        stdout=subprocess.PIPE,
        stdin=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        name = process.stdout.readline().strip()
        assert not gone(name)
        process.kill()
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        assert gone(name)


def test_the_number_of_an_ended_process_may_be_another_ones_now() -> None:
    machine, pid, began, luck = new_holder().split(".")

    assert gone(".".join([machine, pid, f"{int(began, 16) - 1:x}", luck]))


def test_nothing_is_known_of_other_machines() -> None:
    assert not gone("elsewhere1.1.1.abcdef")
    assert not gone("")
