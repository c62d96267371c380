"""Who is asked to stop by a signal ends what is begun; who is asked again ends at once."""

import os
import signal
import threading
from collections.abc import Iterator

import pytest

from pamphleteer.ground.stopping import asked, never


@pytest.fixture(autouse=True)
def _heard() -> Iterator[None]:
    """Let Ctrl-C be heard: what is begun in the background ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_first_signal_asks_and_the_second_acts_as_before(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    with asked() as stop:
        assert not stop()

        os.kill(os.getpid(), number)

        assert stop()
        assert stop.signal == number
        assert signal.getsignal(number) is before


def test_whoever_asks_is_told_what_is_waited_for(capfd: pytest.CaptureFixture[str]) -> None:
    with asked("It ends soon."):
        os.kill(os.getpid(), signal.SIGTERM)

    assert capfd.readouterr().err == "It ends soon.\n"


def test_afterwards_signals_act_as_before() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with asked() as stop:
        assert signal.getsignal(signal.SIGTERM) is not before

    assert signal.getsignal(signal.SIGTERM) is before
    assert stop() is never()


def test_what_ignores_ctrl_c_goes_on_ignoring_it() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with asked() as stop:
            os.kill(os.getpid(), signal.SIGINT)
            assert not stop()
    finally:
        signal.signal(signal.SIGINT, before)


def test_in_another_thread_nobody_asks() -> None:
    said = list[bool]()

    def work() -> None:
        with asked() as stop:
            said.append(stop())

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert said == [False]
