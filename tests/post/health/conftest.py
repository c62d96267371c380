"""A server of the DNS that tells of an outlet, and what the checks are about."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

from pamphleteer.ground.findings import Finding, Level
from pamphleteer.ground.resolver import Resolver
from pamphleteer.post.health import Asked
from tests.nameserver import Nameserver, quoted

Told = list[tuple[str, str]]


@pytest.fixture
def names() -> Iterator[Nameserver]:
    with Nameserver() as server:
        yield server


@pytest.fixture
def asked(names: Nameserver) -> Callable[..., Asked]:
    def about(**more: Any) -> Asked:
        same = dict.fromkeys(("sender", "returns", "signs"), "example.org")
        return Asked(**{**same, "resolver": Resolver(names.address, seconds=5), **more})

    return about


@pytest.fixture
def text(names: Nameserver) -> Callable[..., None]:
    """Publish TXT records under a name."""

    def publish(name: str, *records: str) -> None:
        names.say(name, "TXT", *[quoted(record) for record in records])

    return publish


def levels(found: Iterable[Finding]) -> list[Level]:
    return [one.level for one in found]


def words(found: Iterable[Finding]) -> str:
    return "\n".join(
        f"{one.level} {one.what}: {one.found} {one.todo} {one.record}" for one in found
    )
