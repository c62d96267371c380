"""How long a relay or site that failed is left alone, by why and how often in a row."""

from collections.abc import Sequence
from datetime import timedelta

from pamphleteer.post.meanings.reasons import Reason


def _steps(*minutes: float) -> Sequence[timedelta]:
    return tuple(timedelta(minutes=one) for one in minutes)


# What mends itself.
STEPS = _steps(1 / 12, 1 / 4, 1, 5, 15, 30)
# What somebody has to mend: logging in wrong again and again gets one locked out, and mail to a closed account banned.
LASTING = _steps(5, 15, 60, 180, 360)
# A site, or one letter to it: greylisting mostly ends after five minutes, and who comes much sooner begins anew.
OF_SITES = _steps(1, 6, 15, 30)
_LONGEST = timedelta(days=1)
_NEEDS_SOMEBODY = {
    Reason.LOGIN,
    Reason.ACCOUNT,
    Reason.ENCRYPTION,
    Reason.AUTHENTICATION,
    Reason.SENDER,
}


def lasts(reason: Reason, *, permanent: bool) -> bool:
    """Return whether somebody has to do something before a relay takes mail again."""
    return permanent and reason in _NEEDS_SOMEBODY


def back_off(failures: int, *, lasting: bool = False) -> timedelta:
    """Return how long to wait after so many failures in a row."""
    steps = LASTING if lasting else STEPS
    return steps[min(max(failures, 1), len(steps)) - 1]


def back_off_of_site(failures: int) -> timedelta:
    """Return how long a site is left alone, or a letter that it put off, after so many failures in a row."""
    return OF_SITES[min(max(failures, 1), len(OF_SITES)) - 1]


def wait_of_letter(failures: int, *, named: float | None) -> timedelta:
    """Return how long a letter waits that a site put off so often; `named` are the seconds that it asked for."""
    if named:
        return timedelta(seconds=min(named, _LONGEST.total_seconds()))
    return back_off_of_site(failures)


def wait(failures: int, *, lasting: bool, named: float | None) -> timedelta:
    """Return how long a relay is left alone; `named` are the seconds that it asked for itself, within bounds."""
    most = (LASTING if lasting else STEPS)[-1]
    if named and not lasting:
        return min(timedelta(seconds=min(named, most.total_seconds())), most)
    return back_off(failures, lasting=lasting)
