"""What a journey begins with: a house of its own, and a browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.chromium import chromium
from tests.journeys.house import House, house_at


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """A folder that holds nothing yet; on PostgreSQL a database of its own too."""
    with house_at(tmp_path / "outlet") as house:
        yield house


@pytest.fixture
def laid_house(tmp_path: Path, empty_database: str) -> Iterator[House]:
    """A folder whose database is laid already, for those to whom laying is not the matter."""
    with house_at(tmp_path / "outlet", laid=empty_database) as house:
        yield house


@pytest.fixture
def browser() -> Iterator[Browser]:
    """Debian's Chromium, headless."""
    with chromium() as browser:
        yield browser
