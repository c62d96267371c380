"""What the tests of the press start from: an outlet with pieces of every sort, pressed."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings

from pamphleteer.press.verbs.press import press
from pamphleteer.register.models import Topic
from tests.cast import Cast

HOSTILE = "He said \"no\" & 'yes' </title><script>alert(1)</script> ]]> \x0b\x01"


@pytest.fixture
def outlet(cast: Cast) -> Cast:
    """An outlet with a partner's piece, an undated one, a foreign one and a hostile one."""
    return filled(cast)


def filled(cast: Cast) -> Cast:
    """Return the cast with what that outlet has published."""
    river = Topic.objects.create(slug="النيل", name="النيل")
    cast.article(
        headline="The ferry is run by its passengers",
        partner=cast.partner,
        original_url="https://harbour-light.example/ferry?a=1&b=2",
        authors="Ada Quay",
        date=datetime(2026, 11, 22, 23, 30, tzinfo=UTC),
    )
    cast.article(
        headline="Honduras, 2009: Legacy Of A Coup",
        lead="In June 2009 the people fought back.\n\nThis is what followed.",
        body="",
        rescued_from="page.txt",
        place=-3,
    )
    cast.article(headline="مزارعو الدلتا", language="ar", topics=[river, cast.topic])
    cast.article(headline=HOSTILE, lead=f"{HOSTILE} U.S./France", body="<p>Fine.</p>", topics=[])
    return cast


@pytest.fixture
def public(outlet: Cast) -> Path:
    """The pressed site of that outlet."""
    press()
    return Path(settings.PUBLIC)
