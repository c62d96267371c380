"""What a person decides at the desk: mailings of which too much came back, and letters in doubt, each seen as it is."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from pamphleteer.ground.clock import StoppedClock
from pamphleteer.post.models import Delivery, Digest, Edition, Evidence, Letter, Reader, State
from pamphleteer.post.verbs import doubting, doubts, judging
from pamphleteer.post.verbs.compose import compose
from pamphleteer.post.web.desk.returned import came_back
from pamphleteer.register.models import Entry
from tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]


@pytest.fixture
def edition(cast: Cast, digest: Digest, readers: list[Reader]) -> Edition:
    """An edition that came back from all of its three readers."""
    cast.article()
    edition = compose(digest)
    assert edition
    Delivery.objects.update(state=State.DONE)
    for mail in Delivery.objects.all():
        doubt(mail)
    return edition


def doubt(mail: Delivery, said: str = "550 5.1.1 no <script>user</script>") -> None:
    Evidence.objects.create(
        delivery=mail, reader=mail.reader, kind="bounce", scope="reader", at=mail.dated,
        clear=True, standing="doubted", said=said,
    )  # fmt: skip


def shown(client: Client, name: str, *args: Any) -> str:
    return client.get(reverse(name, args=args)).content.decode()


def done(client: Client, name: str, one: doubting.Doubted, seen: str = "") -> str:
    """Return the page to which a decision leads."""
    said = {"mailing": one.mailing.name, "seen": seen or doubting.stamp(one.mailing)}
    return client.post(reverse(name), said, follow=True).content.decode()


def test_a_publisher_takes_readers_off_the_list_on_the_editions_page(
    client: Client, cast: Cast, edition: Edition
) -> None:
    client.force_login(cast.publisher)
    page = shown(client, "desk_edition", edition.pk)
    assert "of 3 letters, 3 came back as if their readers were gone" in page
    assert "Take 3 readers off the list" in page and "Keep 3 readers on the list" in page
    assert "no &lt;script&gt;user" in page
    assert reverse("desk_edition", args=[edition.pk]) in shown(client, "wagtailadmin_home")

    page = done(client, "desk_believe", doubting.doubted()[0])
    assert "3 readers are taken off the list" in page and "Take 3 readers off" not in page
    assert not Reader.objects.confirmed().exists()
    (entry,) = Entry.objects.filter(what="edition.believed")
    assert (entry.by, entry.data) == (cast.publisher, {"readers": 3})


def test_what_a_provider_said_turns_no_sentence_around(edition: Edition) -> None:
    Evidence.objects.update(said="550 \u202ewrong\u2067 \x07")
    said = came_back(doubting.doubted()[0])
    assert said.endswith("“\u2068550 wrong\u2069”") and said.startswith("\u2068Daily 1\u2069: of 3")


def test_of_two_who_decide_at_once_the_second_is_told(
    client: Client, cast: Cast, edition: Edition
) -> None:
    client.force_login(cast.publisher)
    (one,) = doubting.doubted()
    seen = doubting.stamp(one.mailing)
    assert "3 readers stay on the list" in done(client, "desk_dismiss", one, seen)
    assert "it was decided" in done(client, "desk_believe", one, seen)

    Evidence.objects.update(standing="doubted")
    late = Evidence.objects.latest("pk")
    late.delete()
    assert "Somebody has decided meanwhile, or more came back" in done(
        client, "desk_believe", one, seen
    )
    assert Reader.objects.confirmed().count() == 3


def test_what_is_decided_is_done_by_a_round_where_there_is_much_of_it(
    edition: Edition, stopped_clock: StoppedClock
) -> None:
    (one,) = doubting.doubted()
    assert judging.believe(one.mailing, at_once=1) == 1
    assert doubting.doubted() == []
    assert Reader.objects.confirmed().count() == 2
    assert judging.round_() == 2
    assert not Reader.objects.confirmed().exists()
    assert judging.round_() == 0


def test_a_mailing_of_one_piece_has_a_page_too(
    client: Client, cast: Cast, edition: Edition
) -> None:
    Letter.objects.update(edition=None)
    client.force_login(cast.publisher)
    assert reverse("desk_doubted") in shown(client, "wagtailadmin_home")
    assert "Keep 3 readers on the list" in shown(client, "desk_doubted")
    page = done(client, "desk_dismiss", doubting.doubted()[0])
    assert "3 readers stay on the list" in page and "None: what came back was judged" in page
    assert Entry.objects.filter(what="digest.dismissed").exists()


def test_an_editor_sees_what_happened_and_a_publisher_decides(
    client: Client, cast: Cast, edition: Edition
) -> None:
    (one,) = doubting.doubted()
    client.force_login(cast.editor)
    page = shown(client, "desk_edition", edition.pk)
    assert "Publishers decide about it." in page and "Take 3 readers off" not in page
    for name in ("desk_believe", "desk_dismiss"):
        done(client, name, one)
        assert client.get(reverse(name)).status_code == 405
    assert len(doubting.doubted()) == 1
    asked = Client(enforce_csrf_checks=True)
    asked.force_login(cast.publisher)
    done(asked, "desk_believe", one)
    assert len(doubting.doubted()) == 1


def test_letters_about_pieces_at_once_in_doubt_are_settled_on_the_digests_page(
    client: Client, cast: Cast, edition: Edition, digest: Digest
) -> None:
    Letter.objects.update(edition=None)
    Delivery.objects.update(state=State.DOUBT)
    client.force_login(cast.editor)
    assert "Daily, pieces at once" in shown(client, "wagtailadmin_home")
    page = shown(client, "desk_digest", digest.pk)
    assert "3 mails are in doubt" in page and doubts.stamp(digest) in page

    settle = reverse("desk_digest_again", args=[digest.pk])
    said = client.post(settle, {"seen": "2-1-"}, follow=True).content.decode()
    assert "Other mails are in doubt than when you opened the page" in said
    said = client.post(settle, {"seen": doubts.stamp(digest)}, follow=True).content.decode()
    assert "3 mails go again." in said
    assert Delivery.objects.filter(state=State.PLANNED).count() == 3
    assert Entry.objects.filter(what="digest.doubt_again", by=cast.editor).exists()
