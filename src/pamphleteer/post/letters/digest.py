"""The letter of an edition, as it is before it is anybody's."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from pamphleteer.desk.models import Article
from pamphleteer.post import editions, tokens
from pamphleteer.post.letters import rendering, slots
from pamphleteer.post.letters.contents import Contents
from pamphleteer.post.letters.house import house_of, item_of, words
from pamphleteer.post.letters.links import absolute
from pamphleteer.post.letters.mime import Bodies
from pamphleteer.post.letters.subjects import subject
from pamphleteer.post.models import Digest
from pamphleteer.press import paths
from pamphleteer.press.dates import day
from pamphleteer.register.models import Outlet

_NOBODY = "preview"


def nobody(purpose: str = tokens.LEAVE) -> str:
    """Return where a reader's own link goes in a letter that is for no reader."""
    return tokens.way(_NOBODY, purpose=purpose)


def of_nobody(bodies: Bodies) -> Bodies:
    """Return a letter's bodies with the slots filled for no reader."""
    html, text = (
        slots.filled(one, leave=_NOBODY, choices=_NOBODY) for one in (bodies.html, bodies.text)
    )
    return replace(bodies, html=html, text=text)


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
