"""An outlet that moves: what it exports comes in elsewhere with the same choices, consents and standings."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pamphleteer.ground import clock
from pamphleteer.ground.clock import StoppedClock
from pamphleteer.post.models import Choice, Consent, Digest, Reader, Subscription, Suppressed, Terms
from pamphleteer.post.verbs.choices import choose, current, pause
from pamphleteer.post.verbs.find import find
from pamphleteer.post.verbs.signup import ask, enrol, leave_as
from pamphleteer.post.wishes import Wishes
from pamphleteer.register.models import Topic
from tests.post.test_lists import LEFT_ELSEWHERE, call, imported, listed

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]

HOSTILE = (
    "=cmd@example.org", "+44@example.org", "-x-@example.org", "'=1@example.org", "'quoted'@example.org",
    "a|b@example.org", "o'hara@example.org", "ünïcode@example.org", "نور@مثال.إختبار", "{a}`b`@example.org",
)  # fmt: skip
TOPICS = {"water": "Water, and fire", "fire": "=Fire|+1", "nahr": "نهر"}


class Outlet:
    """An outlet's digests and topics, as they are set up once more elsewhere."""

    def __init__(self) -> None:
        Reader.objects.all().delete()
        Subscription.objects.all().delete()
        Choice.objects.all().delete()
        for model in (Digest, Topic, Consent, Terms, Suppressed):
            model.objects.all().delete()
        fields: dict[str, Any] = {"begins": clock.now()}
        self.digests = [
            Digest.objects.create(slug=slug, name=name, active=active, **fields)
            for slug, name, active in (("daily", "Daily", True), ("-=w", "Week, end", True), ("old", "Old", False))
        ]  # fmt: skip
        self.topics = {
            slug: Topic.objects.create(slug=slug, name=name) for slug, name in TOPICS.items()
        }


def named(reader: Reader) -> list[Any]:
    """Return what a reader gets, in names that are the same at every outlet."""
    slugs = dict(Topic.objects.values_list("pk", "slug"))
    return [
        (
            one.digest.slug,
            one.wishes.topics and {slugs[key] for key in one.wishes.topics},
            one.wishes.rhythm,
            one.wishes.weekday,
            one.wishes.hour,
            one.wishes.zone,
            one.wishes.language,
            one.wishes.form,
        )
        for one in current(reader)
    ]


def known() -> dict[str, Any]:
    """Return all that is known of each reader, but for the consent that an import adds."""
    found = {}
    for reader in Reader.objects.all():
        said = [
            (one.kind, one.at, one.terms.where, one.terms.words, one.network)
            for one in reader.consents.order_by("pk")
            if one.terms.where != "members.csv"
        ]
        moments = reader.asked_at, reader.confirmed_at, reader.paused_until
        found[reader.address] = reader.state, moments, named(reader), said
    return found


def moved(folder: Path, *more: str) -> tuple[dict[str, Any], list[list[str]]]:
    """Take the list along to a fresh outlet."""
    path = folder / "members.csv"
    assert call("export", path, *more).exit_code == 0
    Outlet()
    return imported(path)


WISHES = st.builds(
    dict,
    topics=st.none() | st.sets(st.sampled_from(sorted(TOPICS)), min_size=1),
    rhythm=st.sampled_from(["daily", "weekly", "at once"]),
    weekday=st.integers(0, 6),
    hour=st.integers(0, 23),
    zone=st.sampled_from(["", "Asia/Kathmandu", "America/Argentina/Buenos_Aires"]),
    language=st.sampled_from(["", "ar", "es-MX"]),
    form=st.sampled_from(["html", "text"]),
)
CHOSEN = st.dictionaries(st.integers(0, 2), WISHES, min_size=1)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(HOSTILE), CHOSEN, min_size=1, max_size=5))
def test_whatever_readers_chose_they_have_at_the_new_outlet(
    stopped_clock: StoppedClock, tmp_path: Path, chosen: dict[str, dict[int, dict[str, Any]]]
) -> None:
    outlet = Outlet()
    for address, wanted in chosen.items():
        ask(
            address,
            network="192.0.2.0/24",
            where="https://example.org/=x",
            words="Yes,\n\"all\" '+of'\tit",
        )
        reader = enrol(address)
        Subscription.objects.all().filter(reader=reader).delete()
        for place, said in wanted.items():
            topics = said["topics"] and frozenset(outlet.topics[slug].pk for slug in said["topics"])
            choose(reader, outlet.digests[place], Wishes(**{**said, "topics": topics}))
        pause(reader, until=clock.now() + timedelta(days=9))
    before = known()

    told, _report = moved(tmp_path)

    assert (told["added"], told["reasons"]) == (len(chosen), [])
    assert known() == before


@pytest.fixture
def outlet(stopped_clock: StoppedClock) -> Iterator[Outlet]:
    return Outlet()


def test_whoever_left_is_kept_off_at_the_new_outlet_by_a_hash_alone(
    outlet: Outlet, tmp_path: Path
) -> None:
    leave_as(enrol("left@example.org").key)
    ask("asked@example.org")
    enrol("ada@example.org")

    _told, report = moved(tmp_path, "--all")

    assert [line[1:3] for line in report] == [
        ["refused", "is “left” in the list"],
        ["refused", "is “asked” in the list"],
        ["added", ""],
    ]
    assert (Suppressed.objects.count(), Reader.objects.count()) == (1, 1)
    older = "email\nleft@example.org\nasked@example.org\n"
    _, report = imported(listed(tmp_path, older))
    assert [line[1:3] for line in report] == [["refused", LEFT_ELSEWHERE], ["added", ""]]
    # Nobody but they themselves brings them back.
    ask("left@example.org")
    assert find("left@example.org")


