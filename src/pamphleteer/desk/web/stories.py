"""The wire, story by story: what came in, what became of it, and the buttons beside it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext, pgettext_lazy
from django.views.decorators.http import require_POST

from pamphleteer.collect.errors import RefusedError
from pamphleteer.collect.models import Story, Suggestion
from pamphleteer.collect.verbs import stories as verbs
from pamphleteer.collect.verbs.compare import compare
from pamphleteer.desk.errors import DeskError
from pamphleteer.desk.models import Article
from pamphleteer.desk.verbs import reading, rights
from pamphleteer.desk.verbs.publish import publish
from pamphleteer.desk.verbs.skip import skip, take_up
from pamphleteer.desk.verbs.take import take_story
from pamphleteer.desk.web.choices import TopicField
from pamphleteer.ground.text import cut
from pamphleteer.register.models import Partner

_PAGE = 50
_AGES = {
    1: lazy("A day"),
    3: lazy("3 days"),
    7: lazy("A week"),
    30: lazy("A month"),
    0: lazy("Any age"),
}
_MORE = ("partner", "topic", "language", "licence")
_LANGUAGE = 20
_HEADLINE = 60


class Choice(forms.Form):
    """Which stories are shown."""

    q = forms.CharField(label=lazy("Words"), required=False, max_length=200)
    show = forms.ChoiceField(
        label=lazy("Stories"), choices=list(reading.SHOWN.items()), required=False
    )
    days = forms.TypedChoiceField(
        label=lazy("No older than"), choices=list(_AGES.items()), coerce=int, required=False
    )
    partner = forms.ModelChoiceField(
        Partner.objects.all(),
        label=lazy("Partner"),
        required=False,
        empty_label=pgettext_lazy("choice", "All"),
    )
    topic = TopicField(
        label=lazy("Topic"), required=False, empty_label=pgettext_lazy("choice", "All")
    )
    language = forms.CharField(label=lazy("Language"), required=False, max_length=_LANGUAGE)
    licence = forms.ChoiceField(
        label=lazy("May be carried"),
        choices=[
            ("", pgettext_lazy("choice", "All")),
            ("whole", lazy("Whole")),
            ("excerpt", lazy("Excerpt and link only")),
        ],
        required=False,
    )

    @property
    def first(self) -> list[forms.BoundField]:
        """What is asked most often."""
        return [self[name] for name in ("q", "show", "days")]

    @property
    def more(self) -> list[forms.BoundField]:
        """What is asked now and then."""
        return [self[name] for name in _MORE]

    @property
    def is_narrow(self) -> bool:
        """Whether it is asked now."""
        return any(self.data.get(name) for name in _MORE)

    def wanted(self) -> reading.Wanted:
        """Return what is asked for; what makes no sense asks for nothing special."""
        self.is_valid()
        said = self.cleaned_data
        partner, topic = said.get("partner"), said.get("topic")
        return reading.Wanted(
            days=said["days"] if isinstance(said.get("days"), int) else 1,
            show=said.get("show") or reading.OPEN,
            partner=partner.pk if partner else None,
            topic=topic.pk if topic else None,
            language=said.get("language", ""),
            whole={"whole": True, "excerpt": False}.get(said.get("licence", "")),
            words=said.get("q", ""),
        )


def listed(request: HttpRequest) -> HttpResponse:
    """Show the stories that are asked for, one line each, the newest first."""
    _may(request, "collect.view_wireitem")
    choice = Choice(request.GET or {"days": 1, "show": reading.OPEN})
    page = Paginator(reading.stories(choice.wanted()), _PAGE).get_page(request.GET.get("p"))
    query = request.GET.copy()
    query.pop("p", None)
    shown = {
        "header_title": _("Wire"),
        "page_title": _("Wire"),
        "header_icon": "list-ul",
        "choice": choice,
        "page": page,
        "lines": reading.lines(page.object_list, reader=_person(request)),
        "query": query.urlencode(),
        "may": _deeds_of(request),
    }
    return render(request, "desk/wire.html", shown)


def shown(request: HttpRequest, key: int) -> HttpResponse:
    """Show one story: who carries it, in which versions, and what may be the same event."""
    _may(request, "collect.view_wireitem")
    story = verbs.living(key)
    lines = reading.lines([story], reader=_person(request)) if story else []
    if story is None or not lines:
        messages.error(request, _("There is no story {number} any more.").format(number=key))
        return redirect("desk_wire")
    if story.pk != key:
        messages.info(request, _("Story {number} was merged into this one.").format(number=key))
        return redirect("desk_story", story.pk)
    open_ = Suggestion.objects.open().select_related("one__first", "other__first")
    pairs = (open_.filter(one=story) | open_.filter(other=story)).order_by("-likeness")
    return render(
        request,
        "desk/story.html",
        {
            "header_title": str(story),
            "page_title": str(story),
            "header_icon": "list-ul",
            "line": lines[0],
            "like": [pair.other if pair.one_id == story.pk else pair.one for pair in pairs],
            "may": _deeds_of(request),
        },
    )


def compared(request: HttpRequest, key: int) -> HttpResponse:
    """Show what changed in a piece last, or how another one differs from it."""
    _may(request, "collect.view_wireitem")
    other = next(iter(_keys([request.GET.get("with", "")])), None)
    try:
        found = compare(key, other=other)
    except RefusedError as error:
        messages.error(request, str(error))
        return redirect("desk_wire")
    told = {
        "header_title": _("What changed"),
        "page_title": _("What changed"),
        "header_icon": "list-ul",
        "story": found.item.story,
        "before": found.before,
        "after": found.after,
        "paragraphs": found.paragraphs,
    }
    return render(request, "desk/compare.html", told)


@require_POST
def do(request: HttpRequest) -> HttpResponse:
    """Do what the button says with the stories that are ticked, or with the one beside it."""
    name, _space, beside = request.POST.get("do", "").partition(" ")
    keys = _keys([beside] if beside else request.POST.getlist("story"))
    deed = _DEEDS.get(name)
    if deed is None or not keys:
        messages.warning(request, _("Tick the stories first."))
        return _back(request)
    permission, do_it = deed
    _may(request, permission)
    try:
        return do_it(request, keys)
    except (RefusedError, DeskError) as error:
        messages.error(request, str(error))
        return _back(request)


def _draft(request: HttpRequest, keys: list[int]) -> HttpResponse:
    article, is_new = take_story(_story(keys[0]), by=_person(request))
    if is_new:
        told = _("“{article}” is a draft now: choose its topics.")
        messages.success(request, told.format(article=article))
        return redirect("wagtailsnippets_desk_article:edit", article.pk)
    return _taken_before(request, article)


def _publish(request: HttpRequest, keys: list[int]) -> HttpResponse:
    line = next(iter(reading.lines([_story(keys[0])])), None)
    if line is None or not line.may_be_published:
        raise DeskError(
            _("No partner's licence lets this piece be carried whole: draft it instead.")
        )
    article, is_new = take_story(line.story, by=_person(request))
    if not is_new:
        return _taken_before(request, article)
    publish(article, by=_person(request))
    messages.success(request, _("“{article}” is published.").format(article=article))
    return _back(request)


def _taken_before(request: HttpRequest, article: Article) -> HttpResponse:
    if rights.may(_person(request), rights.CHANGE, article):
        told = _("“{article}” was taken from this story before: here it is.")
        messages.info(request, told.format(article=article))
        return redirect("wagtailsnippets_desk_article:edit", article.pk)
    messages.info(request, _("A colleague has taken this story already."))
    return _back(request)


def _skip(request: HttpRequest, keys: list[int]) -> HttpResponse:
    done = skip(keys, by=_person(request))
    told = ngettext("{count} story put aside.", "{count} stories put aside.", done)
    messages.success(request, told.format(count=done))
    return _back(request)


def _take_up(request: HttpRequest, keys: list[int]) -> HttpResponse:
    done = take_up(keys, by=_person(request))
    told = ngettext("{count} story open again.", "{count} stories open again.", done)
    messages.success(request, told.format(count=done))
    return _back(request)


def _merge(request: HttpRequest, keys: list[int]) -> HttpResponse:
    kept = verbs.merge(keys, by=_person(request))
    told = _("One story now: “{story}”.").format(story=cut(str(kept), _HEADLINE))
    messages.success(request, told)
    return _back(request)


def _split(request: HttpRequest, keys: list[int]) -> HttpResponse:
    story = verbs.split(keys[0], by=_person(request))
    told = _("“{story}” is a story of its own now.")
    messages.success(request, told.format(story=cut(str(story), _HEADLINE)))
    return _back(request)


def _decline(request: HttpRequest, keys: list[int]) -> HttpResponse:
    other = next(iter(_keys([request.POST.get("story", "")])), 0)
    verbs.decline(keys[0], other, by=_person(request))
    messages.success(request, _("These two are not suggested as one event any more."))
    return _back(request)


_WRITE, _EDIT = "desk.add_article", "desk.publish_article"
_Deed = Callable[[HttpRequest, list[int]], HttpResponse]
_DEEDS: dict[str, tuple[str, _Deed]] = {
    "draft": (_WRITE, _draft),
    "skip": (_EDIT, _skip),
    "take-up": (_EDIT, _take_up),
    "publish": (_EDIT, _publish),
    "merge": (_EDIT, _merge),
    "split": (_EDIT, _split),
    "decline": (_EDIT, _decline),
}


def _deeds_of(request: HttpRequest) -> set[str]:
    return {name for name, (permission, _) in _DEEDS.items() if request.user.has_perm(permission)}


def _may(request: HttpRequest, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied


def _story(key: int) -> Story:
    story = verbs.living(key)
    if story is None:
        raise DeskError(_("There is no story {number} any more.").format(number=key))
    return story


def _person(request: HttpRequest) -> Any:
    return request.user


def _keys(said: list[str]) -> list[int]:
    return [int(one) for one in said if one.isascii() and one.isdecimal() and len(one) < 18]


def _stories(number: int) -> str:
    return f"{number} stor{'y' if number == 1 else 'ies'}"


def _back(request: HttpRequest) -> HttpResponse:
    """Go back to the list as it was shown, or to the story."""
    for story in _keys([request.POST.get("back", "")]):
        return redirect("desk_story", story)
    query = request.POST.get("query", "")[:2000]
    address = reverse("desk_wire")
    return redirect(f"{address}?{query}" if query else address)
