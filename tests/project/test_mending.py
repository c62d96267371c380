"""A key that is missing is told in a line, once, and the rounds go on by themselves when it is back."""

import logging
from collections import deque

import pytest

from pamphleteer.ground.clock import StoppedClock
from pamphleteer.ground.keyring import KeyMissing
from pamphleteer.ground.stopping import Stop
from pamphleteer.post.errors import DkimError
from pamphleteer.project import driver
from pamphleteer.project.mending import ToMend
from pamphleteer.project.rounds import Round

GONE = "the key keys/readers-1.key can't be read (No such file or directory)"


def test_one_fault_of_several_rounds_is_said_once_an_hour_and_when_it_is_over(
    stopped_clock: StoppedClock, caplog: pytest.LogCaptureFixture
) -> None:
    to_mend = ToMend()
    for _ in range(100):
        to_mend.met("post", KeyMissing(GONE))
        to_mend.met("returned", KeyMissing(GONE))
        to_mend.over("press")
    [line] = caplog.messages
    assert line == f"{GONE}. Mend that: what needs it waits until then, and nothing is lost."
    stopped_clock.advance(hours=1)
    to_mend.met("post", KeyMissing(GONE))
    assert caplog.messages == [line, line]
    to_mend.met("post", DkimError("another"))
    assert len(caplog.messages) == 3

    caplog.clear()
    to_mend.over("post")
    assert caplog.messages == ["Mended: another"]
    to_mend.over("returned")
    assert caplog.messages[1:] == [f"Mended: {GONE}"]
    to_mend.met("post", KeyMissing(GONE))
    assert caplog.messages[2:] == [line]


def test_a_round_that_lacks_a_key_goes_on_in_its_thread_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(driver, "_PAUSE_AFTER_FAULT", 0.001)
    outcomes = deque([KeyMissing(GONE), KeyMissing(GONE), None])

    def work(_stop: Stop) -> int:
        fault = outcomes.popleft()
        if fault:
            raise fault
        driven.drain()
        return 0

    driven = driver.Driver([])
    driven.rounds = [Round("post", work, 0.001)]
    with caplog.at_level(logging.WARNING):
        driven.run()

    first, last = caplog.messages
    assert first.startswith(GONE)
    assert last == f"Mended: {GONE}"
    assert "Traceback" not in capfd.readouterr().err
    assert (driven._failed["post"], "post" in driven._ended) == (2, True)
