"""Delivery at the desk: an edition's bar, what is in doubt, relays and sites, and what people are told."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html as parser
from pytest_django import Settings

from pamphleteer.ground import clock
from pamphleteer.ground.clock import StoppedClock
from pamphleteer.post import signers
from pamphleteer.post.dkim import Algorithm, files
from pamphleteer.post.models import Delivery, Digest, Edition, Evidence, Reader, Rest, Site, State
from pamphleteer.post.verbs import doubts, outlook, progress
from pamphleteer.post.verbs.compose import compose
from pamphleteer.post.verbs.deliver import deliver
from pamphleteer.post.verbs.fence import raise_
from pamphleteer.post.web.desk.bars import WIDTH, bar
from pamphleteer.register.models import Entry
from tests.cast import Cast
from tests.post.conftest import account
from tests.post.servers import Server
from tests.post.signed_letters import use

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    """Edith's."""
    client.force_login(cast.editor)
    return client


@pytest.fixture
def edition(cast: Cast, digest: Digest, readers: list[Reader]) -> Edition:
    """An edition that goes to three readers."""
    cast.article()
    edition = compose(digest)
    assert edition
    return edition


def asked(client: Client, name: str, *args: Any) -> str:
    """Return what a page says, in one line."""
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200, answer.status_code
    return _read(answer.content)


def done(client: Client, name: str, *args: Any, **said: Any) -> str:
    """Return what the desk says of what somebody did."""
    return _read(client.post(reverse(name, args=args), said, follow=True).content)


def _read(page: bytes) -> str:
    return " ".join(" ".join(parser.fromstring(page).itertext()).split())


def rests(relay: str = "first", reason: str = "login", **fields: Any) -> Rest:
    now = clock.now()
    filled = {"failures": 3, "since": now, "until": now + timedelta(minutes=15), "lasting": True}
    said = {"relay": relay, "reason": reason, "said": "535 5.7.8 wrong password"}
    return Rest.objects.create(**filled | said | fields)


def test_the_bar_tells_what_became_of_each_mail(
    desk: Client, edition: Edition, relay: Server
) -> None:
    assert "goes next 3" in asked(desk, "desk_edition", edition.pk)
    replies = {"reader-1": "550 5.1.1 no such user", "reader-2": "450 4.2.0 greylisted"}
    relay.refuse["RCPT"] = lambda arg: next((r for name, r in replies.items() if name in arg), None)
    deliver()
    progress.forget()
    for page in (
        asked(desk, "desk_edition", edition.pk),
        asked(desk, "desk_edition_progress", edition.pk),
    ):
        assert "2 of 3 mails are settled" in page
        assert "taken by a relay 1" in page
        assert "refused: there is no such mailbox 1" in page
        assert "put off, tried again: the site asks to come back later 1" in page


def test_what_came_back_later_is_told_beside_the_bar(desk: Client, edition: Edition) -> None:
    Delivery.objects.update(state=State.DONE)
    kinds = (("bounce", "full"), ("bounce", "full"), ("complaint", ""))
    for mail, (kind, reason) in zip(Delivery.objects.all(), kinds, strict=True):
        Evidence.objects.create(
            delivery=mail, reader=mail.reader, kind=kind, reason=reason, at=clock.now(), clear=False
        )
    page = asked(desk, "desk_edition", edition.pk)
    assert "taken by a relay 3" in page and "came back later: the mailbox is full 2" in page
    assert "reported as spam by the reader 1" in page


def test_mail_that_is_held_says_so(desk: Client, edition: Edition, relay: Server) -> None:
    raise_("a drill")
    assert "held until somebody lets it go 3" in asked(desk, "desk_edition", edition.pk)
    assert "No mail goes out until somebody lets it go" in asked(desk, "desk_digests")


def test_mails_for_later_hours_move_nothing_until_then(
    desk: Client, edition: Edition, settings: Settings, stopped_clock: StoppedClock
) -> None:
    Delivery.objects.update(due_at=clock.now() + timedelta(hours=3))
    found = progress.counted(edition)
    assert (found.later, found.due, found.moving, bar(found).every) == (3, 0, False, 0)
    assert "planned for a later hour 3" in asked(desk, "desk_edition", edition.pk)
    stopped_clock.advance(hours=3)
    assert progress.counted(edition).due == 3


