"""The letter that asks whether it was really the reader who signed up."""

from email.message import EmailMessage

from django.conf import settings

from pamphleteer.post import tokens
from pamphleteer.post.letters import headers, rendering
from pamphleteer.post.letters.house import house_of, words
from pamphleteer.post.letters.mime import Bodies, letter
from pamphleteer.post.models import Notice
from pamphleteer.press import voice
from pamphleteer.register.models import Outlet


def message(notice: Notice, *, outlet: Outlet) -> EmailMessage:
    """Return the letter with the link to the page with the one button."""
    return letter(
        bodies(outlet, link=tokens.link(notice.reader, purpose=tokens.CONFIRM)),
        sender=(outlet.name, settings.POST_SENDER),
        to=notice.reader.address,
        message_id=notice.message_id,
        dated=notice.dated,
        headers=headers.NOTICE,
    )


def bodies(outlet: Outlet, *, link: str) -> Bodies:
    """Return what it says, with the address of that page."""
    subject = voice.say(
        outlet.language, "Please confirm: the digest of {outlet}", outlet=words(outlet.name)
    )
    return rendering.notice("confirmation", subject, house_of(outlet), links={"confirm": link})
