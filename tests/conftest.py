"""What every test may ask for: the cast, the outlet's rows, the shared corpora, a clock."""

import gc
import os
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import hypothesis
import pytest
from pytest_django import DjangoDbBlocker, Settings

from pamphleteer.ground import clock
from tests.cast import Cast
from tests.plugins.copies import copy_of, speaking_to

# How long an example takes says more of the machine than of the code.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")

MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def pytest_collection_finish() -> None:
    """Look for no rubbish among what a worker has loaded and keeps until it ends, and seldom elsewhere."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(200_000, 50, 100)


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, empty_database: str, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Let the worker's Django speak to a copy of the laid database."""
    with copy_of(empty_database) as name, ExitStack() as spoken:
        with django_db_blocker.unblock():
            spoken.enter_context(speaking_to(name))
        yield
        with django_db_blocker.unblock():
            spoken.close()


@pytest.fixture
def shared() -> Path:
    """The corpora and the seed page beside the project."""
    named = os.environ.get("PAMPHLETEER_SHARED", "../shared")
    folder = (Path(__file__).parent.parent / named).resolve()
    if not folder.is_dir():
        words = f"the shared corpora are not at {folder} (PAMPHLETEER_SHARED names them)"
        if os.environ.get("CI") == "true":
            pytest.fail(words)
        pytest.skip(words)
    return folder


@pytest.fixture
def stopped_clock() -> Iterator[clock.StoppedClock]:
    """A Monday morning that lasts until the test moves it on."""
    with clock.stopped(MONDAY) as stopped:
        yield stopped


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Settings) -> None:
    """Keep the passwords of the cast in a way that takes no time: none of them is a secret."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def cast(db: None) -> Cast:
    """The fixed cast, made when they are first called."""
    return Cast()


@pytest.fixture(autouse=True)
def _outlet_folder(tmp_path: Path, settings: Settings) -> None:
    """Give each test an outlet's folder of its own."""
    settings.FOLDER = tmp_path
    settings.PUBLIC = tmp_path / "public"
    settings.THEME = tmp_path / "theme"
    settings.MEDIA_ROOT = str(tmp_path / "media")
