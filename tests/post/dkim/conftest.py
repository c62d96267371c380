"""A server of the DNS that the outlet asks, and its command."""

from collections.abc import Callable, Iterator

import pytest
from click.testing import CliRunner
from pytest_django import Settings

from pamphleteer.post.commands.dkim import command
from pamphleteer.post.dkim import files
from pamphleteer.post.dkim.records import name_of
from pamphleteer.post.models import DkimKey
from pamphleteer.post.signers import folder
from tests.nameserver import Nameserver, quoted

Call = Callable[..., tuple[int, str]]


@pytest.fixture
def names(settings: Settings) -> Iterator[Nameserver]:
    with Nameserver() as server:
        settings.POST_RESOLVER = server.address
        yield server


@pytest.fixture
def call() -> Call:
    def called(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(command, list(words))
        assert result.exception is None or isinstance(result.exception, SystemExit), (
            result.exception
        )
        return result.exit_code, result.output

    return called


@pytest.fixture
def publish(names: Nameserver) -> Callable[[str], None]:
    """Publish the record of a selector."""

    def published(selector: str) -> None:
        row = DkimKey.objects.get(selector=selector)
        record = files.read(folder(), selector).record()
        names.say(name_of(selector, row.domain), "TXT", quoted(record))

    return published
