"""Choosing one row among any number, in a form: the newest stand in a list, others are found by words."""

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe
from wagtail.admin.forms import WagtailAdminModelForm

from pamphleteer.desk.models import Picture
from pamphleteer.desk.verbs import offered
from pamphleteer.desk.verbs.offered import Offer

_LONGEST = 200  # characters of words that are looked for
_LABEL = 120  # characters of a row in a list


class Words(forms.TextInput):
    """Words to look for, and the button that does."""

    class Media:
        """What fills the list while somebody types."""

        css: ClassVar[Any] = {"all": ["desk/picture.css"]}
        js = ("desk/offered.js",)

    def __init__(self, of: str, address: Any) -> None:
        super().__init__(
            attrs={
                "autocomplete": "off",
                "data-finds": of,
                "data-from": address,
            }
        )
        self.of = of

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Return the field with its button, which saves nothing."""
        failed = {"data-failed": _("They could not be fetched: try again.")}
        field = super().render(name, value, (attrs or {}) | failed, renderer)
        return render_to_string("desk/find.html", {"field": field, "of": self.of})


class WordsField(forms.CharField):
    """Words by which others are found; never kept."""

    def __init__(self, of: str, *, address: Any, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=_LONGEST, widget=Words(of, address), **kwargs)


class Offering(WagtailAdminModelForm):  # type: ignore[misc]
    """Offers rows in a list, and those that have the words when somebody looks for some."""

    data: Any

    def offer(self, name: str, found: Callable[[str], Offer[Any]], *, now: Any, none: str) -> None:
        """Fill the list of a field: with what it holds, what was just chosen, and what is found."""
        self._finds = getattr(self, "_finds", {}) | {name: found}
        rows = [now, self._chosen(name), *found(self._words(name)).rows]
        labels = {row.pk: label(row) for row in rows if row}
        self.fields[name].widget.choices = [("", none), *labels.items()]

    def clean(self) -> dict[str, Any]:
        """Show what was found, before anything is saved."""
        cleaned: dict[str, Any] = super().clean()
        for name, found in getattr(self, "_finds", {}).items():
            if words := self._words(name):
                self.add_error(
                    f"{name}_words", " ".join([told(found(words)), _("Nothing was saved yet.")])
                )
                self.data = self.data.copy()
                self.data[self.add_prefix(f"{name}_words")] = ""
        return cleaned

    def _words(self, name: str) -> str:
        return str(self.data.get(self.add_prefix(f"{name}_words"), ""))[:_LONGEST].strip()

    def _chosen(self, name: str) -> Any:
        key = str(self.data.get(self.add_prefix(name), ""))
        field: Any = self.fields[name]
        return field.queryset.filter(pk=key).first() if key.isdecimal() and len(key) < 18 else None


def label(row: Any) -> str:
    """Return how a row stands in a list."""
    credit = row.credit or _("our own") if isinstance(row, Picture) else ""
    return (f"{row}, {credit}" if credit else str(row))[:_LABEL]


def told(offer: Offer[Any]) -> str:
    """Say how many were found, and what to do next."""
    count = len(offer.rows)
    if not count:
        return _("Nothing has all of these words: try fewer, or others.")
    if offer.before:
        words = _(
            "More than {count} have these words, and the newest are in the list: choose one there, "
            "or add a word."
        )
    else:
        words = ngettext(
            "{count} found: choose in the list.", "{count} found: choose in the list.", count
        )
    return words.format(count=count)


@require_safe
def choose_recording(request: HttpRequest) -> JsonResponse:
    """Return recordings, for the list beside which somebody types."""
    return answer(request, offered.recordings, lambda row: {"id": row.pk, "label": label(row)})


def answer(
    request: HttpRequest, find: Callable[..., Offer[Any]], tell: Callable[[Any], dict[str, Any]]
) -> JsonResponse:
    """Return what was found by the words of an address, before a key if it names one."""
    if not request.user.has_perm("desk.view_picture"):
        raise PermissionDenied
    words, key = request.GET.get("words", "")[:_LONGEST], request.GET.get("before", "")
    before = int(key) if key.isdecimal() and len(key) < 18 else None
    offer = find(words, before=before)
    return JsonResponse(
        {
            "found": [tell(row) for row in offer.rows],
            "before": offer.before,
            "told": told(offer) if words.strip() else "",
        }
    )
