"""How it stands with the hub of a source, to a person."""

from django.conf import settings

from pamphleteer.collect.callbacks import reachable_from
from pamphleteer.collect.models import Source, Subscription
from pamphleteer.ground.text import one_line

State = Subscription.State


def pushing(source: Source) -> str:
    """Return who pushes what is new, and until when, or why nobody does; nothing without a hub."""
    if not source.hubs:
        return ""
    if not settings.COLLECT_WEBSUB:
        return "no hub is asked: collect.websub is off"
    if not any(map(reachable_from, source.hubs)):
        return f"no hub is asked: none could reach the desk at {settings.DESK_URL} (site.desk)"
    one = source.subscriptions.all().living().order_by("pk").last()
    return _stands(one) if one else "a hub will be asked by `pamphleteer run`"


def _stands(one: Subscription) -> str:
    fault = f"; {one_line(one.fault)}" if one.fault else ""
    again = f"{one.due_at:%Y-%m-%d %H:%M} UTC"
    if one.state == State.ACTIVE:
        until = f"{one.leased_until:%Y-%m-%d %H:%M} UTC" if one.leased_until else "it says no more"
        return f"{one.hub} pushes until {until}, and is asked again on {again}{fault}"
    if one.state == State.ASKED:
        return f"{one.hub} was asked and has not called back yet; polled meanwhile{fault}"
    return f"{one.hub} does not push{fault}; polled meanwhile, and asked again on {again}"
