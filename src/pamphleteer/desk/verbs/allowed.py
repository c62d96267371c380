"""Whether an article may be published as it is: by its licence, its embargo, its address."""

import re
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from pamphleteer.desk.errors import Embargoed, Refused, Unlicensed
from pamphleteer.desk.models import Article
from pamphleteer.desk.verbs import translating
from pamphleteer.desk.verbs.moments import check_year
from pamphleteer.ground import clock
from pamphleteer.ground.html import plain
from pamphleteer.ground.text import fold, is_seen, squeeze
from pamphleteer.register.models import Licence, Outlet
from pamphleteer.register.numbers import grouped
from pamphleteer.register.statements import ask

EXCERPT = 120  # words of another's piece that may stand here where only an excerpt is allowed
_TAKEN = """
    SELECT EXISTS (SELECT 1 FROM desk_address WHERE slug = %s AND article_id <> %s),
    EXISTS (SELECT 1 FROM desk_article WHERE slug = %s AND id <> %s)
"""
# Letters that stand for a word, more or less, in scripts that put no spaces between words.
_UNSPACED = (
    (re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]"), 2),
    (re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]"), 5),
)


def check(article: Article) -> None:
    """Raise `DeskError` unless the article may be published now, or at its date ahead."""
    if not is_seen(article.headline):
        raise Refused(_("It has no headline yet: write one, and publish it then."))
    if article.date:
        check_year(article.date)
    at = article.go_live_at or clock.now()
    if article.embargo and at < article.embargo:
        raise Embargoed(
            _(
                "“{article}” must not be published before {time}: set its date to then or later, "
                "or lift the embargo."
            ).format(article=article, time=told(article.embargo))
        )
    if article.live and article.date and article.date > clock.now():
        raise Refused(
            _("“{article}” is published already: its date can't lie ahead ({time}).").format(
                article=article, time=told(article.date)
            )
        )
    _check_address(article)
    translating.check(article)
    check_licence(article)


def check_licence(article: Article) -> None:
    """Raise `Unlicensed` if more of a partner's piece stands here than its licence allows.

    A piece of the wire stays under the licence that it came with where no other is chosen, and says
    whose it is.
    """
    if article.item and not article.partner and not article.credit.strip():
        raise Unlicensed(
            _(
                "“{article}” came from {partner} and names nobody as its source: choose the partner "
                "again, or write the credit."
            ).format(article=article, partner=article.item.source.partner)
        )
    licence = article.effective_licence or (article.item.licence if article.item else None)
    if licence is None:
        return
    if not licence.full_text:
        _check_excerpt(article, licence)
    elif not licence.derivatives:
        _check_unchanged(article, licence)


def told(moment: datetime) -> str:
    """Return a moment as people of the outlet say it: by its own clocks."""
    outlet = Outlet.objects.the()
    there = date_format(moment.astimezone(outlet.tz), "DATETIME_FORMAT")
    return f"{there} ({outlet.zone})"


def _check_address(article: Article) -> None:
    [(stands, drafted)] = ask(_TAKEN, article.slug, article.pk, article.slug, article.pk)
    if stands:
        raise Refused(
            _(
                "The address “{address}” leads to another article, which stood there once: "
                "choose another one."
            ).format(address=article.slug)
        )
    if drafted:
        raise Refused(
            _(
                "The address “{address}” of “{article}” is that of another article by now: "
                "choose another one."
            ).format(address=article.slug, article=article)
        )


def _check_excerpt(article: Article, licence: Licence) -> None:
    count = sum(map(_count, _texts(article)))
    if count > EXCERPT:
        raise Unlicensed(
            _(
                "“{article}” is under {licence}, which allows an excerpt and a link only: its text "
                "has {count} words, and no more than {most} of them may stand here, lead and "
                "transcript among them. Shorten it, or choose the licence that its partner agreed to."
            ).format(article=article, licence=licence, count=grouped(count), most=EXCERPT)
        )
    if not article.original_url and not (article.partner and article.partner.url):
        raise Unlicensed(
            _(
                "“{article}” is under {licence}, which allows an excerpt and a link only, and it has "
                "no address of the original: fill it in."
            ).format(article=article, licence=licence)
        )


def _texts(article: Article) -> list[str]:
    """Return what stands here of a piece, but for the lead that its partner gave along with it."""
    texts = [plain(article.body), article.transcript]
    given = article.item.lead if article.item else ""
    return texts if squeeze(article.lead) == squeeze(given) else [article.lead, *texts]


def _count(text: str) -> int:
    """Count the words of a text, in scripts without spaces too."""
    count = 0
    for letters, of_a_word in _UNSPACED:
        text, found = letters.subn(" ", text)
        count += -(-found // of_a_word)
    return count + len(text.split())


def _check_unchanged(article: Article, licence: Licence) -> None:
    item = article.item
    if item is None or not article.body:
        return
    if _words(article.body) not in _words(item.body):
        raise Unlicensed(
            _(
                "“{article}” is under {licence}, which allows no changes, and its text is another "
                "than the one on the wire: put the partner's words back, or choose the licence that "
                "its partner agreed to."
            ).format(article=article, licence=licence)
        )


def _words(html: str) -> str:
    return fold(squeeze(plain(html)))
