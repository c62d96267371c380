"""Plain statements: what does not wait for the disk, and what does again behind it."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from pamphleteer.register.models import Topic
from pamphleteer.register.statements import ask, hurried, tell

WAITS = {"sqlite": ("PRAGMA synchronous", (2,)), "postgresql": ("SHOW synchronous_commit", ("on",))}
HURRIES = {"sqlite": (1,), "postgresql": ("off",)}


@pytest.fixture
def waiting(own_database: str) -> Iterator[None]:
    """Rows that wait for the disk, as those of an outlet do; the cluster of the tests does not."""
    if connection.vendor == "postgresql":
        tell("SET synchronous_commit TO on")
    yield
    if connection.vendor == "postgresql":
        tell("RESET synchronous_commit")


@pytest.mark.usefixtures("waiting")
def test_nothing_but_what_is_hurried_leaves_off_waiting_for_the_disk() -> None:
    asked, waits = WAITS[connection.vendor]
    assert ask(asked) == [waits]
    with hurried():
        assert ask(asked) == [HURRIES[connection.vendor]]
        Topic.objects.create(slug="water", name="Water")
    assert ask(asked) == [waits]
    with transaction.atomic(), hurried():
        assert ask(asked) == [waits]
    assert Topic.objects.get().name == "Water"


@pytest.mark.usefixtures("waiting")
def test_what_is_broken_off_is_undone_and_the_next_waits_again() -> None:
    asked, waits = WAITS[connection.vendor]
    with pytest.raises(OSError, match="full"), hurried():
        Topic.objects.create(slug="water", name="Water")
        raise OSError("full")
    assert not Topic.objects.exists()
    assert ask(asked) == [waits]
