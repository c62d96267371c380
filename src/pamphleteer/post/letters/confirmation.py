"""The letter that asks whether it was really the reader who signed up."""

from email.message import EmailMessage
from typing import Any

from django.conf import settings

from pamphleteer.post import tokens
from pamphleteer.post.letters.links import absolute
from pamphleteer.post.letters.mime import Bodies, letter, plain
from pamphleteer.post.models import Notice
from pamphleteer.press import theme, voice
from pamphleteer.press.languages import direction
from pamphleteer.register.models import Outlet


def message(notice: Notice, *, outlet: Outlet) -> EmailMessage:
    """Return the letter with the link to the page with the one button."""
    subject = voice.say(
        outlet.language, "Please confirm: the digest of {outlet}", outlet=plain(outlet.name)
    )
    context: dict[str, Any] = {
        "outlet": outlet,
        "language": outlet.language,
        "direction": direction(outlet.language),
        "site_url": absolute(),
        "confirm": tokens.link(notice.reader, purpose=tokens.CONFIRM),
        "subject": subject,
    }
    words = Bodies(
        subject,
        theme.render("post/letters/confirmation.html", **context),
        theme.render("post/letters/confirmation.txt", **context),
    )
    return letter(
        words,
        sender=(outlet.name, settings.POST_SENDER),
        to=notice.reader.address,
        message_id=notice.message_id,
        dated=notice.dated,
        headers={"Auto-Submitted": "auto-generated"},
    )
