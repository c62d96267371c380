"""A source whose hub pushes to us."""

from pamphleteer.collect.models import Source, Subscription
from pamphleteer.collect.verbs import hubs
from pamphleteer.collect.verbs.subscribe import subscribe
from tests.collect.conftest import source_at
from tests.collect.hub import Hub

TOPIC = "https://harbour-light.example/feed"


def source_with(*named: str, topic: str = TOPIC) -> Source:
    source = source_at(TOPIC)
    hubs.note(source, hubs=named, topic=topic)
    return source


def the() -> Subscription:
    return Subscription.objects.select_related("source").get()


def subscribed(hub: Hub) -> Source:
    source = source_with(hub.url)
    subscribe()
    assert the().state == "active"
    source.refresh_from_db()
    return source
