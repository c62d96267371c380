"""The home page: what waits for somebody, what goes out today, and what is wrong."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.ui.components import Component

from pamphleteer.collect.models import Source
from pamphleteer.desk.home import Line, Part, Section
from pamphleteer.desk.models import Article
from pamphleteer.desk.models.article import ArticleQuerySet
from pamphleteer.desk.verbs import waiting
from pamphleteer.desk.verbs.allowed import told
from pamphleteer.ground import clock
from pamphleteer.register.models import Person
from pamphleteer.register.numbers import grouped

_SHOWN = 8


class Home(Component):  # type: ignore[misc]
    """All sections, what is wrong before the others."""

    name = "home"
    order = 100

    def render_html(self, parent_context: Any) -> str:
        """Return the sections that have something to say to this person."""
        request = parent_context["request"]
        found = list(_sections(request.user))
        found.sort(key=lambda section: not section.wrong)
        return render_to_string("desk/home.html", {"sections": found}, request)


def _sections(person: Person) -> Iterator[Section]:
    for part in _parts():
        section = part(person)
        if section is not None:
            yield section


@cache
def _parts() -> tuple[Part, ...]:
    return tuple(import_string(name) for name in settings.DESK_HOME)


def handed_in(person: Person) -> Section | None:
    """Return what contributors handed in, to those who publish it."""
    if not person.has_perm("desk.publish_article"):
        return None
    lines = _lines(waiting.handed_in(), person)
    if not lines:
        return Section(_("Waiting for you"), words=_("Nobody has handed anything in."))
    return Section(_("Waiting for you: handed in"), lines)


def own(person: Person) -> Section | None:
    """Return somebody's own work that is not done: what came back first."""
    back = waiting.sent_back(person)
    lines = _lines(back, person, beside=_("sent back with a note"))
    rest = _lines(waiting.begun(person).exclude(pk__in=[one.pk for one in back]), person)
    mine = [one for one in waiting.handed_in() if one.submitted_by_id == person.pk]
    submitted = _lines(mine, person, beside=_("handed in"))
    found = (*lines, *rest, *submitted)[:_SHOWN]
    write = Line(_("Write an article"), reverse("wagtailsnippets_desk_article:add"))
    if not person.has_perm("desk.add_article"):
        return None
    return Section(
        _("Your drafts"), found, "" if found else _("You have begun nothing."), more=write
    )


def wire(person: Person) -> Section | None:
    """Return how much of the day's news is still open."""
    if not person.has_perm("collect.view_wireitem"):
        return None
    count = waiting.open_stories()
    if not count:
        return Section(_("The wire"), words=_("Nothing of the last day is open."))
    words = ngettext(
        "{count} story of the last day still open",
        "{count} stories of the last day still open",
        count,
    ).format(count=grouped(count))
    return Section(_("The wire"), (Line(words, reverse("desk_wire")),))


def scheduled(person: Person) -> Section | None:
    """Return what is published by itself, and when."""
    if not person.has_perm("desk.view_article"):
        return None
    found = list(waiting.scheduled()[:_SHOWN])
    if not found:
        return None
    lines = tuple(
        Line(str(one), _edit(one), told(one.scheduled_at)) for one in found if one.scheduled_at
    )
    return Section(_("Published by itself"), lines)


def sources(person: Person) -> Section | None:
    """Return the sources that somebody has to look at."""
    if not person.has_perm("collect.view_source"):
        return None
    found = Source.objects.in_trouble().select_related("partner")
    count = found.count()
    if not count:
        return None
    lines = tuple(
        Line(
            str(one.partner),
            reverse("wagtailsnippets_collect_source:inspect", args=[one.pk]),
            one.health,
        )
        for one in found[:_SHOWN]
    )
    heading = ngettext("{count} source needs a look", "{count} sources need a look", count).format(
        count=count
    )
    every = Line(_("All sources"), reverse("wagtailsnippets_collect_source:list"))
    return Section(heading, lines, wrong=True, more=every if count > _SHOWN else None)


def _lines(
    found: ArticleQuerySet | Sequence[Article], person: Person, *, beside: str = ""
) -> tuple[Line, ...]:
    return tuple(Line(str(one), _edit(one), beside or _ago(one, person)) for one in found[:_SHOWN])


def _ago(article: Article, person: Person) -> str:
    if article.submitted_at and article.submitted_by and article.submitted_by != person:
        hours = int((clock.now() - article.submitted_at).total_seconds() // 3600)
        if hours < 1:
            told = _("by {person}, just now")
        elif hours < 48:
            told = _("by {person}, {hours} h ago")
        else:
            told = _("by {person}, {days} days ago")
        return told.format(person=article.submitted_by, hours=hours, days=hours // 24)
    return article.told_state


def _edit(article: Article) -> str:
    return reverse("wagtailsnippets_desk_article:edit", args=[article.pk])
