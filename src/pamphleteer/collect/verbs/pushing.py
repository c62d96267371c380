"""How it stands with the hub of a source, to a person."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from pamphleteer.collect.callbacks import reachable_from
from pamphleteer.collect.models import Source, Subscription
from pamphleteer.ground.text import one_line

State = Subscription.State


def pushing(source: Source) -> str:
    """Return who pushes what is new, and until when, or why nobody does; nothing without a hub."""
    one = _last(source)
    if not source.hubs or not source.active:
        return _left(source, one)
    if not settings.COLLECT_WEBSUB:
        return "no hub is asked: collect.websub is off"
    if not any(map(reachable_from, source.hubs)):
        return f"no hub is asked: none could reach the desk at {settings.DESK_URL} (site.desk)"
    if one is None or one.state in Subscription.OVER:
        return "a hub will be asked by `pamphleteer run`"
    return _stands(one, source)


def in_short(source: Source) -> str:
    """Return who pushes what is new, or who does not, in few words; nothing without a hub."""
    one = _last(source)
    if not source.hubs or not source.active or not settings.COLLECT_WEBSUB:
        return ""
    if not any(map(reachable_from, source.hubs)):
        return _("No hub could reach the desk; polled instead")
    if one is None or one.state in Subscription.OVER:
        return _("{hub} will be asked to push").format(hub=_name(source.hubs[0]))
    return _short(one, source).format(hub=_name(one.hub))


def _short(one: Subscription, source: Source) -> str:
    if one.state == State.ACTIVE and source.pushed:
        return _("News pushed by {hub}")
    if one.state == State.DENIED:
        return _("{hub} refuses to push; polled instead")
    if one.state == State.ACTIVE or one.failures:
        return _("{hub} did not push; polled instead")
    if not one.asked:
        return _("{hub} will be asked to push")
    return _("{hub} was asked to push; polled until it does")


def _left(source: Source, one: Subscription | None) -> str:
    """Return what is true of a source that is paused, or names no hub any more."""
    if one and one.state == State.LEAVING:
        return f"{one.hub} is being told to push no more"
    return "no hub is asked, for the source is paused" if source.hubs else ""


def _last(source: Source) -> Subscription | None:
    """Return the newest subscription, the living one if there is one."""
    rows = sorted(source.subscriptions.all(), key=lambda one: one.pk)
    living = [one for one in rows if one.state not in Subscription.OVER]
    return next(reversed(living or rows), None)


def _stands(one: Subscription, source: Source) -> str:
    fault = f"; {one_line(one.fault)}" if one.fault else ""
    again = _moment(one.due_at)
    if one.state == State.ACTIVE:
        until = _moment(one.leased_until) if one.leased_until else "it says no more"
        if not source.pushed:
            return f"{one.hub} has promised to push{fault}; polled until it does"
        return f"{one.hub} pushes until {until}, and is asked again on {again}{fault}"
    if one.state == State.ASKED:
        return f"{one.hub} was asked and has not called back yet; polled meanwhile{fault}"
    if not one.asked:
        return f"{one.hub} will be asked on {again}{fault}; polled meanwhile"
    return f"{one.hub} does not push{fault}; polled meanwhile, and asked again on {again}"


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"


def _name(hub: str) -> str:
    return urlsplit(hub).hostname or hub
