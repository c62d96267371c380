"""What the press shows at the desk: why the site is not up to date, and how what is written will look."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from pamphleteer.desk.home import Line, Section
from pamphleteer.desk.models import Article, FixedPage, Look, Picture
from pamphleteer.desk.previews import Preview
from pamphleteer.desk.verbs import topic_picture
from pamphleteer.press import theme
from pamphleteer.press.dress import Scheme
from pamphleteer.press.engine import Teasers
from pamphleteer.press.frame import try_on
from pamphleteer.press.models import Fault, Flaw
from pamphleteer.press.pages import fixed, front
from pamphleteer.press.pages.article import rendered
from pamphleteer.press.pictures import Figure, at_desk, harmless, keys_in
from pamphleteer.press.piece import Heading, piece_of
from pamphleteer.press.site import Site
from pamphleteer.press.verbs import flaws
from pamphleteer.register.models import Outlet, Person, Topic

_BELOW = 4  # pieces below the one that is looked at


def stopped(person: Person) -> Section | None:
    """Return why nothing new is on the site, to those who publish."""
    fault = Fault.objects.first()
    if fault is None or not person.has_perm("desk.publish_article"):
        return None
    return Section(
        _("The site is not up to date"),
        (Line(fault.words),),
        _("What was published since is not lost: it shows as soon as the press can write again."),
        wrong=True,
    )


def flawed(person: Person) -> Section | None:
    """Return which pages stay as they were because a template is wrong, to those who publish."""
    if not Flaw.objects.exists() or not person.has_perm("desk.publish_article"):
        return None
    return Section(
        _("Mistakes in the theme keep pages as they were"),
        tuple(
            Line(
                _("Template %(place)s: %(what)s") % {"place": flaw.place, "what": flaw.what},
                beside=ngettext(
                    "%(count)s page, %(page)s", "%(count)s pages, such as %(page)s", flaw.pages
                )
                % {"count": flaw.pages, "page": flaw.page},
            )
            for flaw in flaws.told()
        ),
        _(
            "Correct the template in the folder theme/, or remove it there. These pages are made "
            "as soon as it has changed; all others are up to date."
        ),
        wrong=True,
    )


def _page(article: Article) -> str:
    body = harmless(article.body) if article.body else ""
    outlet = Outlet.objects.the()
    figures = _figures(article.body)
    return rendered(outlet, piece_of(article), body, path=None, figures=figures).decode()


def _figures(body: str) -> dict[int, Figure]:
    within = Picture.objects.in_bulk(keys_in(body))
    return {key: at_desk(picture) for key, picture in within.items()}


def _fixed(page: FixedPage) -> str:
    return fixed.rendered(
        Outlet.objects.the(),
        page,
        path=None,
        picture=at_desk(page.picture) if page.picture else None,
        figures=_figures(page.body),
    )


def _front(look: Look, scheme: Scheme) -> str:
    """Return the front page in a look that nobody has saved, as screens of a scheme show it."""
    site = Site()
    try_on(site.outlet, look, scheme)
    return front.rendered(site, path=None)


def _entry(article: Article) -> str:
    """Return the page of its first topic as it will begin; the archive's where it has none."""
    piece = piece_of(article)
    topic = piece.topics[0] if piece.topics else None
    others = Article.objects.live().newest_first().exclude(pk=article.pk)
    if topic:
        others = others.filter(topics=topic.pk)
    outlet = Outlet.objects.the()
    shown: dict[str, Any] = {
        "outlet": outlet,
        # Drawn for this page alone: nobody has saved the piece yet.
        "teaser": Teasers(theme.folders(), theme.told(outlet, settings.SITE_URL)),
        "pieces": [piece, *(piece_of(one) for one in others.defer("body")[:_BELOW])],
        "number": None,
        "count": others.count() + 1,
        "newer": None,
        "older": None,
        "years": (),
    }
    if topic is None:
        return theme.render_page("press/archive.html", path=None, calendars=(), **shown)
    return theme.render_page(
        "press/topic.html",
        path=None,
        podcast=None,
        topic=replace(topic, picture=_picture_of(topic)),
        above=None,
        below=(),
        **shown,
    )


def _picture_of(topic: Heading) -> Figure | None:
    picture = topic_picture.of(Topic(pk=topic.pk))
    return at_desk(picture) if picture else None


page = Preview("page", lazy("Its page"), _page)
entry = Preview("entry", lazy("In its topic"), _entry)
fixed_page = Preview("page", lazy("Its page"), _fixed)
look_light = Preview("light", lazy("Front page, light"), lambda look: _front(look, "light"))
look_dark = Preview("dark", lazy("Front page, dark"), lambda look: _front(look, "dark"))
