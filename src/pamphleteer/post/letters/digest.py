"""The letter of an edition: frozen bodies, and one message for each reader made from them."""

from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage

from django.conf import settings

from pamphleteer.desk.models import Article
from pamphleteer.ground.text import cut
from pamphleteer.post import editions, tokens
from pamphleteer.post.letters import headers, rendering, slots
from pamphleteer.post.letters.contents import Contents
from pamphleteer.post.letters.house import frozen, house_of, item_of, words
from pamphleteer.post.letters.links import absolute
from pamphleteer.post.letters.mime import Bodies, letter
from pamphleteer.post.models import Delivery, Digest, Edition
from pamphleteer.press import paths, voice
from pamphleteer.press.dates import day
from pamphleteer.register.models import Outlet

__all__ = ["bodies", "frozen", "message", "nobody", "personal"]
_SUBJECT = 110


def nobody() -> str:
    """Return where the link to leave goes in a letter that is for no reader."""
    return f"{settings.SIGNUP_URL}{tokens.LEAVE}/preview"


def bodies(
    digest: Digest,
    articles: Sequence[Article],
    *,
    outlet: Outlet,
    at: datetime,
    number: int | None = None,
    unsaved: Article | None = None,
) -> Bodies:
    """Return the bodies of an edition; what does not fit is counted, with a link to its page.

    Without a number it is none that will have a page, and the link leads to the site. One of the articles may be
    `unsaved`: at the desk, where it is looked at before it is published.
    """
    shown = articles[: rendering.MOST]
    items = [item_of(one, language=outlet.language, at_desk=one is unsaved) for one in shown]
    contents = Contents(
        language=outlet.language,
        name=words(digest.name),
        date=day(at, zone=outlet.tz, language=outlet.language),
        subject=_subject(articles, outlet),
        items=tuple(items),
        more=len(articles) - len(shown),
        web_url=absolute(editions.path_of(digest.slug, number)) if number else "",
        archive_url=absolute(editions.folder(digest.slug) + paths.FRONT),
    )
    return rendering.digest(contents, house_of(outlet))


def message(delivery: Delivery, *, outlet: Outlet) -> EmailMessage:
    """Return the letter of one delivery."""
    edition, reader = delivery.edition, delivery.reader
    leave = tokens.link(reader, purpose=tokens.LEAVE)
    of = headers.List(edition.digest.pk, edition.digest.slug, edition.number)
    return letter(
        personal(edition, leave=leave),
        sender=(outlet.name, settings.POST_SENDER),
        to=reader.address,
        message_id=delivery.message_id,
        dated=delivery.dated,
        headers=headers.of_letter(of, reader.key, outlet),
    )


def personal(edition: Edition | Bodies, *, leave: str) -> Bodies:
    """Return an edition's bodies with the slots filled for one reader."""
    return Bodies(
        edition.subject,
        slots.filled_html(edition.html, leave=leave),
        slots.filled(edition.text, leave=leave),
    )


def _subject(articles: Sequence[Article], outlet: Outlet) -> str:
    first = cut(words(articles[0].headline), _SUBJECT)
    others = len(articles) - 1
    more = voice.say_count(outlet.language, "and {count} more", "and {count} more", others)
    return f"{first} ({more})" if others else first
