"""An outlet of many years, made in bulk: articles with their versions and addresses, and a full wire."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import cycle, islice
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import CharField, F, OuterRef, Subquery
from django.db.models.functions import Cast
from wagtail.models import Revision

from bench.ages import published
from bench.tongues import RARE, Tongue, tongues
from pamphleteer.collect.models import Source, Story, WireItem
from pamphleteer.desk.models import Address, Article, Byline
from pamphleteer.desk.models.article import place_of
from pamphleteer.desk.verbs import indexing
from pamphleteer.ground import clock
from pamphleteer.ground.text import slugify
from pamphleteer.register.models import Entry, Licence, Partner, Person, Topic

_PARTNERS, _TOPICS, _TOGETHER = 40, 25, 1_000
_COPIES = 1.4  # pieces of a story, on average
_DAYS_OF_WIRE = 14
_DRAFTS = 0.005  # of the articles


def fill(articles: int, items: int, *, by: Person) -> None:
    """Make so many articles and wire items, and let the rounds and the database look at them."""
    spoken = tongues()
    topics = _topics()
    sources = _sources()
    for batch in _batches(articles):
        with transaction.atomic():
            _articles(batch, articles, spoken, sources, topics, by)
    for batch in _batches(items):
        with transaction.atomic():
            _items(batch, items, spoken, sources)
    indexing.round_()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _batches(count: int) -> Iterator[range]:
    for start in range(0, count, _TOGETHER):
        yield range(start, min(start + _TOGETHER, count))


def _topics() -> list[Topic]:
    spoken = tongues()
    made = [
        Topic(name=one.said(1), slug=f"topic-{n}")
        for n, one in enumerate(islice(cycle(spoken), _TOPICS))
    ]
    return Topic.objects.bulk_create(made)


def _sources() -> list[Source]:
    licences = list(Licence.objects.order_by("pk"))
    made = []
    for n in range(_PARTNERS):
        partner = Partner.objects.create(
            name=f"Harbour {n}",
            slug=f"harbour-{n}",
            url=f"https://harbour-{n}.example/",
            licence=licences[n % len(licences)],
        )
        url = f"https://harbour-{n}.example/feed"
        made.append(Source.objects.create(partner=partner, url=url, due_at=clock.now()))
    return made


def _articles(
    numbers: range,
    of: int,
    spoken: Sequence[Tongue],
    sources: Sequence[Source],
    topics: Sequence[Topic],
    by: Person,
) -> None:
    made = Article.objects.bulk_create(
        _article(n, of, spoken[n % len(spoken)], sources[n % len(sources)], by) for n in numbers
    )
    for article in made:
        article.topics = [topics[(article.pk + step) % len(topics)] for step in (0, 7)]
    through: Any = Article.topics.through
    through.objects.bulk_create(
        through(article=article, topic=topic) for article in made for topic in article.topics.all()
    )
    _versions(made, by)
    live = [article for article in made if article.live]
    Address.objects.bulk_create(Address(slug=one.slug, article=one) for one in live)
    Byline.objects.settle({one.pk: one.authors for one in live})
    Entry.objects.bulk_create(
        Entry(at=one.date, what="article.published", subject=f"desk.Article:{one.pk}", by=by)
        for one in live
    )


def _article(number: int, of: int, tongue: Tongue, source: Source, by: Person) -> Article:
    at = published(number, of)
    headline = f"{tongue.said(9)} {RARE}" if number == of // 2 else tongue.said(9)
    live = number < of * (1 - _DRAFTS)
    carried = source.partner if number % 3 else None
    return Article(
        headline=headline,
        slug=f"{slugify(headline)[:80]}-{number}",
        lead=tongue.said(25),
        body=tongue.paragraphs(5),
        language=tongue.language,
        authors="Ada Quay",
        partner=carried,
        licence=carried and carried.licence,
        credit=carried.credit_line if carried else "",
        original_url=f"{carried.url}{number}" if carried else "",
        date=at if live else None,
        news_at=at if live else None,
        place=place_of(at) if live else 0,
        live=live,
        first_published_at=at if live else None,
        last_published_at=at if live else None,
        has_unpublished_changes=not live,
        begun_by=by,
    )


def _versions(articles: Sequence[Article], by: Person) -> None:
    kind = ContentType.objects.get_for_model(Article)
    Revision.objects.bulk_create(
        Revision(
            content_type=kind,
            base_content_type=kind,
            object_id=str(article.pk),
            user=by,
            created_at=article.date or clock.now(),
            content=article.serializable_data(),
            object_str=str(article),
        )
        for article in articles
    )
    own = Revision.objects.filter(
        content_type=kind, object_id=Cast(OuterRef("pk"), CharField(max_length=255))
    )
    rows = Article.objects.filter(pk__in=[article.pk for article in articles])
    rows.update(latest_revision=Subquery(own.values("pk")[:1]))
    rows.filter(live=True).update(live_revision=F("latest_revision"))


def _items(numbers: range, of: int, spoken: Sequence[Tongue], sources: Sequence[Source]) -> None:
    seen = {n: _ago(timedelta(days=_DAYS_OF_WIRE) * (of - n) / of) for n in numbers}
    firsts = [n for n in numbers if int(n / _COPIES) != int((n - 1) / _COPIES) or n == numbers[0]]
    stories = Story.objects.bulk_create(
        Story(begun=seen[n], latest=seen[n], language=spoken[n % len(spoken)].language)
        for n in firsts
    )
    told = dict(zip(firsts, stories, strict=True))
    made, story = [], stories[0]
    for n in numbers:
        story = told.get(n, story)
        made.append(_item(n, seen[n], story, spoken, sources[n % len(sources)]))
    WireItem.objects.bulk_create(made)
    own = WireItem.objects.filter(story=OuterRef("pk")).order_by("pk")
    rows = Story.objects.filter(pk__in=[story.pk for story in stories])
    rows.update(first=Subquery(own.values("pk")[:1]))


def _item(
    number: int, seen: datetime, story: Story, spoken: Sequence[Tongue], source: Source
) -> WireItem:
    tongue = next(one for one in spoken if one.language == story.language)
    url = f"{source.partner.url}{number}"
    return WireItem(
        source=source,
        identity=url,
        url=url,
        canonical=url,
        headline=tongue.said(9),
        lead=tongue.said(25),
        body=tongue.paragraphs(5),
        language=tongue.language,
        published=seen,
        seen=seen,
        licence=source.partner.licence,
        credit=source.partner.credit_line,
        fingerprint=f"{number:064x}",
        story=story,
    )


def _ago(span: timedelta) -> datetime:
    return clock.now() - span
