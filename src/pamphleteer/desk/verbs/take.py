"""Take a piece from the wire: an article with the partner's credit and licence."""

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from pamphleteer.collect.canonical import canonical
from pamphleteer.collect.models import Story, WireItem
from pamphleteer.desk.models import Article
from pamphleteer.desk.verbs.write import write
from pamphleteer.ground import bylines, clock, html
from pamphleteer.register.models import Person, Topic


def take(item: WireItem, *, topics: Collection[Topic] = (), by: Person | None = None) -> Article:
    """Return the article of a wire item, a new draft if there is none yet."""
    with transaction.atomic():
        # It holds the piece too: whoever takes it at the same moment comes second, and finds the article.
        WireItem.objects.filter(pk=item.pk).update(kept=True)
        known = Article.objects.filter(item=item).first()
        if known:
            return known
        return write(
            headline=item.headline,
            lead=item.lead,
            body=html.sanitise(item.body) if item.licence.full_text else "",
            topics=topics,
            partner=item.source.partner,
            licence=item.licence,
            credit=item.credit,
            original_url=_address(canonical(item.url) or item.url),
            authors=bylines.joined(item.authors, 300),
            language=item.language,
            date=_shown(item.published),
            item=item,
            by=by,
        )


def take_story(story: Story, *, by: Person | None = None) -> tuple[Article, bool]:
    """Return the article of a story, and whether it is new: the fullest piece that may be carried.

    Whoever takes the same story at the same time gets the same article.
    """
    with transaction.atomic():
        held = Story.objects.select_for_update().get(pk=story.pk)
        known = Article.objects.filter(item__story=held).order_by("pk").first()
        if known:
            return known, False
        items = held.items.select_related("licence", "source__partner")
        item = max(items, key=lambda one: _worth(one, held))
        return take(item, topics=item.source.topics.all(), by=by), True


def take_piece(item: WireItem, *, by: Person | None = None) -> tuple[Article, bool]:
    """Return the article of one piece, and whether it is new; or the one that its story has already."""
    with transaction.atomic():
        if item.story_id:
            Story.objects.select_for_update().get(pk=item.story_id)
        known = carried(item)
        return (known, False) if known else (take(item, by=by), True)


def _worth(item: WireItem, story: Story) -> tuple[bool, bool, bool]:
    """Rank a piece: one that may be carried, whole; then the first publisher's."""
    return (
        item.licence.full_text and bool(item.body),
        item.licence.full_text,
        item.pk == story.first_id,
    )


def _shown(published: datetime | None) -> datetime | None:
    """Return the partner's date, unless it lies ahead: such a piece would stand on top for years."""
    return published if published and published <= clock.now() else None


def _address(url: str) -> str:
    """Return the address if an article can hold it; an odd one is no reason to lose the piece."""
    try:
        Article._meta.get_field("original_url").clean(url, None)
    except ValidationError:
        return ""
    return url


def carried(item: WireItem) -> Article | None:
    """Return the article that already carries this piece, from this source or from another."""
    if item.story_id is None:
        return Article.objects.filter(item=item).first()
    return Article.objects.filter(item__story=item.story_id).first()
