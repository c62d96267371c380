"""An editor looks on while an edition goes out, and has a relay tried again, in a browser."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from pytest_django import Settings

from pamphleteer.ground import clock
from pamphleteer.post.models import Delivery, Digest, Edition, Rest, Site, State
from pamphleteer.post.verbs import progress
from pamphleteer.post.verbs.compose import compose
from pamphleteer.post.verbs.signup import enrol
from tests.cast import Cast
from tests.journeys.newsroom import Newsroom, newsroom

pytestmark = pytest.mark.browser
REFUSED = {"state": State.REFUSED, "reason": "unknown"}


@pytest.fixture
def cast(own_database: str) -> Cast:
    """An outlet whose edition is on its way, by the second of two relays."""
    cast = Cast()
    assert cast.editor
    Digest.objects.all().delete()
    Digest.objects.create(name="Daily", slug="daily", begins=cast.article().news_at)
    for number in range(8):
        enrol(f"reader-{number}@readers.example")
    assert compose(Digest.objects.get())
    now = clock.now()
    until = {"failures": 2, "since": now, "until": now + timedelta(hours=1)}
    said = f"535 5.7.8 <b>wrong</b> {'password' * 50}"
    Rest.objects.create(relay="first", reason="login", said=said, lasting=True, **until)
    said = "421 4.7.0 too many connections"
    Site.objects.create(hashed=b"1" * 16, name="mail.example", reason="rate", said=said, **until)
    return cast


@pytest.fixture
def room(cast: Cast, settings: Settings) -> Iterator[Newsroom]:
    settings.POST_RELAYS = (
        {"name": "first", "weight": 2, "timeout": 5.0},
        {"name": "second", "weight": 1, "timeout": 5.0},
    )
    with newsroom(settings) as room:
        yield room


def become(numbers: slice, **fields: object) -> None:
    """Let something become of some of the mails."""
    keys = list(Delivery.objects.order_by("pk").values_list("pk", flat=True))[numbers]
    Delivery.objects.filter(pk__in=keys).update(**fields)
    progress.forget()


def test_an_editor_looks_on_and_decides(cast: Cast, room: Newsroom) -> None:
    edith = room.enter(cast.editor)
    key = room.do(lambda: Edition.objects.get().pk)
    room.do(lambda: become(slice(0, 3), state=State.DONE))
    page = edith.go(f"desk/editions/{key}/")
    expect(page.get_by_text("3 of 8 mails are settled")).to_be_visible()

    room.do(lambda: become(slice(3, 5), state=State.DOUBT))
    room.do(lambda: become(slice(5, 8), **REFUSED))
    expect(page.get_by_text("8 of 8 mails are settled")).to_be_visible()
    expect(page.get_by_role("status").last).to_have_text("Nothing moves now.")
    expect(page.get_by_role("row", name="refused: there is no such mailbox 3")).to_be_visible()
    edith.look()
    edith.narrow()
    page.reload()
    page.get_by_role("button", name="Leave them so").press("Enter")
    expect(page.locator(".messages")).to_contain_text("2 mails are left as they are.")

    page.get_by_role("link", name="Relays and sites").click()
    expect(page.get_by_text("Refuses our mail")).to_be_visible()
    edith.look()
    edith.narrow()
    page.get_by_role("button", name="Try it now").press("Enter")
    expect(page.locator(".messages")).to_contain_text("first is tried with the next mail.")
