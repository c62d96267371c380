"""Write an article: a draft with its first revision."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from pamphleteer.collect.models import WireItem
from pamphleteer.desk.models import Address, Article, Picture
from pamphleteer.ground.text import slugify
from pamphleteer.register import rows
from pamphleteer.register.models import Licence, Partner, Person, Topic
from pamphleteer.register.statements import ask
from pamphleteer.register.verbs import journal

_SLUG_ROOM = 100
TRIES = 5  # to find an address that nobody takes at the same moment
_NAMED = {field.name for field in Article._meta.concrete_fields if field.is_relation}
_TAKEN = """
    SELECT 1 FROM desk_article WHERE slug = %s AND id <> %s
    UNION ALL SELECT 1 FROM desk_address WHERE slug = %s AND article_id <> %s LIMIT 1
"""


def write(
    *,
    headline: str,
    lead: str = "",
    body: str = "",
    topics: Collection[Topic] = (),
    partner: Partner | None = None,
    licence: Licence | None = None,
    credit: str = "",
    original_url: str = "",
    authors: str = "",
    language: str = "",
    date: datetime | None = None,
    item: WireItem | None = None,
    picture: Picture | None = None,
    rescued_from: str = "",
    place: int = 0,
    by: Person | None = None,
) -> Article:
    """Make a draft; `body` is HTML that is safe already, `lead` is plain text."""
    with transaction.atomic():
        article = _begun(
            headline,
            lead=lead,
            body=body,
            partner=partner,
            licence=licence,
            credit=credit,
            original_url=original_url,
            authors=authors,
            language=language,
            date=date,
            item=item,
            picture=picture,
            rescued_from=rescued_from,
            place=place,
            begun_by=by,
            live=False,
        )
        article.topics = list(topics)
        article.topics.commit()
        # That its address is free, and that there is what it names, the database has seen already.
        article.full_clean(exclude=_NAMED, validate_unique=False, validate_constraints=False)
        article.save_revision(user=by, clean=False)
        if by:
            tell_begun(article, by=by)
    return article


def tell_begun(article: Article, *, by: Person) -> None:
    """Record who began an article, and of which piece of the wire."""
    of = {"item": str(article.item)} if article.item else {}
    journal.write("article.begun", article, by=by, to=article.state, **of)


def _begun(headline: str, *, tries: int = TRIES, **fields: Any) -> Article:
    """Return a new row, at the first address that is free when it is written."""
    try:
        with transaction.atomic():
            article = Article(headline=headline, slug=free_slug(headline), **fields)
            rows.add(article)
    except IntegrityError:
        if tries == 1:
            raise
        return _begun(headline, tries=tries - 1, **fields)
    return article


def free_slug(headline: str, *, but: int = 0) -> str:
    """Return an address part for a headline that no article has, or had, but for the one of a key."""
    stem = slugify(headline)
    if not ask(_TAKEN, stem, but, stem, but):
        return stem
    begins = stem[: _SLUG_ROOM - 12]
    taken = {
        slug
        for found in (
            Article.objects.exclude(pk=but),
            Address.objects.exclude(article_id=but),
        )
        for slug in found.filter(slug__startswith=begins).values_list("slug", flat=True)
    }
    number = 2
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"
