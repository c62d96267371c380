"""The post at the desk: digests are made and changed, editions worded, let go and dropped, letters looked at."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html as parser

from pamphleteer.ground.clock import StoppedClock
from pamphleteer.post.letters.digest import of_nobody
from pamphleteer.post.letters.variant import bodies_of
from pamphleteer.post.models import Delivery, Digest, Edition, Letter, Reader, State, Trial
from pamphleteer.post.verbs.approving import stamp, waiting, word
from pamphleteer.post.verbs.choices import choose
from pamphleteer.post.verbs.compose import compose, plan
from pamphleteer.post.verbs.deliver import deliver
from pamphleteer.post.verbs.preview import Holds, of_edition
from pamphleteer.post.wishes import Wishes
from pamphleteer.register.models import Entry, Topic
from tests.cast import Cast
from tests.post.servers import Server

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    """Edith's."""
    client.force_login(cast.editor)
    return client


@pytest.fixture
def publishers(cast: Cast) -> Client:
    """Paula's."""
    client = Client()
    client.force_login(cast.publisher)
    return client


@pytest.fixture
def waits(cast: Cast, digest: Digest, readers: list[Reader]) -> Edition:
    """An edition of two pieces that waits for an editor."""
    digest.approval = Digest.Approval.DROPS
    digest.save()
    cast.article(headline="The bridge is open")
    cast.article(headline="The tide comes in")
    edition = compose(digest)
    assert edition is not None
    return edition


def asked(client: Client, name: str, *args: Any, **said: Any) -> str:
    """Return what a page says."""
    answer = client.get(reverse(name, args=args), said)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def done(client: Client, name: str, *args: Any, **said: Any) -> str:
    """Return what the desk says of what somebody did."""
    return client.post(reverse(name, args=args), said, follow=True).content.decode()


SETTINGS: dict[str, Any] = {
    "name": "Water weekly", "slug": "water", "active": "on", "audience": "listed", "hour": "18", "order": "topic",
    "most": "12", "opening": "Good evening.", "subject": "{digest}: {headline}",
    "approval": "drops", "approval_hours": "6",
}  # fmt: skip


def test_a_publisher_makes_a_digest_and_nobody_else(
    cast: Cast, digest: Digest, desk: Client, publishers: Client
) -> None:
    address = reverse("wagtailsnippets_post_digest:add")
    assert desk.post(address, SETTINGS | {"topics": [cast.topic.pk]}).status_code == 302
    assert not Digest.objects.filter(slug="water").exists()

    assert "Tick at least one topic" in publishers.post(address, SETTINGS).content.decode()
    wrong = SETTINGS | {"every_topic": "on", "approval_hours": "0", "hour": "24"}
    refused = publishers.post(address, wrong).content.decode()
    assert "From 1 to 168 hours" in refused and "less than or equal to 23" in refused

    for subject, told in (
        ("{headlines}: {count}", "{headlines}"),
        ("{digest", "{digest"),
        ("}{day.year}{}", "}, {day.year}, {}"),
    ):
        refused = publishers.post(
            address, SETTINGS | {"topics": [cast.topic.pk], "subject": subject}
        ).content.decode()
        assert f"Nothing is put in place of {told}. There are {{headline}}, {{count}}" in refused

    publishers.post(address, SETTINGS | {"topics": [cast.topic.pk]})
    made = Digest.objects.get(slug="water")
    assert (made.hour, made.order, made.most, made.approval, made.approval_hours) == (
        18, "topic", 12, "drops", 6,
    )  # fmt: skip
    assert (list(made.topics.all()), made.every_topic) == ([cast.topic], False)
    assert Entry.objects.filter(what="digest.made", by=cast.publisher).exists()
    assert "Water weekly" in asked(desk, "desk_digests")


