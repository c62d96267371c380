"""Readers at the desk: counted, found by a whole address, shown masked, whole only on asking, and forgotten."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from pamphleteer.ground.clock import StoppedClock
from pamphleteer.post.bounces.results import Kind, Result
from pamphleteer.post.models import Delivery, Digest, Reader
from pamphleteer.post.verbs import growth, judging
from pamphleteer.post.verbs.choices import choose
from pamphleteer.post.verbs.compose import compose
from pamphleteer.post.verbs.find import find
from pamphleteer.post.verbs.known import known_of
from pamphleteer.post.verbs.returned import reported
from pamphleteer.post.verbs.signup import ask, enrol, leave_as
from pamphleteer.post.web.desk.plots import plot
from pamphleteer.post.wishes import Wishes
from pamphleteer.register.models import Entry, Topic
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]
ADDRESS = "reader-1@readers.example"


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    """Paula's: readers are shown to publishers alone."""
    client.force_login(cast.publisher)
    return client


def found(client: Client, address: str) -> Any:
    return client.post(reverse("desk_readers"), {"address": address}, follow=True)


def page_of(client: Client, reader: Reader) -> str:
    return client.get(reverse("desk_reader", args=[reader.pk])).content.decode()


def test_a_reader_is_found_by_the_whole_address_alone(desk: Client, readers: list[Reader]) -> None:
    answer = found(desk, " Reader-1@READERS.example ")
    assert answer.redirect_chain[-1][0] == reverse("desk_reader", args=[readers[1].pk])
    assert "r***@readers.example" in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    assert "Nobody with this address" in found(desk, "nobody@readers.example").content.decode()
    assert "no whole mail address" in found(desk, "reader-1").content.decode()
    assert "no whole mail address" in found(desk, "reader@x\r\nBcc: a@b.example").content.decode()


def test_a_reader_is_shown_with_what_they_chose_agreed_to_and_were_sent(
    cast: Cast, desk: Client, digest: Digest
) -> None:
    ask(ADDRESS, network="192.0.2.7", where="https://example.org/", words="One mail a day.")
    reader = Reader.objects.get()
    assert "has not confirmed it" in page_of(desk, reader)
    enrol(ADDRESS)
    wishes = {"rhythm": "weekly", "weekday": 4, "hour": 18, "zone": "Asia/Amman", "language": "ar"}
    choose(reader, digest, Wishes(topics=frozenset([cast.topic.pk]), form="text", **wishes))
    page = page_of(desk, reader)
    for said in (
        "on the list", "weekly on Friday at 18:00, Asia/Amman", "topics: Water", "plain text",
        "One mail a day.", "https://example.org/", "Please confirm",
    ):  # fmt: skip
        assert said in page, said
    assert "192.0.2.7" not in page and ADDRESS not in page

    choose(reader, digest, Wishes())
    cast.article()
    compose(digest)
    page = page_of(desk, reader)
    assert "daily, with its edition" in page and "The river is clean again" in page


def test_the_whole_address_is_shown_on_asking_and_that_is_recorded(
    cast: Cast, desk: Client, readers: list[Reader]
) -> None:
    reader = readers[1]
    assert ADDRESS not in page_of(desk, reader)
    assert not Entry.objects.filter(what="reader.shown").exists()
    address = reverse("desk_show_reader", args=[reader.pk])
    assert desk.get(address).status_code == 405

    page = desk.post(address).content.decode()
    assert ADDRESS in page
    (entry,) = Entry.objects.filter(what="reader.shown")
    assert (entry.by, entry.subject) == (cast.publisher, f"post.Reader:{reader.pk}")
    assert ADDRESS not in str(entry.data)
    record = desk.get(reverse("desk_record")).content.decode()
    assert "looked at the whole address of" in record and ADDRESS not in record


def test_editors_count_readers_and_see_none(
    cast: Cast, client: Client, readers: list[Reader]
) -> None:
    client.force_login(cast.editor)
    page = client.get(reverse("desk_digests")).content.decode()
    assert "3 readers" in page and "readers.example" not in page
    for name in ("desk_reader", "desk_show_reader", "desk_forget_reader"):
        answer = client.post(reverse(name, args=[readers[0].pk]))
        assert answer.headers["Location"] == reverse("wagtailadmin_home")
    assert found(client, ADDRESS).redirect_chain[-1][0] == reverse("wagtailadmin_home")
    assert Reader.objects.count() == 3


def test_a_reader_is_forgotten_after_a_question(desk: Client, readers: list[Reader]) -> None:
    address = reverse("desk_forget_reader", args=[readers[1].pk])
    assert "r***@readers.example" in desk.get(address).content.decode()
    assert find(ADDRESS)
    assert "Forgotten." in desk.post(address, follow=True).content.decode()
    assert find(ADDRESS) is None
    assert "forgotten already" in desk.post(address, follow=True).content.decode()


