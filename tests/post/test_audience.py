"""A digest that is for those of a list: it is offered to nobody else, and who has it may change or leave it."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import Client

from pamphleteer.ground.clock import StoppedClock
from pamphleteer.post import tokens
from pamphleteer.post.models import Digest, Reader, Subscription
from pamphleteer.post.verbs.choices import choose
from pamphleteer.post.verbs.find import find
from pamphleteer.post.verbs.importing import import_list
from pamphleteer.post.verbs.signup import enrol
from pamphleteer.post.wishes import Wishes

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]


@pytest.fixture
def listed(stopped_clock: StoppedClock) -> Digest:
    """The outlet's oldest digest, for members."""
    Digest.objects.all().delete()
    return Digest.objects.create(
        name="Members", slug="members", audience="listed", begins=stopped_clock.at
    )


@pytest.fixture
def daily(listed: Digest) -> Digest:
    return Digest.objects.create(name="Daily", slug="daily", begins=listed.begins)


def page(reader: Reader, **sent: object) -> str:
    way = urlsplit(tokens.link(reader, purpose=tokens.CHOOSE)).path
    client = Client(enforce_csrf_checks=True)
    if sent:
        client.post(way, {"zone": "UTC", "form": "html", "language": ""} | sent)
    return client.get(way).content.decode()


def of(*digests: Digest) -> dict[str, object]:
    fields = {
        f"{name}-{one.pk}": value
        for one in digests
        for name, value in (("rhythm", "daily"), ("topics", "all"), ("hour", ""), ("weekday", "0"))
    }
    return {"digest": [one.pk for one in digests], **fields}


def had(reader: Reader) -> set[str]:
    rows = Subscription.objects.filter(reader=reader)
    return set(rows.values_list("digest__slug", flat=True))


def test_who_signs_up_gets_what_is_for_everybody(listed: Digest, daily: Digest) -> None:
    assert had(enrol("ada@example.org")) == {"daily"}


def test_nobody_is_offered_it_or_takes_it(listed: Digest, daily: Digest) -> None:
    reader = enrol("ada@example.org")
    assert "Members" not in page(reader)

    page(reader, **of(listed, daily))
    assert had(reader) == {"daily"}


def test_who_has_it_may_keep_change_and_leave_it(listed: Digest, daily: Digest) -> None:
    reader = enrol("ada@example.org")
    choose(reader, listed, Wishes())
    assert "Members" in page(reader)

    page(reader, **of(listed, daily))
    assert had(reader) == {"daily", "members"}
    page(reader, **of(daily))
    assert had(reader) == {"daily"}
    assert "Members" not in page(reader)


def test_a_list_that_names_it_brings_it(listed: Digest, daily: Digest, tmp_path: Path) -> None:
    path = tmp_path / "members.csv"
    path.write_text("email,digests\nada@example.org,members\nbo@example.org,\n")
    import_list(path, source="Members of the club, 2026", told=lambda _lines: None)

    found = [find(name) for name in ("ada@example.org", "bo@example.org")]
    assert [had(one) for one in found if one] == [{"members"}, {"daily"}]
