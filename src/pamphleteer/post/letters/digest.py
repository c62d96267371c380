"""The letter of an edition: frozen bodies, and one message for each reader made from them."""

from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage
from typing import Any

from django.conf import settings

from pamphleteer.desk.models import Article
from pamphleteer.ground.text import cut
from pamphleteer.post import editions, tokens
from pamphleteer.post.letters import slots
from pamphleteer.post.letters.links import absolute, article_url
from pamphleteer.post.letters.mime import Bodies, letter, plain
from pamphleteer.post.models import Delivery, Digest, Edition
from pamphleteer.press import theme, voice
from pamphleteer.press.dates import day
from pamphleteer.press.languages import direction
from pamphleteer.register.models import Outlet

LARGEST = 90_000  # bytes of HTML: some inboxes cut what is over 100 KB
MOST = 60
_HEADLINE = 250
_LEAD = 320
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
) -> Bodies:
    """Return the bodies of an edition; what does not fit is counted, with a link to its page.

    Without a number it is none that will have a page, and the link leads to the site.
    """
    shown = list(articles[:MOST])
    web = absolute(editions.path_of(digest.slug, number)) if number else ""
    while True:
        more = len(articles) - len(shown)
        context = _context(digest, shown, outlet=outlet, at=at, more=more, web=web)
        html = theme.render("post/letters/digest.html", **context)
        if len(html.encode()) <= LARGEST or len(shown) == 1:
            break
        shown = shown[: len(shown) * 3 // 4]
    text = theme.render("post/letters/digest.txt", **context)
    return Bodies(_subject(articles, outlet), html, text)


def message(delivery: Delivery, *, outlet: Outlet) -> EmailMessage:
    """Return the letter of one delivery."""
    edition, reader = delivery.edition, delivery.reader
    leave = tokens.link(reader, purpose=tokens.LEAVE)
    return letter(
        personal(edition, leave=leave),
        sender=(outlet.name, settings.POST_SENDER),
        to=reader.address,
        message_id=delivery.message_id,
        dated=delivery.dated,
        headers={
            "List-Id": f"<{_list_id(edition.digest)}>",
            "List-Unsubscribe": f"<{leave}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )


def personal(edition: Edition | Bodies, *, leave: str) -> Bodies:
    """Return an edition's bodies with the slots filled for one reader."""
    return Bodies(
        edition.subject,
        slots.filled_html(edition.html, leave=leave),
        slots.filled(edition.text, leave=leave),
    )


def frozen(article: Article) -> dict[str, str]:
    """Return what a letter says of an article, whatever becomes of it later."""
    return {
        "headline": cut(_words(article.headline), _HEADLINE),
        "lead": cut(_words(article.lead), _LEAD),
    }


def _list_id(digest: Digest) -> str:
    name = digest.slug if digest.slug.isascii() else f"digest-{digest.pk}"
    return f"{name}.{settings.POST_SENDER.rpartition('@')[2]}"


def _subject(articles: Sequence[Article], outlet: Outlet) -> str:
    first = cut(_words(articles[0].headline), _SUBJECT)
    others = len(articles) - 1
    more = voice.say_count(outlet.language, "and {count} more", "and {count} more", others)
    return f"{first} ({more})" if others else first


def _context(
    digest: Digest, shown: Sequence[Article], *, outlet: Outlet, at: datetime, more: int, web: str
) -> dict[str, Any]:
    return {
        "outlet": outlet,
        "language": outlet.language,
        "direction": direction(outlet.language),
        "digest": digest,
        "day": day(at, zone=outlet.tz, language=outlet.language),
        "pieces": [_piece(article, outlet) for article in shown],
        "more": more,
        "site_url": absolute(),
        "web_url": web,
        "signup_url": settings.SIGNUP_URL,
        "leave": slots.LEAVE,
        "subject": _subject(shown, outlet),
    }


def _piece(article: Article, outlet: Outlet) -> dict[str, str]:
    authors = article.authors
    by = voice.say(outlet.language, "By {authors}", authors=authors) if authors else ""
    partner = article.partner.credit_line if article.partner else ""
    language = article.language or outlet.language
    return {
        **frozen(article),
        "byline": _words(" · ".join(filter(None, [by, partner or article.credit]))),
        "url": article_url(article),
        "language": language,
        "direction": direction(language),
    }


def _words(text: str) -> str:
    return slots.without(plain(text))