def test_a_reader_of_no_digest_comes_in_as_one(outlet: Outlet, tmp_path: Path) -> None:
    reader = enrol("ada@example.org")
    Subscription.objects.filter(reader=reader).delete()

    moved(tmp_path)

    assert named(Reader.objects.get()) == []


def test_whose_topics_are_all_gone_gets_all_at_the_new_outlet_too(
    outlet: Outlet, tmp_path: Path
) -> None:
    reader = enrol("ada@example.org")
    choose(reader, outlet.digests[0], Wishes(frozenset([outlet.topics["fire"].pk])))
    outlet.topics["fire"].delete()

    moved(tmp_path)

    [(digest, topics, *_)] = named(Reader.objects.get())
    assert (digest, topics) == ("daily", None)


def test_a_time_zone_without_an_hour_goes_along(outlet: Outlet, tmp_path: Path) -> None:
    reader = enrol("ada@example.org")
    Reader.objects.filter(pk=reader.pk).update(zone="Asia/Kathmandu")

    moved(tmp_path)

    assert Reader.objects.get().zone == "Asia/Kathmandu"
    assert Choice.objects.get().zone == ""


@pytest.mark.parametrize("before", [False, True], ids=["now", "by an older Pamphleteer"])
def test_who_left_and_came_back_is_on_the_list_elsewhere(
    outlet: Outlet, tmp_path: Path, before: bool
) -> None:
    leave_as(enrol("ada@example.org").key)
    assert enrol("ada@example.org", again=True).left_at is None
    if before:
        Reader.objects.update(left_at=clock.now())

    told, _ = moved(tmp_path)

    assert (told["added"], told["refused"]) == (1, 0)
    assert not Suppressed.objects.exists()


def test_an_address_within_a_move_is_not_in_the_list(outlet: Outlet, tmp_path: Path) -> None:
    reader = enrol("ada@example.org")
    other = enrol("other@example.org")
    Reader.objects.filter(pk=other.pk).update(moves=reader, state="asked")

    path = tmp_path / "readers.csv"
    call("export", path, "--all")

    assert [row["email"] for row in csv.DictReader(io.StringIO(path.read_text()))] == [
        "ada@example.org"
    ]


def test_what_is_not_here_is_told_and_refuses_nobody(outlet: Outlet, tmp_path: Path) -> None:
    content = (
        "email,digests,topics,rhythm,weekday,hour,zone,language,form,consents\n"
        'a@example.org,Daily,"Water, and fire;moon",weekly,Viernes,18:00,Mars/Olympus,Klingon,pdf,[]\n'
        "b@example.org,evening,moon,hourly,,25,,,,{}\n"
        "c@example.org,daily,نهر,,friday,,,ar,texte,\n"
    )

    told, report = imported(listed(tmp_path, content))

    assert told["added"] == 3
    a, b, c = (named(reader) for reader in Reader.objects.order_by("pk"))
    assert a == [("daily", {"water"}, "weekly", 4, 18, "UTC", "", "html")]
    assert b == [("daily", None, "daily", None, None, "", "", "html")]
    assert c == [("daily", {"nahr"}, "weekly", 4, 7, "UTC", "ar", "text")]
    for why in (
        "no topic “and fire”",
        "no time zone “Mars/Olympus”",
        "no language",
        "no form “pdf”",
    ):
        assert why in report[0][2]
    for why in (
        "no digest “evening”", "no topic “moon”: gets all topics", "no rhythm “hourly”", "no hour “25”",
        "its consents can't be read",
    ):  # fmt: skip
        assert why in report[1][2]
    assert report[2][2] == ""
    counted = {one["why"]: one["rows"] for one in told["reasons"]}
    assert counted["there is no digest “…”"] == 1


def test_consents_of_a_forged_list_are_read_as_text_of_bounded_length(
    outlet: Outlet, tmp_path: Path
) -> None:
    said = (
        '[{""kind"": ""asked"", ""at"": ""2024-01-05"", ""where"": ""\\u0000=x"", '
        f'""words"": ""{"w" * 20_000}"", ""network_hash"": 7}}]'
    )
    deep = "[" * 40_000
    imported(listed(tmp_path, f'email,consents\na@example.org,"{said}"\nb@example.org,{deep}\n'))

    kept = Consent.objects.select_related("terms").order_by("pk").first()
    assert kept
    assert (kept.at, kept.network) == (datetime(2024, 1, 5, tzinfo=UTC), "7")
    assert (kept.terms.where, len(kept.terms.words)) == ("=x", 10_000)
    assert Reader.objects.count() == 2


def test_a_pause_that_is_over_or_for_ever_is_none_or_a_year(outlet: Outlet, tmp_path: Path) -> None:
    content = "email,paused_until\na@example.org,2020-01-01\nb@example.org,9999-12-31\n"

    imported(listed(tmp_path, content))

    a, b = Reader.objects.order_by("pk")
    assert a.paused_until is None
    assert b.paused_until == clock.now() + timedelta(days=366)
