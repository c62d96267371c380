"""A reader's own page: what they get and when, a pause, what is known, forget me; by the link of a letter alone."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from pamphleteer.ground import clock
from pamphleteer.ground.clock import StoppedClock
from pamphleteer.post import keys, tokens
from pamphleteer.post.models import (
    Choice,
    Digest,
    Form,
    Notice,
    Reader,
    Rhythm,
    State,
    Subscription,
    Suppressed,
)
from pamphleteer.post.verbs import choices, own, unanswered
from pamphleteer.post.verbs.known import known_of
from pamphleteer.post.verbs.signup import ask, confirm, enrol, leave_as
from pamphleteer.post.wishes import Wishes
from pamphleteer.project.doors import Doors
from pamphleteer.register.models import Topic
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]


@pytest.fixture
def browser() -> Client:
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def reader(digest: Digest) -> Reader:
    return enrol("ada@example.org")


def _way(reader: Reader, more: str = "", *, purpose: str = tokens.CHOOSE) -> str:
    return urlsplit(tokens.link(reader, purpose=purpose)).path + more


def _sent(digest: Digest, /, **fields: object) -> dict[str, object]:
    filled = {"rhythm": "daily", "topics": "all", "weekday": "0", "hour": ""} | fields
    ours = {f"{name}-{digest.pk}": value for name, value in filled.items() if name in _EACH}
    rest = {name: value for name, value in filled.items() if name not in _EACH}
    return (
        {"digest": digest.pk, "zone": "Europe/Madrid", "form": "html", "language": ""} | ours | rest
    )


_EACH = {"rhythm", "topics", "topic", "weekday", "hour"}


def _heading(answer: HttpResponse) -> str:
    [heading] = re.findall(r"<h1[^>]*>(.*?)</h1>", answer.content.decode(), re.DOTALL)
    return str(heading)


def _wishes(reader: Reader) -> Wishes:
    [one] = choices.current(reader)
    return one.wishes


def test_a_reader_chooses_two_topics_weekly_at_an_hour_of_another_zone(
    browser: Client, digest: Digest, reader: Reader
) -> None:
    water, air = (Topic.objects.create(slug=one, name=one.title()) for one in ("water", "air"))
    sent = _sent(
        digest, topics="some", topic=[water.pk, air.pk], rhythm="weekly", weekday="4", hour="18",
        zone="Asia/Tokyo", language="fr", form="text",
    )  # fmt: skip

    answer = browser.post(_way(reader), sent)

    assert (answer.status_code, urlsplit(answer["Location"]).query) == (302, "done=chosen")
    assert _wishes(reader) == Wishes(
        frozenset({water.pk, air.pk}), Rhythm.WEEKLY, 4, 18, "Asia/Tokyo", "fr", Form.TEXT
    )
    again = browser.get(_way(reader, "?done=chosen")).content.decode()
    assert "Your choices are kept" in again
    assert re.search(r'value="Asia/Tokyo" selected', again)
    assert re.search(rf'name="topic-{digest.pk}" value="{air.pk}" checked', again)


def test_the_page_shows_the_address_to_whoever_knows_it_alone(
    browser: Client, reader: Reader
) -> None:
    page = browser.get(_way(reader)).content.decode()

    assert "a***@example.org" in page
    assert "ada@example.org" not in page


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"zone": "Mars/Olympus", "hour": "7"}, "no such time zone"),
        ({"zone": "Mars/Olympus"}, "no such time zone"),
        ({"zone": "../../etc/passwd", "hour": "7"}, "no such time zone"),
        ({"hour": "24"}, "An hour from 0 to 23"),
        ({"hour": "-1"}, "An hour from 0 to 23"),
        ({"hour": "abc", "rhythm": "weekly"}, "An hour from 0 to 23"),
        ({"zone": "localtime", "hour": "7"}, "no such time zone"),
        ({"rhythm": "weekly", "weekday": "7", "hour": "7"}, "A day of the week"),
        ({"rhythm": "hourly"}, "no such choice"),
        ({"rhythm": ""}, "no such choice"),
        ({"form": "pdf"}, "no such choice"),
        ({"language": "<b>"}, "no such language"),
        ({"topics": "some"}, "at least one topic"),
        ({"topics": "some", "topic": ["999999", "x", "9" * 400]}, "at least one topic"),
        ({"digest": ""}, "at least one digest"),
        ({"digest": "999"}, "at least one digest"),
        ({"zone": "Europe/Madrid\0", "hour": "7"}, "no such time zone"),
    ],
)
def test_what_can_t_be_is_said_and_changes_nothing(
    browser: Client, digest: Digest, reader: Reader, fields: dict[str, object], said: str
) -> None:
    before = _wishes(reader)

    answer = browser.post(_way(reader), _sent(digest, **fields))

    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert 'role="alert"' in answer.content.decode()
    assert _wishes(reader) == before


def test_a_topic_that_is_gone_meanwhile_is_left_out_and_said(
    browser: Client, digest: Digest, reader: Reader
) -> None:
    water, air = (Topic.objects.create(slug=one, name=one.title()) for one in ("water", "air"))
    browser.post(_way(reader), _sent(digest, topics="some", topic=[water.pk, air.pk]))
    air.delete()

    page = browser.get(_way(reader)).content.decode()
    browser.post(_way(reader), _sent(digest, topics="some", topic=[water.pk, air.pk]))

    assert "is no more" in page
    assert _wishes(reader).topics == {water.pk}
    assert "is no more" not in browser.get(_way(reader)).content.decode()


def test_a_zone_that_is_no_more_is_said(browser: Client, digest: Digest, reader: Reader) -> None:
    browser.post(_way(reader), _sent(digest, hour="9"))
    Choice.objects.filter(hour=9).update(zone="Europe/Atlantis")

    answer = browser.get(_way(reader))

    assert answer.status_code == 200
    assert "is no more" in answer.content.decode()


def test_a_reader_without_an_hour_keeps_their_time_zone(
    browser: Client, digest: Digest, reader: Reader
) -> None:
    browser.post(_way(reader), _sent(digest, rhythm="at once", zone="Asia/Tokyo"))

    assert Choice.objects.get(rhythm="at once").zone == ""
    assert known_of(Reader.objects.get())["zone"] == "Asia/Tokyo"
    assert '"Asia/Tokyo" selected' in browser.get(_way(reader)).content.decode()

    Reader.objects.update(zone="Europe/Atlantis")
    page = browser.get(_way(reader)).content.decode()
    assert "is no more" in page
    assert '"UTC" selected' in page


def test_the_days_of_a_pause_are_those_of_the_reader_s_zone(
    browser: Client, digest: Digest, reader: Reader, stopped_clock: StoppedClock
) -> None:
    browser.post(_way(reader), _sent(digest, zone="Asia/Tokyo"))
    browser.post(_way(reader, "/pause"), {"until": "2026-12-24"})

    until = Reader.objects.get().paused_until
    assert until == datetime(2026, 12, 23, 15, tzinfo=UTC)  # midnight in Tokyo
    assert "24 December 2026" in browser.get(_way(reader)).content.decode()


def test_whose_topics_are_all_no_more_gets_all_and_is_told(
    browser: Client, digest: Digest, reader: Reader
) -> None:
    water = Topic.objects.create(slug="water", name="Water")
    browser.post(_way(reader), _sent(digest, topics="some", topic=[water.pk]))
    water.delete()
    page = browser.get(_way(reader)).content.decode()

    assert "is no more" in page
    assert _wishes(reader).topics is None
    browser.post(_way(reader), _sent(digest))
    assert "is no more" not in browser.get(_way(reader)).content.decode()


def test_what_is_not_wanted_any_more_ends_and_what_is_begins(
    browser: Client, digest: Digest, reader: Reader, stopped_clock: StoppedClock
) -> None:
    other = Digest.objects.create(name="Long reads", slug="long", begins=stopped_clock.at)

    browser.post(_way(reader), _sent(digest) | _sent(other) | {"digest": other.pk})

    assert list(reader.digests.all()) == [other]


def test_the_same_form_500_times_is_one_choice(
    browser: Client, digest: Digest, reader: Reader
) -> None:
    for _ in range(500):
        assert browser.post(_way(reader), _sent(digest, hour="9")).status_code == 302

    assert Subscription.objects.count() == 1
    assert Choice.objects.filter(hour=9).count() == 1


def test_a_pause_ends_on_a_day_of_the_reader_s(
    browser: Client, digest: Digest, reader: Reader, stopped_clock: StoppedClock
) -> None:
    browser.post(_way(reader), _sent(digest, hour="9", zone="Asia/Tokyo"))
    later = (stopped_clock.at + timedelta(days=30)).date()

    assert browser.post(_way(reader, "/pause"), {"until": later.isoformat()}).status_code == 302
    until = Reader.objects.get().paused_until
    assert until is not None
    assert until.astimezone(UTC).hour == 15  # midnight in Tokyo

    browser.post(_way(reader, "/pause"), {"on": "1"})
    assert Reader.objects.get().paused_until is None


@pytest.mark.parametrize(
    "until",
    ["", "soon", "0001-01-01", "2001-01-01", "9999-12-31", "2030-02-30", "1" * 999],
)
def test_a_pause_until_no_day_is_none(
    browser: Client, digest: Digest, reader: Reader, until: str
) -> None:
    browser.post(_way(reader), _sent(digest, hour="9", zone="Asia/Tokyo"))
    answer = browser.post(_way(reader, "/pause"), {"until": until})

    assert answer.status_code == 400
    assert Reader.objects.get().paused_until is None


def test_what_is_known_comes_as_a_file_to_whoever_asks_by_post(
    browser: Client, reader: Reader
) -> None:
    answer = browser.post(_way(reader, "/known"))

    assert json.loads(answer.content)["email"] == "ada@example.org"
    assert json.loads(answer.content)["choices"][0]["rhythm"] == "daily"
    assert "attachment" in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "no-store"
    assert browser.get(_way(reader, "/known")).status_code == 405


def test_forget_me_asks_once_and_leaves_a_keyed_hash(browser: Client, reader: Reader) -> None:
    way = _way(reader)

    assert "Shall we forget you" in _heading(browser.get(way + "/forget"))
    assert Reader.objects.exists()
    assert _heading(browser.post(way + "/forget")) == "You are forgotten"

    assert not Reader.objects.exists()
    assert Suppressed.objects.count() == 1
    assert browser.post(way + "/forget").status_code == 410
    assert browser.get(way).status_code == 410


def test_who_has_left_still_asks_what_is_kept_and_is_forgotten(
    browser: Client, digest: Digest, reader: Reader
) -> None:
    way = _way(reader)
    leave_as(reader.key)

    left = browser.get(way)
    assert left.status_code == 410
    assert f'{way}/known"' in left.content.decode()
    for more in ("", "/pause", "/address"):
        fields = _sent(digest) | {"until": "2030-01-01", "on": "1", "address": "b@example.org"}
        assert browser.post(way + more, fields).status_code == 410
    assert json.loads(browser.post(way + "/known").content)["status"] == "left"
    assert "Shall we forget you" in _heading(browser.get(way + "/forget"))
    assert _heading(browser.post(way + "/forget")) == "You are forgotten"
    assert not Reader.objects.exists()
    assert Suppressed.objects.count() == 1


@pytest.mark.parametrize("more", ["", "/pause", "/address", "/known", "/forget"])
def test_a_link_that_says_nothing_does_nothing(
    browser: Client, digest: Digest, reader: Reader, more: str, settings: Settings
) -> None:
    way = _way(reader)
    leave = _way(reader, purpose=tokens.LEAVE).replace("/leave/", "/choose/")
    for broken in (way[:-1], f"{way}x", leave, "/digest/choose/.", "/digest/choose/%00"):
        assert browser.post(broken + more, _sent(digest)).status_code == 404, broken
    settings.SECRET_KEY = "another outlet's, or the key was changed"
    assert browser.post(way + more, _sent(digest)).status_code == 404
    assert Reader.objects.get().paused_until is None


def test_a_link_ends_and_so_does_that_of_who_has_left(
    browser: Client, reader: Reader, stopped_clock: StoppedClock
) -> None:
    way, other = _way(reader), enrol("gone@example.org")
    leave_as(other.key)
    assert browser.get(_way(other)).status_code == 410
    stopped_clock.advance(days=401)
    assert browser.get(way).status_code == 410
    assert "newest letter" in browser.get(way).content.decode()


def test_a_fault_of_the_house_is_logged_without_the_link(
    reader: Reader, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: object, **__: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(own, "pause", locked)
    caplog.handler.addFilter(Doors())
    way = _way(reader, "/pause")
    browser = Client(raise_request_exception=False)

    assert browser.post(way, {"until": "2030-01-01"}).status_code == 500
    assert "/digest/choose/…" in caplog.text
    assert way.split("/")[3] not in caplog.text


@pytest.mark.parametrize("method", ["get", "head", "options", "put", "delete"])
def test_looking_changes_nothing(
    browser: Client, digest: Digest, reader: Reader, method: str
) -> None:
    before = list(Reader.objects.values()), list(Subscription.objects.values())
    for more in ("", "?done=chosen", "/pause", "/address", "/known", "/forget"):
        getattr(browser, method)(_way(reader, more))
    assert (list(Reader.objects.values()), list(Subscription.objects.values())) == before


def test_without_the_key_of_addresses_pages_say_so_and_leaving_still_works(
    browser: Client, reader: Reader, settings: Settings, tmp_path: Path
) -> None:
    settings.FOLDER = tmp_path / "elsewhere"
    assert not keys.ring().numbers()

    for answer in (
        browser.get(_way(reader)),
        browser.post(_way(reader, "/known")),
        browser.post(_way(reader, "/forget")),
        browser.post(_way(reader, "/address"), {"address": "new@example.org"}),
        browser.post("/digest/", {"address": "new@example.org"}),
    ):
        assert (answer.status_code, answer["Retry-After"]) == (503, "3600")
        assert _heading(answer) == "This can’t be done at present"
    assert browser.post(_way(reader, purpose=tokens.LEAVE)).status_code == 200
    assert Reader.objects.get().state == Reader.State.LEFT


def test_a_topic_s_form_asks_for_its_topic_alone(
    browser: Client, cast: Cast, digest: Digest
) -> None:
    sent = {"address": "ada@example.org", "topic": cast.topic.pk}
    browser.post("/digest/", sent)
    reader = Reader.objects.get()
    confirm(tokens.link(reader, purpose=tokens.CONFIRM).rpartition("/")[2])

    assert _wishes(reader).topics == {cast.topic.pk}
    assert "Only pieces on Water" in reader.consents.first().terms.words


@pytest.mark.parametrize("elsewhere", [True, False], ids=["another digest", "no digest"])
def test_a_topic_that_the_first_digest_does_not_carry_is_no_empty_letter(
    digest: Digest, cast: Cast, stopped_clock: StoppedClock, elsewhere: bool
) -> None:
    air = Topic.objects.create(slug="air", name="Air")
    digest.every_topic = False
    digest.save()
    digest.topics.set([cast.topic])
    other = Digest.objects.create(slug="all", name="All", active=elsewhere, begins=clock.now())

    ask("ada@example.org", topics=[air.pk])

    [now] = choices.current(Reader.objects.get())
    expected = (other, {air.pk}) if elsewhere else (digest, None)
    assert (now.digest, now.wishes.topics) == expected


@pytest.mark.parametrize("topic", ["999", "x", "-1", "9" * 30, "1 OR 1=1", "\0", "²"])
def test_a_topic_that_is_none_is_all_of_them(browser: Client, digest: Digest, topic: str) -> None:
    sent = {"address": "ada@example.org", "topic": topic}

    assert browser.post("/digest/", sent).status_code == 200
    assert browser.get("/digest/", {"topic": topic}).status_code == 200
    assert _wishes(Reader.objects.get()).topics is None


def test_nobody_else_changes_what_a_reader_gets_by_signing_them_up(
    browser: Client, cast: Cast, digest: Digest, reader: Reader
) -> None:
    browser.post("/digest/", {"address": "ada@example.org", "topic": cast.topic.pk})

    assert _wishes(reader).topics is None


def test_a_wrong_address_keeps_the_topic(browser: Client, cast: Cast, digest: Digest) -> None:
    answer = browser.post("/digest/", {"address": "x", "topic": cast.topic.pk})

    assert f'name="topic" value="{cast.topic.pk}" checked' in answer.content.decode()


def test_who_never_answers_is_forgotten_after_a_week(
    digest: Digest, stopped_clock: StoppedClock
) -> None:
    ask("ada@example.org")
    back = enrol("back@example.org")
    leave_as(back.key)
    ask("back@example.org")
    _all_sent(stopped_clock)
    stopped_clock.advance(days=6)
    assert unanswered.round_() == 0

    stopped_clock.advance(days=2)
    assert unanswered.round_() == 2
    assert unanswered.round_() == 0

    assert [one.state for one in Reader.objects.all()] == [Reader.State.LEFT]
    assert not Suppressed.objects.exists()


def test_who_waits_for_the_mail_is_not_forgotten_before_it_came(
    digest: Digest, stopped_clock: StoppedClock
) -> None:
    ask("ada@example.org")
    stopped_clock.advance(days=8)
    assert unanswered.round_() == 0

    _all_sent(stopped_clock)
    stopped_clock.advance(days=6)
    assert unanswered.round_() == 0
    stopped_clock.advance(days=2)
    assert unanswered.round_() == 1


def _all_sent(clock: StoppedClock) -> None:
    Notice.objects.update(state=State.DONE, settled_at=clock.at)


def test_confirming_leads_to_the_choices(browser: Client, digest: Digest) -> None:
    ask("ada@example.org")
    answer = browser.post(_way(Reader.objects.get(), purpose=tokens.CONFIRM))

    [way] = re.findall(r'href="([^"]+/choose/[^"]+)"', answer.content.decode())
    assert browser.get(urlsplit(way).path).status_code == 200
    assert own.reader_of(way.rpartition("/")[2]).address == "ada@example.org"


@pytest.mark.parametrize(("language", "runs"), [("es", "ltr"), ("fr", "ltr"), ("ar", "rtl")])
def test_the_page_speaks_the_outlet_s_language(
    browser: Client, cast: Cast, reader: Reader, language: str, runs: str
) -> None:
    cast.outlet.language = language
    cast.outlet.save()

    answer = browser.get(_way(reader))
    page = answer.content.decode()

    assert f'<html lang="{language}" dir="{runs}">' in page
    for words in ("Your letters", "How often", "Monday", "Plain text", "Forget me"):
        assert words not in page
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "<script" not in page
    assert (answer["Cache-Control"], answer["Referrer-Policy"]) == ("no-store", "no-referrer")
