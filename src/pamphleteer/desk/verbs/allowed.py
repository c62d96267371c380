"""Whether an article may be published as it is: by its licence, its embargo, its address."""

from datetime import datetime

from pamphleteer.desk.errors import Embargoed, Refused, Unlicensed
from pamphleteer.desk.models import Address, Article
from pamphleteer.ground import clock
from pamphleteer.ground.html import plain
from pamphleteer.ground.text import fold, squeeze
from pamphleteer.register.models import Outlet

EXCERPT = 120  # words of another's piece that may stand here where only an excerpt is allowed


def check(article: Article) -> None:
    """Raise `DeskError` unless the article may be published now, or at its date ahead."""
    at = article.go_live_at or clock.now()
    if article.embargo and at < article.embargo:
        raise Embargoed(
            f"“{article}” must not be published before {told(article.embargo)}: "
            "set its date to then or later, or lift the embargo."
        )
    if article.live and article.date and article.date > clock.now():
        raise Refused(
            f"“{article}” is published already: its date can't lie ahead ({told(article.date)})."
        )
    if Address.objects.filter(slug=article.slug).exclude(article_id=article.pk).exists():
        raise Refused(
            f"The address “{article.slug}” leads to another article, which stood there once: "
            "choose another one."
        )
    check_licence(article)


def check_licence(article: Article) -> None:
    """Raise `Unlicensed` if more of a partner's piece stands here than its licence allows."""
    licence = article.effective_licence
    if licence is None:
        return
    if not licence.full_text:
        _check_excerpt(article)
    elif not licence.derivatives:
        _check_unchanged(article)


def told(moment: datetime) -> str:
    """Return a moment as people of the outlet say it: by its own clocks."""
    outlet = Outlet.objects.the()
    return f"{moment.astimezone(outlet.tz):%d %B %Y, %H:%M} ({outlet.zone})"


def _check_excerpt(article: Article) -> None:
    count = len(plain(article.body).split())
    if count > EXCERPT:
        raise Unlicensed(
            f"“{article}” is under {article.effective_licence}, which allows an excerpt and a link "
            f"only: its text has {count:,} words, and no more than {EXCERPT} of them may stand "
            "here. Shorten it, or choose the licence that its partner agreed to."
        )
    if not article.original_url and not (article.partner and article.partner.url):
        raise Unlicensed(
            f"“{article}” is under {article.effective_licence}, which allows an excerpt and a link "
            "only, and it has no address of the original: fill it in."
        )


def _check_unchanged(article: Article) -> None:
    item = article.item
    if item is None or not article.body:
        return
    if _words(article.body) not in _words(item.body):
        raise Unlicensed(
            f"“{article}” is under {article.effective_licence}, which allows no changes, and its "
            "text is another than the one on the wire: put the partner's words back, or choose the "
            "licence that its partner agreed to."
        )


def _words(html: str) -> str:
    return fold(squeeze(plain(html)))
