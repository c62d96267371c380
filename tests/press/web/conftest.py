"""The pressed site for those who serve its files: it is pressed once, and copied."""

import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from pamphleteer.press.verbs.press import press
from tests.cast import Cast
from tests.press.conftest import filled


@pytest.fixture(scope="session")
def pressed(
    tmp_path_factory: pytest.TempPathFactory,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> Path:
    """The site of an outlet whose rows are gone again."""
    folder = tmp_path_factory.mktemp("pressed")
    public = folder / "public"
    with (
        django_db_blocker.unblock(),
        override_settings(PUBLIC=public, THEME=folder / "theme", MEDIA_ROOT=str(folder / "media")),
        transaction.atomic(),
    ):
        filled(Cast())
        press()
        transaction.set_rollback(True)
    return public


@pytest.fixture
def public(pressed: Path) -> Path:
    """A copy of that site, at the outlet's own place."""
    return shutil.copytree(pressed, settings.PUBLIC)