def test_a_digest_keeps_its_address_and_what_a_colleague_changed(
    cast: Cast, digest: Digest, publishers: Client
) -> None:
    address = reverse("wagtailsnippets_post_digest:edit", args=[digest.pk])
    form = publishers.get(address).context["form"]
    said = {name: value for name, value in form.initial.items() if value not in (None, False)}
    said |= {"every_topic": "on", "active": "on", "topics": []}
    Digest.objects.filter(pk=digest.pk).update(looked_at=digest.begins)
    publishers.post(address, said | {"name": "Every day", "slug": "elsewhere"})

    digest.refresh_from_db()
    assert (digest.name, digest.slug) == ("Every day", "daily")
    assert digest.looked_at == digest.begins
    (entry,) = Entry.objects.filter(what="digest.changed")
    assert entry.data == {"name": ["Daily", "Every day"]}


def test_each_field_of_a_digest_can_be_changed(
    cast: Cast, digest: Digest, publishers: Client
) -> None:
    address = reverse("wagtailsnippets_post_digest:edit", args=[digest.pk])
    said = SETTINGS | {"topics": [cast.topic.pk]}
    assert publishers.post(address, said).status_code == 302

    digest.refresh_from_db()
    assert (digest.name, digest.subject, digest.opening) == (
        "Water weekly", "{digest}: {headline}", "Good evening.",
    )  # fmt: skip
    changed = set(Entry.objects.get(what="digest.changed").data)
    assert changed == set(SETTINGS) - {"slug", "active"} | {"topics", "every_topic"}
    assert "Water weekly" in asked(publishers, "desk_digests")
    assert publishers.get("/desk/record/").status_code == 200


def test_an_editor_words_an_edition_and_lets_it_go(
    cast: Cast, desk: Client, waits: Edition
) -> None:
    page = asked(desk, "desk_edition", waits.pk)
    assert "it is dropped on" in page
    second = waits.pieces.get(rank=2)
    done(
        desk, "desk_edition", waits.pk, lead=second.article_id, opening=" Good morning. ",
        subject="A fine\nday", seen=stamp(waits),
    )  # fmt: skip
    waits.refresh_from_db()
    assert [one.headline for one in waits.pieces.order_by("rank")] == [
        "The bridge is open", "The tide comes in",
    ]  # fmt: skip
    assert (waits.subject, waits.opening) == ("A fine day", "Good morning.")

    said = done(desk, "desk_approve_edition", waits.pk, seen=stamp(waits))
    assert "The edition goes out." in said
    assert Letter.objects.get().subject == "A fine day"
    assert Delivery.objects.count() == 3
    assert "It does not wait any more" not in said
    deeds = ["edition.worded", "edition.approved"]
    assert Entry.objects.filter(what__in=deeds, by=cast.editor).count() == 2


def test_without_words_of_their_own_editions_have_the_digests(
    desk: Client, waits: Edition, digest: Digest
) -> None:
    word(waits, subject="By hand", opening="Mine", lead=waits.pieces.get(rank=2).article_id)
    waits.refresh_from_db()
    done(desk, "desk_edition", waits.pk, seen=stamp(waits))
    waits.refresh_from_db()
    assert (waits.subject, waits.opening, waits.lead_id) == (
        "The tide comes in (and 1 more)", "", None,
    )  # fmt: skip


def test_what_an_editor_wrote_stays_when_the_edition_is_cut_anew(
    cast: Cast, waits: Edition, digest: Digest
) -> None:
    word(waits, subject="Mine", opening="Good morning.", lead=waits.pieces.get(rank=2).article_id)
    cast.article(headline="News since")
    again = compose(digest)
    assert again == waits
    assert [one.headline for one in waits.pieces.order_by("rank")] == [
        "The bridge is open", "News since", "The tide comes in",
    ]  # fmt: skip
    waits.refresh_from_db()
    assert (waits.subject, waits.opening) == ("Mine", "Good morning.")