def test_growth_is_told_by_digest_and_by_topic(
    cast: Cast, desk: Client, digest: Digest, stopped_clock: StoppedClock
) -> None:
    fire = Topic.objects.create(slug="fire", name="Fire")
    other = Digest.objects.create(name="Weekly", slug="weekly", begins=stopped_clock.at)
    first = enrol("one@readers.example")
    stopped_clock.advance(days=28)
    second = enrol("two@readers.example")
    choose(second, digest, Wishes(topics=frozenset([cast.topic.pk, fire.pk])))
    choose(second, other, Wishes())
    stopped_clock.advance(days=14)
    ask("three@readers.example")
    leave_as(first.key)

    counts = growth.counts()
    assert counts.days[-1] - counts.days[0] == timedelta(weeks=12)
    assert counts.list.counts == (0,) * 6 + (1, 1, 1, 1, 2, 2, 1)
    assert counts.digests[digest.pk].now == counts.digests[other.pk].now == 1
    assert {(one.name, one.now) for one in counts.topics} == {("Water", 1), ("Fire", 1)}
    assert counts.every_topic == 1

    page = desk.get(reverse("desk_readers")).content.decode()
    assert page.count('<svg class="post-plot"') == 5
    assert page.count("At the end of") == 5
    assert "+1 in twelve weeks" in page


def test_where_there_are_many_a_round_counts_and_pages_say_when(
    cast: Cast,
    desk: Client,
    digest: Digest,
    readers: list[Reader],
    stopped_clock: StoppedClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert growth.round_() == 0
    assert "Counted at" not in desk.get(reverse("desk_readers")).content.decode()
    monkeypatch.setattr(growth, "MANY", 2)
    choose(readers[0], digest, Wishes(topics=frozenset([cast.topic.pk])))

    first = growth.counts()
    later = enrol("later@readers.example")
    other = Digest.objects.create(name="Weekly", slug="weekly", begins=stopped_clock.at)
    choose(later, other, Wishes())
    stopped_clock.advance(minutes=10)

    assert growth.counts() == replace(first, digests=growth.counts().digests)
    assert [growth.readers_of(one) for one in (digest, other)] == [3, 0]
    for name in ("desk_readers", "desk_digests"):
        assert "Counted at" in desk.get(reverse(name)).content.decode()
    assert growth.round_() == 1
    assert (growth.counts().list.now, growth.readers_of(digest), growth.readers_of(other)) == (
        4,
        4,
        1,
    )
    assert {(one.name, one.now) for one in growth.counts().topics} == {("Water", 1)}

    # Where no round runs they are counted anew after an hour.
    leave_as(later.key)
    stopped_clock.advance(hours=2)
    assert (growth.readers_of(digest), growth.counts().list.now) == (3, 3)


def test_a_plot_runs_from_the_ground_to_the_most() -> None:
    days = [date(2026, 9, 6) + timedelta(weeks=week) for week in range(13)]
    drawn = plot(growth.Growth("", (0,) * 12 + (7,)), days)
    assert drawn.points.startswith("3.0,45.0 ") and drawn.points.endswith(" 237.0,3.0")
    assert plot(growth.Growth("", (0,) * 13), days).points.endswith(" 237.0,45.0")


def test_who_was_given_up_is_shown_with_why_and_since_when(
    cast: Cast, desk: Client, digest: Digest, readers: list[Reader], stopped_clock: StoppedClock
) -> None:
    cast.article()
    compose(digest)
    mail = Delivery.objects.get(reader=readers[1])
    Delivery.objects.update(state="done", attempts=1)
    gone = "550 5.1.1 <reader-1@readers.example>: no such user"
    reported(mail.message_id, Result("", Kind.BOUNCE, hard=True, reason="unknown", reply=gone))
    page = page_of(desk, readers[1])
    assert "came back" in page and "550 5.1.1 &lt;‹reader›&gt;: no such user" in page
    assert "on the list" in page and "No mail goes there" not in page

    stopped_clock.advance(hours=1)
    judging.round_()
    page = page_of(desk, readers[1])
    assert "off the list" in page and "has left" not in page
    assert "No mail goes there since" in page
    assert "There is no such mailbox any more." in page and ADDRESS not in page
    assert known_of(readers[1])["kept_off"]["reason"] == "unknown"

    reported(Delivery.objects.get(reader=readers[2]).message_id, Result("", Kind.COMPLAINT))
    page = page_of(desk, readers[2])
    assert "has left" in page and "They called a letter spam." in page
    assert "they called it spam" in page


def test_the_home_page_tells_of_mailings_that_are_doubted(
    cast: Cast, desk: Client, digest: Digest, readers: list[Reader], stopped_clock: StoppedClock
) -> None:
    cast.article()
    compose(digest)
    Delivery.objects.update(state="done", attempts=1)
    for mail in Delivery.objects.all():
        reply = "550 5.1.1 no such user"
        reported(mail.message_id, Result("", Kind.BOUNCE, hard=True, reason="unknown", reply=reply))
    stopped_clock.advance(hours=1)
    assert judging.round_() == 0

    home = desk.get(reverse("wagtailadmin_home")).content.decode()
    assert "Too much mail came back at once to be believed" in home
    assert "of 3 letters, 3 came back as if their readers were gone" in home
    assert "pamphleteer bounces doubted" in home
