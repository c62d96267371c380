"""Mails to people of the desk about faults of mail: what happened, in words, and where it is seen to.

They are in the language that is active when they are made.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pamphleteer.post.letters.flowed import flowed
from pamphleteer.post.letters.house import words
from pamphleteer.post.letters.mime import Bodies
from pamphleteer.post.meanings import words as meanings
from pamphleteer.register.models import Outlet
from pamphleteer.register.numbers import grouped


class Kind(StrEnum):
    """What happened."""

    RESTS = "rests"
    WORKS = "works"
    SILENT = "silent"
    DOUBTED = "doubted"
    IN_DOUBT = "in doubt"


@dataclass(frozen=True)
class News:
    """Something that people are told: of what (a relay, or a digest with the number of its edition), and since when.

    `page` is where it is seen to, as `reverse` takes it.
    """

    kind: Kind
    cause: str
    since: datetime
    name: str = ""
    edition: int = 0
    until: datetime | None = None
    reason: str = ""
    said: str = ""
    number: int = 0
    page: tuple[str, ...] = ("desk_relays",)


def bodies(news: Sequence[News], outlet: Outlet) -> Bodies:
    """Return a mail that tells of all of it, as text alone."""
    name = words(outlet.name)
    about = _heading(news[0]) if len(news) == 1 else _many(len(news))
    subject = _("{outlet}: {what}").format(outlet=name, what=about)
    parts = [line for one in news for line in _part(one, outlet, headed=len(news) > 1)]
    foot = _(
        "You get this because you look after the mail of {outlet}. To get no such mails: {link}"
    ).format(outlet=name, link=f"{_address('desk_relays')}#mails")
    return Bodies(subject, "", flowed("\n\n".join([*parts, "* * *", foot])) + "\n")


def _many(number: int) -> str:
    return ngettext("{count} thing about mail", "{count} things about mail", number).format(
        count=grouped(number)
    )


def _heading(one: News) -> str:
    if one.kind is Kind.RESTS:
        return _("the relay {relay} takes no mail").format(relay=words(one.name))
    if one.kind is Kind.WORKS:
        return _("the relay {relay} takes mail again").format(relay=words(one.name))
    if one.kind is Kind.SILENT:
        return _("mail goes out again: for a while no relay took any")
    if one.kind is Kind.DOUBTED:
        return _("too much mail came back at once to be believed")
    return _("mails are in doubt")


def _part(one: News, outlet: Outlet, *, headed: bool) -> Iterator[str]:
    if headed:
        heading = _heading(one)
        yield f"** {heading[:1].upper()}{heading[1:]} **"
    yield from _told(one, outlet)
    yield _address(*one.page)


def _told(one: News, outlet: Outlet) -> Iterator[str]:
    since = _moment(one.since, outlet)
    if one.kind is Kind.RESTS:
        yield _("The relay {relay} takes no mail since {time}: {why}.").format(
            relay=words(one.name), time=since, why=meanings.said(one.reason)
        )
        yield _("It said: {said}").format(said=words(one.said))
        yield meanings.advice(one.reason)
        yield _(
            "Other relays carry the mail meanwhile. You are told when it works again; until then, or for some hours, "
            "no more mails come about it."
        )
    elif one.kind is Kind.WORKS:
        yield _("The relay {relay} takes mail again. It had taken none since {time}.").format(
            relay=words(one.name), time=since
        )
    elif one.kind is Kind.SILENT:
        yield _(
            "From {time} until {end} no relay took mail. What was to go out waited; nothing is lost, and it goes now. "
            "What each relay said stands on the page:"
        ).format(time=since, end=_moment(one.until or one.since, outlet))
    elif one.kind is Kind.DOUBTED:
        yield ngettext(
            "{what}: the mail of {count} reader came back as if there were no such mailbox.",
            "{what}: the mails of {count} readers came back as if there were no such mailboxes.",
            one.number,
        ).format(what=_mailing(one), count=grouped(one.number))
        yield _(
            "More likely a provider is broken than all of these readers gone: they are kept on the list until "
            "somebody decides. That is done here:"
        )
    else:
        yield ngettext(
            "{what}: nobody can tell whether {count} mail arrived.",
            "{what}: nobody can tell whether {count} mails arrived.",
            one.number,
        ).format(what=_mailing(one), count=grouped(one.number))
        yield _("Send them again, or leave them so:")


def _mailing(one: News) -> str:
    digest = words(one.name)
    if one.edition:
        return _("{digest}, edition {number}").format(digest=digest, number=one.edition)
    return _("{digest}, pieces at once").format(digest=digest)


def _address(name: str, *args: str) -> str:
    return urljoin(settings.DESK_URL, reverse(name, args=args))


def _moment(moment: datetime, outlet: Outlet) -> str:
    return date_format(moment.astimezone(outlet.tz), "DATETIME_FORMAT")