def test_mails_in_hand_are_told_from_those_with_a_relay(desk: Client, edition: Edition) -> None:
    mail = Delivery.objects.earliest("pk")
    Delivery.objects.update(state=State.CLAIMED)
    Delivery.objects.filter(pk=mail.pk).update(handed_at=clock.now())
    page = asked(desk, "desk_edition", edition.pk)
    assert "with a relay, which has not answered yet 1" in page
    assert "taken up, goes in a moment 2" in page


def test_the_bar_is_counted_once_for_all_who_look(
    desk: Client, edition: Edition, django_assert_max_num_queries: Any
) -> None:
    seen = progress.seen(edition)
    with django_assert_max_num_queries(0):
        assert all(progress.seen(edition) is seen for _ in range(50))
    progress.forget()
    assert progress.seen(edition) is not seen


@pytest.mark.parametrize("numbers", [(1, 0, 0, 0), (999_997, 1, 1, 1), (0, 1, 2, 3), (5, 0, 0, 1)])
def test_no_part_of_the_bar_is_too_small_to_see_or_sticks_out(
    numbers: tuple[int, int, int, int], stopped_clock: StoppedClock
) -> None:
    made = progress.Progress(
        clock.now(), numbers[0], due=numbers[1], refused={"full": numbers[2]}, doubt=numbers[3]
    )
    drawn = bar(made).stretches
    assert len(drawn) == sum(number > 0 for number in numbers)
    assert all(one.width >= 5 for one in drawn)
    assert drawn[-1].x + drawn[-1].width in range(WIDTH - 3, WIDTH + 2)


def test_what_is_in_doubt_goes_again_under_the_same_message_id(
    desk: Client, edition: Edition, relay: Server, settings: Settings
) -> None:
    settings.POST_DOUBT = "hold"
    named = list(Delivery.objects.order_by("pk").values_list("message_id", flat=True))
    Delivery.objects.update(state=State.DOUBT, doubts=1, reason="network", settled_at=clock.now())
    assert "Mails are in doubt" in asked(desk, "desk_digests")
    page = asked(desk, "desk_edition", edition.pk)
    assert "3 mails are in doubt" in page and "they wait for you" in page

    seen = doubts.stamp(edition)
    assert "3 mails go again." in done(desk, "desk_doubt_again", edition.pk, seen=seen)
    said = done(desk, "desk_doubt_left", edition.pk, seen=seen)
    assert "None of these mails is in doubt any more." in said
    assert deliver().done == 3
    assert sorted(relay.copies) == sorted(f"<{one}>" for one in named)
    (entry,) = Entry.objects.filter(what="edition.doubt_again")
    assert entry.data == {"mails": 3}
    assert "Mails are in doubt" not in asked(desk, "desk_digests")
    progress.forget()
    page = asked(desk, "desk_edition", edition.pk)
    assert "in doubt for a while, and sent again: may have come twice 3" in page


def test_what_is_in_doubt_may_be_left_so_and_stays_counted(
    desk: Client, edition: Edition, cast: Cast
) -> None:
    Delivery.objects.update(state=State.DOUBT, doubts=4)
    seen = doubts.stamp(edition)
    assert "3 mails are left as they are." in done(desk, "desk_doubt_left", edition.pk, seen=seen)
    page = asked(desk, "desk_edition", edition.pk)
    assert "in doubt, and left so 3" in page and "3 mails are in doubt" not in page
    assert doubts.again(edition) == 0
    assert outlook.doubtful() == {}
    assert Entry.objects.filter(what="edition.doubt_left", by=cast.editor).exists()


def test_a_relay_that_refuses_is_told_in_words_and_what_to_do(
    desk: Client, server: Server, settings: Settings
) -> None:
    settings.POST_RELAYS = (account(server), account(server, name="second", weight=3))
    assert asked(desk, "desk_relays").count("Takes mail.") == 2
    rests()
    page = asked(desk, "desk_relays")
    assert "Refuses our mail : the relay does not let us log in." in page
    assert "535 5.7.8 wrong password" in page and "Check the relay's user name" in page
    assert "25 %" in page and "75 %" in page
    assert "No relay takes mail now" not in page
    home = asked(desk, "wagtailadmin_home")
    assert home.count("does not let us log in") == 1 and "535 5.7.8" not in home

    rests("second", reason="network", lasting=False)
    for name in ("desk_relays", "desk_digests", "wagtailadmin_home"):
        assert "No relay takes mail now. What is to go out waits, nothing is lost" in asked(
            desk, name
        )


