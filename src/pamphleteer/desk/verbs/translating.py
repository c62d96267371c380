"""Say of an article that it is the translation of another one, or that it is none any more."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from pamphleteer.desk.errors import Refused
from pamphleteer.desk.models import Article, Translation, TranslationSet
from pamphleteer.desk.models.translation import hold, sets_of, spoken
from pamphleteer.register.models import Person
from pamphleteer.register.verbs import journal

MOST = 40  # articles in one set


def others(article: Article) -> list[Article]:
    """Return the translations of an article, the oldest first."""
    rows = Translation.objects.beside(article).select_related("article").order_by("article_id")
    return [row.article for row in rows]


def link(article: Article, other: Article, *, by: Person | None = None) -> bool:
    """Let an article be a translation of another one and of all its translations, and of no others.

    False if it is already. Raises `Refused` where two of them are live in one language.
    """
    with transaction.atomic():
        hold(alone=True)
        rows = {row.pk: row for row in Article.objects.filter(pk__in=(article.pk, other.pk))}
        one, two = rows[article.pk], rows.get(other.pk)
        if two is None or one.pk == two.pk:
            raise Refused(
                _("“{article}” can't be a translation of itself.").format(article=article)
            )
        beside = others(two)
        if one in beside:
            return False
        _check(one, [two, *beside])
        left = _leave(one)
        into = Translation.objects.filter(article=two).values_list("set", flat=True).first()
        if into is None:
            into = TranslationSet.objects.create().pk
            _enter(two, into)
        _enter(one, into)
        _tell("article.linked", [one, two, *beside], other=two, by=by)
        _tell("article.unlinked", left, other=one, by=by)
    return True


def unlink(article: Article, *, by: Person | None = None) -> bool:
    """Let an article be nobody's translation; False if it was none."""
    with transaction.atomic():
        hold(alone=True)
        left = _leave(article)
        if left:
            _tell("article.unlinked", [article, *left], other=left[0], by=by)
    return bool(left)


def check(article: Article) -> None:
    """Raise `Refused` if one of its translations is live in its language, before it is published too."""
    hold(alone=False)
    # Of two that are published at once, the second one looks once the first one is done.
    mine = sets_of(article)
    if not mine or not list(TranslationSet.objects.select_for_update().filter(pk__in=mine)):
        return
    language = spoken(article)
    row = Translation.objects.beside(article).filter(live_in=language)
    if found := row.select_related("article").first():
        raise _refused(article, found.article, language)


def _check(article: Article, beside: Collection[Article]) -> None:
    if len(beside) >= MOST:
        raise Refused(
            _("“{article}” would be one translation too many: {most} may be linked.").format(
                article=article, most=MOST
            )
        )
    language = spoken(article)
    for one in beside:
        if article.live and one.live and spoken(one) == language:
            raise _refused(article, one, language)


def _refused(article: Article, other: Article, language: str) -> Refused:
    return Refused(
        _(
            "“{article}” and its translation “{other}” can't both be on the site in one language "
            "({language}): correct the language of one, withdraw one, or let them be no translations."
        ).format(article=article, other=other, language=language)
    )


def _enter(article: Article, into: int) -> None:
    live_in = spoken(article) if article.live else None
    Translation.objects.create(article=article, set_id=into, live_in=live_in)


def _leave(article: Article) -> list[Article]:
    """Take an article out of its set, and return those that were in it; of one nobody is a translation."""
    left = others(article)
    rows = Translation.objects.filter(article=article.pk)
    sets = list(rows.values_list("set", flat=True))
    rows.delete()
    for row in TranslationSet.objects.filter(pk__in=sets):
        if row.translations.count() < 2:
            row.delete()
    return left


def _tell(what: str, articles: Collection[Article], *, other: Article, by: Person | None) -> None:
    """Write a line for each article: the page of each names all others."""
    for one in articles:
        named = other if one.pk != other.pk else next(iter(articles))
        journal.write(what, one, by=by, translation=str(named))
