"""Held mail at the desk: home says so, a page shows what would go, and a publisher lets it go with their password."""

import pytest
from django.test import Client
from django.urls import reverse

from pamphleteer.ground import clock
from pamphleteer.post.models import Delivery, Digest, Fence, Reader, State
from pamphleteer.post.verbs import fence
from pamphleteer.post.verbs.compose import compose
from pamphleteer.post.verbs.deliver import deliver
from pamphleteer.register.models import Entry
from tests.cast import PASSWORD, Cast
from tests.post.servers import Server

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(
    cast: Cast, digest: Digest, readers: list[Reader], stopped_clock: clock.StoppedClock
) -> None:
    """Turn the rows back to before mail went, and let an edition be cut again after that."""
    fence.Passage().open()
    before = Fence.objects.filter(pk=1).values().get()
    stopped_clock.advance(seconds=600)
    fence.Passage().open()
    Fence.objects.filter(pk=1).update(**before)
    stopped_clock.advance(seconds=600)
    cast.article()
    compose(digest)
    fence.look()


def test_home_says_so_the_page_what_would_go_and_the_password_lets_it_go(
    held: None, relay: Server, client: Client, cast: Cast
) -> None:
    client.force_login(cast.publisher)
    page = reverse("desk_held")
    assert page in client.get(reverse("wagtailadmin_home")).content.decode()
    assert "sure" in client.post(page, {"seen": ""}).headers["Location"]
    assert fence.state()

    client.post(reverse("desk_sure"), {"password": PASSWORD})
    shown = client.get(page)
    words = shown.content.decode()
    assert "older than the mail" in words and "cut again" in words and "Daily, edition 1" in words
    form = shown.context["form"]
    assert form.initial["editions"] == [compose_key()]

    client.post(page, {"seen": form.initial["seen"], "before": "on", "editions": compose_key()})
    assert fence.state() is None
    assert deliver().done == 0
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.DOUBT}
    entry = Entry.objects.get(what="fence.released")
    assert (entry.by, entry.data["aside"]) == (cast.publisher, 3)
    assert "nothing holds it" in client.get(page).content.decode()


def test_what_is_not_ticked_goes(held: None, relay: Server, client: Client, cast: Cast) -> None:
    client.force_login(cast.publisher)
    client.post(reverse("desk_sure"), {"password": PASSWORD})
    page = reverse("desk_held")
    seen = client.get(page).context["form"].initial["seen"]

    for forged in ({"seen": seen, "editions": "9999"}, {"seen": "1999-01-01"}, {}):
        client.post(page, forged)
        assert fence.state()
    client.post(page, {"seen": seen})
    assert deliver().done == 3


def test_an_editor_is_told_and_can_t_let_it_go(held: None, client: Client, cast: Cast) -> None:
    client.force_login(cast.editor)
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "No mail goes out" in home
    assert reverse("desk_held") not in home
    assert fence.state()


def compose_key() -> int:
    key: int = Delivery.objects.values_list("letter__edition", flat=True)[0] or 0
    return key