def test_of_many_relays_home_names_those_that_somebody_has_to_mend(
    desk: Client, server: Server, settings: Settings
) -> None:
    names = [f"relay-{number}" for number in range(9)]
    settings.POST_RELAYS = tuple(account(server, name=name) for name in names)
    for name in names:
        rests(name, reason="network", lasting=name == "relay-8")
    home = asked(desk, "wagtailadmin_home")
    assert "9 relays take no mail" in home and "and 4 more" in home
    assert [name for name in names if f"{name} :" in home or f"{name}:" in home] == [
        *names[:4],
        names[8],
    ]


def test_a_relay_of_old_is_told_no_more(desk: Client, relay: Server) -> None:
    rests("of old")
    assert "takes no mail" not in asked(desk, "wagtailadmin_home")


def test_somebody_may_have_a_relay_tried_now(
    cast: Cast, desk: Client, edition: Edition, relay: Server
) -> None:
    rests()
    assert deliver().done == 0
    assert "first is tried with the next mail; look again" in done(
        desk, "desk_try_relay", relay="first"
    )
    assert deliver().done == 3
    assert "does not rest any more" in done(desk, "desk_try_relay", relay="first")
    (entry,) = Entry.objects.filter(what="relay.tried")
    assert (entry.by, entry.data) == (cast.editor, {"relay": "first"})


def test_mail_waits_for_a_relay_in_words(
    desk: Client, edition: Edition, settings: Settings
) -> None:
    assert "waits: the outlet has no relay 3" in asked(desk, "desk_edition", edition.pk)
    settings.POST_RELAYS = ({"name": "first", "weight": 1, "timeout": 5.0},)
    rests()
    assert "waits for a relay that takes mail 3" in asked(desk, "desk_edition", edition.pk)


def test_mail_waits_for_the_pace_of_its_relays_in_words(
    desk: Client, edition: Edition, server: Server, settings: Settings, stopped_clock: StoppedClock
) -> None:
    settings.POST_RELAYS = (account(server, a_day=2, a_second=50),)
    page = asked(desk, "desk_relays")
    assert "2 letters are left of its hour and day." in page and "50 letters a second" in page
    assert deliver().done == 2
    page = asked(desk, "desk_edition", edition.pk)
    assert "waits for the relays' pace, which lets more go tomorrow at" in page
    assert "has had what its pace allows: more goes tomorrow" in asked(desk, "desk_relays")


def test_sites_that_put_mail_off_are_named_if_many_read_there(desk: Client) -> None:
    now = clock.now()
    until = {"failures": 1, "since": now, "until": now + timedelta(hours=1)}
    said = "421 4.7.0 slow down"
    Site.objects.create(hashed=b"1" * 16, name="big.example", reason="rate", said=said, **until)
    for number in range(2):
        Site.objects.create(hashed=bytes([number]) * 16, reason="greylisted", **until)
    page = asked(desk, "desk_relays")
    assert "big.example too much at once" in page and said in page
    assert "2 sites with few readers the site asks to come back later" in page


def test_only_those_who_may_see_and_try_and_decide(
    client: Client, cast: Cast, edition: Edition, relay: Server
) -> None:
    rests()
    Delivery.objects.update(state=State.DOUBT)
    client.force_login(cast.contributor)
    assert "takes no mail" not in asked(client, "wagtailadmin_home")
    for name, args in (("desk_relays", ()), ("desk_edition_progress", (edition.pk,))):
        assert client.get(reverse(name, args=args)).status_code in {302, 403}
    for name in ("desk_doubt_again", "desk_doubt_left"):
        client.post(reverse(name, args=[edition.pk]))
    client.post(reverse("desk_try_relay"), {"relay": "first"})
    assert Rest.objects.get().until > clock.now()
    assert doubts.open_(edition).count() == 3
    client.force_login(cast.editor)
    assert client.get(reverse("desk_doubt_again", args=[edition.pk])).status_code == 405


def test_mail_that_nobody_can_sign_is_told(desk: Client) -> None:
    use(Algorithm.RSA)
    assert "All mail waits" not in asked(desk, "wagtailadmin_home")

    files.drop(signers.folder(), "tide-rsa")

    assert "None of the keys that sign letters can be read" in asked(desk, "wagtailadmin_home")