def test_nobody_lets_go_what_they_have_not_read(
    cast: Cast, desk: Client, waits: Edition, digest: Digest
) -> None:
    seen = stamp(waits)
    cast.article(headline="News since")
    compose(digest)
    for deed in ("desk_approve_edition", "desk_drop_edition"):
        assert "has changed since you opened it" in done(desk, deed, waits.pk, seen=seen)
        assert "has changed since you opened it" in done(desk, deed, waits.pk)
    assert waiting(digest) == waits
    page = done(desk, "desk_edition", waits.pk, opening="Typed for long", seen=seen)
    assert "has changed since you opened it" in page and "Typed for long" in page
    waits.refresh_from_db()
    assert stamp(waits) in page


def test_what_was_dropped_is_not_let_go(desk: Client, waits: Edition) -> None:
    seen = stamp(waits)
    assert "goes to nobody" in done(desk, "desk_drop_edition", waits.pk, seen=seen)
    said = done(desk, "desk_approve_edition", waits.pk, seen=seen)
    assert "does not wait any more" in said
    said = done(desk, "desk_edition", waits.pk, subject="Late", seen=seen)
    assert "does not wait any more" in said
    assert not Delivery.objects.exists()


def test_a_piece_is_chosen_to_stand_first_in_the_next_edition(
    cast: Cast, desk: Client, digest: Digest
) -> None:
    old = cast.article(headline="The old bridge")
    cast.article(headline="The new bridge")
    assert "The old bridge" in asked(desk, "desk_digest", digest.pk)
    done(desk, "desk_lead_digest", digest.pk, lead=old.pk)
    digest.refresh_from_db()
    assert digest.lead == old
    page = done(desk, "desk_lead_digest", digest.pk, lead=10**9)
    assert "in no coming edition any more" in page
    done(desk, "desk_lead_digest", digest.pk, lead="")
    digest.refresh_from_db()
    assert digest.lead is None


def test_editions_say_what_was_merged_and_how_many_letters_there_are(
    cast: Cast, desk: Client, digest: Digest, readers: list[Reader]
) -> None:
    choose(readers[0], digest, Wishes(rhythm="weekly", weekday=0, hour=8, zone="UTC"))
    for headline in ("One", "Two"):
        cast.article(headline=headline)
        compose(digest)
    page = asked(desk, "desk_digest", digest.pk)
    assert "went out" in page
    first, second = digest.editions.order_by("number")
    assert "the outlet has no relay" in asked(desk, "desk_edition", second.pk)
    assert "2 mails" in asked(desk, "desk_edition", first.pk)
    assert second.letters.count() == 1


@pytest.mark.parametrize("way", ["html", "dark", "phone", "phone-dark", "text"])
def test_a_letter_is_looked_at_in_many_ways(desk: Client, waits: Edition, way: str) -> None:
    page = asked(desk, "desk_letter", waits.digest_id, edition=waits.pk, shown_as=way)
    assert "The tide comes in" in page
    assert ("<iframe" in page) == (way != "text")
    body = desk.get(
        reverse("desk_letter_body", args=[waits.digest_id]), {"edition": waits.pk, "shown_as": way}
    )
    assert body.headers["X-Frame-Options"] == "SAMEORIGIN"
    html = body.content.decode()
    assert "prefers-color-scheme" not in html.replace("color-scheme: light dark", "")
    assert ("@media (min-width: 0)" in html) == ("dark" in way)


def test_a_letter_is_looked_at_for_a_choice(cast: Cast, desk: Client, digest: Digest) -> None:
    fire = Topic.objects.create(slug="fire", name="Fire")
    cast.article(headline="On water")
    cast.article(headline="On fire", topics=[fire])
    address = reverse("desk_letter_body", args=[digest.pk])
    both = desk.get(address).content.decode()
    assert "On water" in both and "On fire" in both
    some = desk.get(address, {"topics": fire.pk, "language": "ar"}).content.decode()
    assert "On fire" in some and "On water" not in some and 'dir="rtl"' in some
    nothing = Topic.objects.create(slug="air", name="Air")
    page = asked(desk, "desk_letter", digest.pk, topics=nothing.pk)
    assert "its readers get no letter" in page


