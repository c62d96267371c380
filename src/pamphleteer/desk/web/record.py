"""The record at the desk: read, narrowed, and taken along as a table."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

from pamphleteer.desk.errors import Refused
from pamphleteer.desk.verbs import record
from pamphleteer.desk.verbs.moments import check_year
from pamphleteer.register.models import Outlet, Person

_PAGE = 50
_FURTHEST = 10_000  # lines that somebody may turn pages to


class _Day(forms.DateField):
    """A day of a year that somebody may mean."""

    widget = forms.DateInput(attrs={"type": "date"})

    def to_python(self, value: Any) -> date | None:
        """Return the day; raises `ValidationError`."""
        day = super().to_python(value)
        try:
            if day:
                check_year(day)
        except Refused as error:
            raise forms.ValidationError(str(error)) from error
        return day


class Narrowed(forms.Form):
    """Which lines are shown."""

    kind = forms.ChoiceField(
        label=lazy("About"),
        required=False,
        choices=lambda: [("", lazy("Everything")), *record.kinds()],
    )
    by = forms.ModelChoiceField(
        Person.objects.order_by("email"),
        label=pgettext_lazy("person", "By"),
        required=False,
        empty_label=lazy("Anybody"),
    )
    since = _Day(label=pgettext_lazy("day", "From"), required=False)
    until = _Day(label=pgettext_lazy("day", "To"), required=False)
    words = forms.CharField(
        label=lazy("Deed, or number"),
        required=False,
        max_length=60,
        help_text=lazy("published, or 12"),
    )

    def chosen(self) -> dict[str, Any]:
        """Return what `record.lines` is asked for: days by the outlet's clocks, the last included."""
        said = self.cleaned_data if self.is_valid() else {}
        zone = Outlet.objects.the().tz
        since, until = said.get("since"), said.get("until")
        return {
            "kind": said.get("kind", ""),
            "by": said.get("by"),
            "since": since and datetime.combine(since, time(), zone),
            "until": until and datetime.combine(until + timedelta(days=1), time(), zone),
            "words": said.get("words", ""),
        }


class _Quick(Paginator[Any]):
    """Counts no further than somebody turns pages."""

    @cached_property
    def count(self) -> int:
        """Return how many lines there are, up to a number that nobody reads through."""
        lines: Any = self.object_list[:_FURTHEST]
        return int(lines.count())


class _Echo:
    """Returns what is written to it."""

    def write(self, value: str) -> str:
        """Return a line."""
        return value


def shown(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Show the record, or hand it out as CSV."""
    if not request.user.has_perm("desk.publish_article"):
        raise PermissionDenied
    form = Narrowed(request.GET or None)
    found = record.lines(**form.chosen())
    if request.GET.get("as") == "csv":
        return StreamingHttpResponse(
            record.as_csv(found, _Echo()),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="record.csv"'},
        )
    page = _Quick(found, _PAGE).get_page(request.GET.get("p"))
    kept = request.GET.copy()
    kept.pop("p", None)
    context = {
        "form": form,
        "page": page,
        "lines": record.told(list(page.object_list)),
        "query": kept.urlencode(),
    }
    return render(request, "desk/record.html", context)
