"""Keys that sign, made, changed and removed by several processes at once, and by one that is killed."""

import json
from contextlib import suppress
from functools import partial

from pamphleteer.post import signers
from pamphleteer.post.dkim import Algorithm, files
from pamphleteer.post.errors import DkimError
from pamphleteer.post.models import DkimKey
from pamphleteer.post.verbs import dkim
from tests.post.forked import at_once, killed

__all__ = ["keys_that_sign"]


def keys_that_sign() -> None:
    """One of several keys that are made at once is there; a kill leaves no key in use that nobody spoke for."""
    made = at_once(*[partial(_make, "both")] * 3)
    assert len({json.dumps(one) for one in made}) == 1, made
    both = made[0]
    assert sorted(DkimKey.objects.values_list("selector", flat=True)) == sorted(both)
    at_once(
        *[partial(_use, one, True) for one in both], *[partial(_use, one, False) for one in both]
    )
    assert _in_use() == sorted(both)

    assert killed(partial(_make, "ed25519")) > 3
    [new] = DkimKey.objects.filter(state=DkimKey.State.WAITING)
    files.read(signers.folder(), new.selector)
    assert at_once(partial(_use, new.selector, False)) == [False]
    assert _in_use() == sorted(both)
    assert killed(partial(_use, new.selector, True)) > 5
    assert [one for one in _in_use() if one.startswith("ed")] == [new.selector]
    assert DkimKey.objects.filter(state=DkimKey.State.RESTING).count() == 1

    old = DkimKey.objects.get(state=DkimKey.State.RESTING).selector
    assert killed(partial(_drop, old)) > 3
    assert old not in files.selectors(signers.folder())
    assert at_once(*[partial(_use, one, True) for one in (new.selector, both[0])] * 2) == [True] * 4
    for row in DkimKey.objects.filter(state=DkimKey.State.USED):
        files.proven(signers.folder(), row.selector, row.proof)


def _in_use() -> list[str]:
    return sorted(one.selector for one in dkim.used("example.org"))


def _make(kinds: str) -> list[str]:
    wanted = [one for one in Algorithm if kinds in {"both", one.short}]
    return [dkim.make(one).selector for one in wanted]


def _use(selector: str, anyway: bool) -> bool:
    [row] = dkim.named([selector])
    return dkim.use(dkim.Looked(row, None, "not asked"), anyway=anyway)


def _drop(selector: str) -> None:
    with suppress(DkimError):  # the process was killed when it was done
        dkim.drop(selector, anyway=True)
