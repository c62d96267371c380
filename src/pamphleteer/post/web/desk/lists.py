"""Lists of readers at the desk: brought in from a file, with a report; and the whole list taken out."""

import csv
from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from pamphleteer.desk.web.login import needs_password_for
from pamphleteer.ground.keyring import KeyMissing
from pamphleteer.post.lists.cells import guarded
from pamphleteer.post.models import Intake
from pamphleteer.post.verbs import exporting, intake
from pamphleteer.post.web.desk.pages import needs, page

ADD, TAKE = "post.add_reader", "post.show_reader"
_EACH = 20
_WORDS = 2_000


class Bring(forms.Form):
    """A list, and on whose word these people get mail."""

    file = forms.FileField(
        label=lazy("The list, as a CSV file"),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,text/csv"}),
        help_text=lazy(
            "An export of Mailchimp, Ghost, listmonk, Substack and others, or a table of your own, with headings."
        ),
    )
    source = forms.CharField(
        label=lazy("How these people agreed to get mail"),
        max_length=_WORDS,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text=lazy("Where, when and to what. It is kept with each of them."),
    )

    def clean_file(self) -> Any:
        """Refuse what is too large, or did not arrive whole."""
        sent = self.cleaned_data["file"]
        if sent.size > intake.LARGEST:
            raise ValidationError(
                _("It is larger than {size}: part it, or let the command bring it in.").format(
                    size=filesizeformat(intake.LARGEST)
                )
            )
        if getattr(sent, "fault", ""):
            raise ValidationError(_("It did not arrive whole: send it once more."))
        return sent


@needs(ADD)
@needs_password_for("desk_lists")
def listed(request: HttpRequest) -> HttpResponse:
    """Show the lists that were brought in; by POST, take one in."""
    form = Bring(request.POST, request.FILES) if request.method == "POST" else Bring()
    if form.is_bound and form.is_valid():
        sent, person = form.cleaned_data["file"], request.user
        by: Any = person
        try:
            taken = intake.take_in(
                sent.file, name=sent.name, source=form.cleaned_data["source"], by=by
            )
        except KeyMissing as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The list is here, and is being read."))
            return redirect("desk_list", taken.pk)
    lists = Paginator(Intake.objects.order_by("-pk"), _EACH).get_page(request.GET.get("p"))
    return page(
        request,
        "lists",
        _("Lists of readers"),
        icon="group",
        form=form,
        lists=[(one, _STATES[Intake.State(one.state)]) for one in lists],
        pages=lists,
    )


@needs(ADD)
def shown(request: HttpRequest, key: int) -> HttpResponse:
    """Show one list: how far it has come, and what became of its rows."""
    one = get_object_or_404(Intake.objects.select_related("by"), pk=key)
    return page(
        request,
        "list",
        one.name,
        icon="group",
        list=one,
        state=_STATES[Intake.State(one.state)],
        waits=one.state == Intake.State.WAITS,
    )


@needs(ADD)
def report(request: HttpRequest, key: int) -> StreamingHttpResponse:
    """Hand out what became of each row, addresses masked."""
    del request
    one = get_object_or_404(Intake, pk=key)
    return _csv(intake.report_of(one), f"report-{one.pk}.csv")


@require_POST
@needs(TAKE)
@needs_password_for("desk_lists")
def export(request: HttpRequest) -> StreamingHttpResponse:
    """Hand out the whole list with addresses in clear, which the record keeps."""
    person: Any = request.user
    rows = exporting.export(all_states="all" in request.POST, by=person)
    return _csv(_written(rows), "readers.csv")


def _written(rows: Iterator[dict[str, str]]) -> Iterator[str]:
    line: Any = csv.writer(_Echo())
    yield line.writerow(exporting.COLUMNS)
    for row in rows:
        yield line.writerow(guarded(row[name] for name in exporting.COLUMNS))


def _csv(lines: Iterator[str], name: str) -> StreamingHttpResponse:
    return StreamingHttpResponse(
        lines,
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )


class _Echo:
    """Returns what is written to it."""

    def write(self, value: str) -> str:
        """Return a line."""
        return value


_STATES = {
    Intake.State.WAITS: lazy("being read"),
    Intake.State.DONE: lazy("done"),
    Intake.State.REFUSED: lazy("refused whole"),
}
