"""The letters about a change of address: one asks the new address, the other tells the old one."""

from pamphleteer.post import tokens
from pamphleteer.post.addresses import masked
from pamphleteer.post.errors import NotOurs
from pamphleteer.post.letters import rendering
from pamphleteer.post.letters.house import house_of, words
from pamphleteer.post.letters.mime import Bodies
from pamphleteer.post.models import Notice
from pamphleteer.press import voice
from pamphleteer.register.models import Outlet


def bodies(notice: Notice, *, outlet: Outlet) -> Bodies:
    """Return what it says; raises `NotOurs` if there is no change of address any more."""
    return _told(notice, outlet) if notice.kind == Notice.Kind.MOVED else _asked(notice, outlet)


def _asked(notice: Notice, outlet: Outlet) -> Bodies:
    subject = voice.say(
        outlet.language,
        "Please confirm: letters of {outlet} to this address",
        outlet=words(outlet.name),
    )
    links = {"link": tokens.link(notice.reader, purpose=tokens.MOVE)}
    return rendering.notice("move", subject, house_of(outlet), links=links)


def _told(notice: Notice, outlet: Outlet) -> Bodies:
    reader = notice.reader.moves
    if reader is None:
        raise NotOurs("the change of address was taken back")
    subject = voice.say(
        outlet.language, "Letters of {outlet} go to another address", outlet=words(outlet.name)
    )
    links = {"link": tokens.link(notice.reader, purpose=tokens.BACK)}
    to = masked(reader.address)
    return rendering.notice("moved", subject, house_of(outlet), links=links, address=to)
