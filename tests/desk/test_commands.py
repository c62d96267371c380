"""`articles schedule`, `due`, `correct` and `withdraw` do what the desk does, and say it."""

from datetime import UTC, datetime

import pytest
from click.testing import CliRunner, Result

from pamphleteer.desk.commands.articles import command
from pamphleteer.ground import clock
from pamphleteer.register.models import Outlet
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def articles(*words: str) -> Result:
    return CliRunner().invoke(command, list(words))


def test_an_article_is_scheduled_by_the_outlets_clocks_and_published_when_it_is_due(
    cast: Cast,
) -> None:
    Outlet.objects.update(zone="Europe/Lisbon")
    article = cast.draft()
    with clock.stopped(datetime(2099, 7, 1, 5, 0, tzinfo=UTC)) as far:
        told = articles("schedule", str(article.pk), "--at", "2099-07-01 07:00")
        assert told.output == (
            f"{article.pk} is published on 1 Jul 2099, 07:00 (Europe/Lisbon): "
            "The river is clean again\n"
        )
        assert articles("due").output == "Published 0 at their time.\n"
        far.advance(hours=1)
        assert articles("due").output == "Published 1 at their time.\n"


def test_a_time_that_has_gone_by_is_refused_in_words(cast: Cast) -> None:
    refused = articles("schedule", str(cast.draft().pk), "--at", "1999-01-01 00:00")
    assert refused.exit_code == 1
    assert "has gone by: choose a time ahead" in refused.output


def test_schedule_wants_one_of_its_two_options(cast: Cast) -> None:
    assert articles("schedule", str(cast.draft().pk)).exit_code == 2


def test_a_correction_and_a_withdrawal_say_what_readers_are_told(cast: Cast) -> None:
    article = cast.article()
    key = str(article.pk)
    assert articles("correct", key, "--words", "Fifty years.").output.startswith(f"Corrected {key}")
    assert articles("withdraw", key, "--why", "All wrong.").output.startswith(f"Withdrew {key}")
    article.refresh_from_db()
    assert (article.corrections.get().words, article.withdrawn_why) == (
        "Fifty years.",
        "All wrong.",
    )
    assert articles("correct", key, "--words", "More.").exit_code == 1
