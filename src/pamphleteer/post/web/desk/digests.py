"""The digests at the desk: how each stands, its editions, what is in its next letter."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from pamphleteer.desk.models import Article
from pamphleteer.post.errors import Meanwhile
from pamphleteer.post.models import Digest
from pamphleteer.post.verbs import approving, growth, standings
from pamphleteer.post.verbs.compose import last_hour
from pamphleteer.post.verbs.cut import ranked
from pamphleteer.post.verbs.digests import lead_with
from pamphleteer.post.verbs.news import news
from pamphleteer.post.web.desk import doubts
from pamphleteer.post.web.desk.notices import notices
from pamphleteer.post.web.desk.pages import SETTLE, VIEW, needs, page, person_of
from pamphleteer.post.web.desk.plots import plot

_EACH = 10  # editions on a page: their mails are counted


class _Lead(forms.Form):
    """Which piece stands first in the next edition."""

    lead = forms.ModelChoiceField(
        Article.objects.none(),
        label=lazy("Stands first in the next edition"),
        required=False,
        empty_label=lazy("As the digest's order has it"),
    )

    def __init__(self, articles: list[Article], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["lead"]
        field.queryset = Article.objects.filter(pk__in=[one.pk for one in articles])
        field.widget.choices = [("", field.empty_label), *((a.pk, str(a)) for a in articles)]


@needs(VIEW)
def listed(request: HttpRequest) -> HttpResponse:
    """Show all digests: their readers, their hour, what waits."""
    counts = growth.counts()
    rows = [
        {
            "digest": one,
            "growth": counts.digests[one.pk],
            "plot": plot(counts.digests[one.pk], counts.days),
            "waiting": approving.waiting(one),
            "newest": one.editions.out().order_by("-number").first(),
        }
        for one in Digest.objects.order_by("-active", "name")
    ]
    return page(
        request,
        "digests",
        _("Digests"),
        rows=rows,
        counts=counts,
        notices=notices(person_of(request)),
    )


@needs(VIEW)
def shown(request: HttpRequest, key: int) -> HttpResponse:
    """Show one digest: its next edition so far, the one that waits, those that went out."""
    digest = get_object_or_404(Digest, pk=key)
    editions = Paginator(digest.editions.select_related("digest"), _EACH).get_page(
        request.GET.get("p")
    )
    coming = news(digest)
    return page(
        request,
        "digest",
        digest.name,
        digest=digest,
        waiting=approving.waiting(digest),
        coming=[article for article, _section in ranked(digest, coming)],
        cut_at=last_hour(digest.hour) + timedelta(days=1),
        form=_Lead(list(coming), initial={"lead": digest.lead_id}),
        readers=growth.readers_of(digest),
        editions=editions,
        standings=standings.of(list(editions.object_list)),
        doubt=doubts.told(request, digest),
        notices=notices(person_of(request)),
    )


@require_POST
@needs(SETTLE)
def doubt_again(request: HttpRequest, key: int) -> HttpResponse:
    """Let letters about pieces at once that are in doubt go again."""
    doubts.send_again(request, get_object_or_404(Digest, pk=key))
    return redirect("desk_digest", key)


@require_POST
@needs(SETTLE)
def doubt_left(request: HttpRequest, key: int) -> HttpResponse:
    """Leave letters about pieces at once that are in doubt as they are."""
    doubts.leave(request, get_object_or_404(Digest, pk=key))
    return redirect("desk_digest", key)


@require_POST
@needs(SETTLE)
def lead(request: HttpRequest, key: int) -> HttpResponse:
    """Let a piece stand first in the next edition, or none."""
    digest = get_object_or_404(Digest, pk=key)
    person: Any = request.user
    form = _Lead(list(news(digest)), request.POST)
    if not form.is_valid():
        messages.error(request, _("This piece is in no coming edition any more: choose another."))
        return redirect("desk_digest", key)
    article = form.cleaned_data["lead"]
    try:
        lead_with(digest, article and article.pk, by=person)
    except Meanwhile as error:
        messages.error(request, str(error))
        return redirect("desk_digest", key)
    if article:
        told = _("“{article}” stands first in the next edition.").format(article=article)
        messages.success(request, told)
    else:
        messages.success(request, _("The next edition is in the digest's own order."))
    return redirect("desk_digest", key)
