"""The letter of an edition: frozen bodies, and one message for each reader made from them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from email.message import EmailMessage

from django.conf import settings

from pamphleteer.desk.models import Article
from pamphleteer.post import editions, tokens
from pamphleteer.post.letters import headers, rendering, slots
from pamphleteer.post.letters.contents import Contents
from pamphleteer.post.letters.house import house_of, item_of, words
from pamphleteer.post.letters.links import absolute
from pamphleteer.post.letters.mime import Bodies, letter
from pamphleteer.post.letters.subjects import subject
from pamphleteer.post.letters.variant import bodies_of
from pamphleteer.post.models import Delivery, Digest
from pamphleteer.press import paths
from pamphleteer.press.dates import day
from pamphleteer.register.models import Outlet


def nobody(purpose: str = tokens.LEAVE) -> str:
    """Return where a reader's own link goes in a letter that is for no reader."""
    return f"{settings.SIGNUP_URL}{purpose}/preview"


def of_nobody(bodies: Bodies) -> Bodies:
    """Return a letter's bodies with the slots filled for no reader."""
    return personal(bodies, leave=nobody(), choices=nobody(tokens.CHOOSE))


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
    headlines = [one.headline for one in articles]
    contents = Contents(
        language=outlet.language,
        name=words(digest.name),
        date=day(at, zone=outlet.tz, language=outlet.language),
        subject=subject(digest, headlines, outlet=outlet, language=outlet.language, at=at),
        note=digest.opening,
        items=tuple(items),
        more=len(articles) - len(shown),
        web_url=absolute(editions.path_of(digest.slug, number)) if number else "",
        archive_url=absolute(editions.folder(digest.slug) + paths.FRONT),
        choices=True,
    )
    return rendering.digest(contents, house_of(outlet))


def message(delivery: Delivery, *, outlet: Outlet) -> EmailMessage:
    """Return the letter of one delivery."""
    reader, digest, edition = delivery.reader, delivery.letter.digest, delivery.letter.edition
    leave = tokens.link(reader, purpose=tokens.LEAVE)
    choices = tokens.link(reader, purpose=tokens.CHOOSE)
    number = edition.number if edition else None
    of = headers.List(digest.pk, digest.slug, number or 0)
    return letter(
        personal(bodies_of(delivery.letter, outlet=outlet), leave=leave, choices=choices),
        sender=(outlet.name, settings.POST_SENDER),
        to=reader.address,
        message_id=delivery.message_id,
        dated=delivery.dated,
        headers=headers.of_letter(of, reader.key, outlet),
    )


def personal(bodies: Bodies, *, leave: str, choices: str) -> Bodies:
    """Return a letter's bodies with the slots filled for one reader."""
    return replace(
        bodies,
        html=slots.filled_html(bodies.html, leave=leave, choices=choices),
        text=slots.filled(bodies.text, leave=leave, choices=choices),
    )
