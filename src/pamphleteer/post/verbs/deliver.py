"""Deliver what is due: for each mail one claim, one note before it goes, and one outcome."""

from django.conf import settings

from pamphleteer.ground.stopping import Stop, never
from pamphleteer.post.dispatch import Dispatch
from pamphleteer.post.verbs import fence
from pamphleteer.post.verbs.claim import due
from pamphleteer.post.verbs.fleet import Fleet
from pamphleteer.post.verbs.mailing import Mailing
from pamphleteer.post.verbs.outcomes import PATIENCE, Delivered
from pamphleteer.press import theme

__all__ = ["PATIENCE", "ROUND", "Delivered", "deliver", "round_"]

ROUND = 2_000


def deliver(
    *, stop: Stop = never, at_most: int | None = None, anyway: bool = False, mended: bool = False
) -> Delivered:
    """Hand over what is due, until nothing is or no relay takes mail; `anyway` and `mended` are those of `Fleet`.

    Asked to stop, it waits for what is on its way and gives the others back.
    """
    if held := fence.look():
        return Delivered(held=held)
    tally, fleet = Delivered(), Fleet(anyway=anyway, mended=mended)
    if fleet.ready() and due():
        theme.reload()
        with Dispatch(fleet.relays()) as dispatch:
            mailing = Mailing(fleet, dispatch, stop, tally)
            mailing.work(at_most)
            tally.held = mailing.passage.held
    tally.said = fleet.said
    return tally


def round_(stop: Stop = never) -> int:
    """Deliver some of what is due; returns how many mails were settled."""
    if not settings.POST_RELAYS:
        return 0
    tally = deliver(stop=stop, at_most=ROUND)
    return tally.done + tally.refused + tally.doubt