def test_a_letter_is_sent_to_oneself_and_to_no_reader(
    cast: Cast, desk: Client, waits: Edition, relay: Server
) -> None:
    said = done(desk, "desk_send_letter", waits.digest_id, edition=waits.pk)
    assert "on its way to edith@example.org" in said
    assert deliver().done == 1
    (mail,) = relay.mails
    assert relay.recipients == ["edith@example.org"]
    assert str(mail["Subject"]).startswith("Test: ")
    assert "leave/preview" in relay.mails[0].as_string().replace("=\n", "")
    assert Trial.objects.get().state == State.DONE
    assert not Delivery.objects.exists()
    for _ in range(19):
        done(desk, "desk_send_letter", waits.digest_id, edition=waits.pk)
    assert "wait a while" in done(desk, "desk_send_letter", waits.digest_id, edition=waits.pk)


def test_home_says_which_edition_waits(desk: Client, waits: Edition) -> None:
    page = asked(desk, "wagtailadmin_home")
    assert "1 edition waits for you" in page
    assert "/desk/snippets/" not in page
    assert reverse("desk_edition", args=[waits.pk]) in page


def test_a_letter_is_looked_at_as_it_is_when_editions_are_merged(
    cast: Cast,
    desk: Client,
    digest: Digest,
    readers: list[Reader],
    stopped_clock: StoppedClock,
    relay: Server,
) -> None:
    made = []
    for headline in ("Long ago", "Six days ago", "Yesterday"):
        cast.article(headline=headline)
        made.append(compose(digest))
        stopped_clock.advance(days=5)
    cast.article(headline="Not cut yet")
    oldest, _, newest = made
    assert oldest is not None and newest is not None

    def held(**said: Any) -> list[str]:
        body = desk.get(reverse("desk_letter_body", args=[digest.pk]), said).content.decode()
        words = ("Long ago", "Six days ago", "Yesterday", "Not cut yet")
        return [one for one in words if f">{one}</a></h2>" in body]

    assert held(edition=newest.pk) == ["Yesterday"]
    assert held(edition=newest.pk, holds="week") == ["Six days ago", "Yesterday"]
    assert held(edition=newest.pk, holds=oldest.pk) == ["Long ago", "Six days ago", "Yesterday"]
    assert held(holds="week") == ["Yesterday", "Not cut yet"]
    assert held(holds=made[1].pk) == ["Six days ago", "Yesterday", "Not cut yet"]
    assert held(edition=newest.pk, holds="once") == ["Yesterday"]
    page = asked(desk, "desk_letter", digest.pk, edition=newest.pk)
    assert "With all since edition 1 of" in page and "With all since edition 3" not in page
    for wrong in ("9" * 40, "-1", "x"):
        answer = desk.get(reverse("desk_letter", args=[digest.pk]), {"edition": wrong})
        assert answer.status_code == 404
        assert held(edition=newest.pk, holds=wrong) == ["Yesterday"]

    done(desk, "desk_send_letter", digest.pk, edition=newest.pk, holds="week")
    deliver()
    assert "Six days ago" in relay.mails[-1].as_string()


def test_a_letter_that_is_merged_looks_as_its_readers_get_it(
    cast: Cast, desk: Client, digest: Digest, readers: list[Reader], stopped_clock: StoppedClock
) -> None:
    digest.order, digest.opening = Digest.Order.TOPIC, "Good morning."
    digest.save()
    choose(readers[0], digest, Wishes(rhythm="weekly", weekday=0, hour=12, zone="UTC"))
    for headline in ("One", "Two", "Three"):
        cast.article(headline=headline)
        edition = compose(digest)
        stopped_clock.advance(days=1)
    stopped_clock.at = datetime(2026, 11, 30, 13, tzinfo=UTC)
    plan()
    letter = Letter.objects.get(deliveries__reader=readers[0])
    mailed = of_nobody(bodies_of(letter, outlet=cast.outlet))

    assert edition is not None
    shown = of_edition(edition, Wishes(), holds=Holds(week=True), at_desk=False)
    assert shown == mailed
    assert len(parser.fromstring(mailed.html).cssselect("h3")) == 3
