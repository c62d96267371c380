"""What all letters of an outlet share, and its pieces as letters show them: from rows to plain things."""

import re
from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse

from pamphleteer.desk.models import Article, Picture
from pamphleteer.desk.models.picture import Rendition
from pamphleteer.ground.text import cut
from pamphleteer.post.letters import slots
from pamphleteer.post.letters.contents import House, Image, Item, Link
from pamphleteer.post.letters.links import absolute, article_url
from pamphleteer.post.letters.look import look_of
from pamphleteer.post.making.fields import plain
from pamphleteer.press import paths, voice
from pamphleteer.press.languages import tag
from pamphleteer.register.models import Outlet, Topic

_HEADLINE = 250
_LEAD = 320
_TOPICS = 4
# What makes letters run the other way until it is ended (UAX 9, 2): of words that end before, nobody ends it. The marks
# that weigh on one place alone stay.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_ENOUGH = 800  # pixels: sharp as wide as a letter, and 200 KB at most


def house_of(outlet: Outlet) -> House:
    """Return what all letters of an outlet share."""
    return House(
        name=words(outlet.name),
        language=outlet.language,
        site_url=absolute(),
        signup_url=settings.SIGNUP_URL,
        postal_address=words(outlet.postal_address),
        look=look_of(outlet),
        mirrors=tuple(one for one in settings.SITE_MIRRORS if one != settings.SITE_URL),
    )


def item_of(article: Article, *, language: str, at_desk: bool = False) -> Item:
    """Return an article as a letter in a language shows it; `at_desk` before it is published."""
    topics: Sequence[Topic] = list(article.topics.all())[:_TOPICS]
    own = tag(article.language)
    return Item(
        **frozen(article),
        url=article_url(article),
        byline=byline(article, language),
        language=own if own.lower() != language.lower() else "",
        topics=tuple(Link(words(one.name), absolute(paths.topic(one.slug))) for one in topics),
        picture=image_of(article.picture, at_desk=at_desk) if article.picture else None,
    )


def frozen(article: Article) -> dict[str, str]:
    """Return what a letter says of an article, whatever becomes of it later."""
    return {
        "headline": cut(words(article.headline), _HEADLINE),
        "lead": cut(words(article.lead), _LEAD),
    }


def byline(article: Article, language: str) -> str:
    """Return whose an article is: "By author · outlet"."""
    authors = article.authors
    by = voice.say(language, "By {authors}", authors=authors) if authors else ""
    partner = article.partner.credit_line if article.partner else ""
    return words(" · ".join(filter(None, [by, partner or article.credit])))


def image_of(picture: Picture, *, at_desk: bool = False) -> Image:
    """Return a picture as a letter shows it: in the one format that all mail programs have."""
    shown = _enough([one for one in picture.renditions if one.name.endswith(".jpg")])
    base = reverse("desk_picture_file", args=["x"]).removesuffix("x")
    return Image(
        url=f"{base}{shown.name}" if at_desk else absolute(f"pictures/{shown.name}"),
        alt=words(picture.alt),
        width=shown.width,
        height=shown.height,
        credit=words(picture.credit),
    )


def words(text: str) -> str:
    """Return words from outside on one line, in which nothing passes for a slot or turns what stands beside it."""
    return slots.without(plain(_TURNING.sub("", text)))


def _enough(files: Sequence[Rendition]) -> Rendition:
    return next((one for one in files if one.width >= _ENOUGH), files[-1])
