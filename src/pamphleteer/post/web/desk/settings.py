"""The form of a digest: what it carries, when it is cut, and who lets it go."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as lazy

from pamphleteer.desk import kit
from pamphleteer.desk.web.choices import TopicsField
from pamphleteer.post.letters.subjects import PLACES, unknown
from pamphleteer.post.models import Digest
from pamphleteer.post.verbs import digests
from pamphleteer.register.models import Outlet

_FIELDS = (
    "name", "slug", "active", "audience", "hour", "every_topic", "topics", "order", "most", "opening", "subject",
    "approval", "approval_hours",
)  # fmt: skip
_LONGEST = 168  # hours: a week
_NOTE = 5_000  # characters
_LABELS = {
    "name": lazy("Name"),
    "slug": lazy("Address"),
    "active": lazy("It goes out"),
    "audience": lazy("Its readers"),
    "hour": lazy("Hour of its cut"),
    "every_topic": lazy("It carries all topics"),
    "order": lazy("Order of its pieces"),
    "most": lazy("Pieces in a letter, at most"),
    "opening": lazy("Opening note"),
    "subject": lazy("Subject"),
    "approval": lazy("At its cut"),
    "approval_hours": lazy("Hours that it waits for an editor"),
}
_HELP = {
    "name": lazy("As readers know it: Daily, Weekly, Water."),
    "slug": lazy("Of its pages on the site. It stays as it is: letters that went out lead there."),
    "active": lazy("If not, nothing is cut, and readers are not offered it."),
    "audience": lazy("Its editions are on the site, for everybody, all the same."),
    "every_topic": lazy("If not, those alone that you tick below."),
    "most": lazy("Further pieces are on the edition's page, to which the letter leads."),
    "opening": lazy("Stands above the pieces in each edition, until somebody writes another one."),
    "approval_hours": lazy("After that it goes, or is dropped, as you have chosen."),
}
_ORDERS = (
    (Digest.Order.NEWEST, lazy("The newest first")),
    (Digest.Order.TOPIC, lazy("By topic, in the order of topics")),
)
_AUDIENCES = (
    (Digest.Audience.EVERYBODY, lazy("Whoever asks: it is offered to all readers")),
    (Digest.Audience.LISTED, lazy("Only those whom a list brings that names it")),
)
_APPROVALS = (
    (Digest.Approval.NONE, lazy("It goes out by itself")),
    (Digest.Approval.GOES, lazy("It waits for an editor; if none comes, it goes out")),
    (Digest.Approval.DROPS, lazy("It waits for an editor; if none comes, it is dropped")),
)


class DigestForm(kit.WagtailAdminModelForm):  # type: ignore[misc]
    """Asks for what a digest needs."""

    topics = TopicsField(label=lazy("Topics"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        for name, label in _LABELS.items():
            fields[name].label = label
            fields[name].help_text = _HELP.get(name, "")
        fields["hour"].help_text = lazy("0 to 23, by the outlet's clocks: {zone}.").format(
            zone=Outlet.objects.the().zone
        )
        fields["subject"].help_text = lazy(
            "With {headline}, {count}, {digest} and {day} in it, if you like. If it is empty: the first headline."
        )
        fields["order"].choices, fields["approval"].choices = _ORDERS, _APPROVALS
        fields["opening"].validators.append(MaxLengthValidator(_NOTE))
        fields["opening"].widget.attrs["maxlength"] = _NOTE
        fields["audience"].choices = _AUDIENCES
        fields["slug"].disabled = self.instance.pk is not None
        for name in ("name", "opening", "subject"):
            fields[name].widget.attrs["dir"] = "auto"

    def clean_approval_hours(self) -> int:
        """Take some hours, a week at most."""
        hours: int = self.cleaned_data["approval_hours"]
        if not 1 <= hours <= _LONGEST:
            raise forms.ValidationError(lazy("From 1 to 168 hours, which is a week."))
        return hours

    def clean_subject(self) -> str:
        """Take a template whose places are all filled."""
        said: str = self.cleaned_data["subject"]
        if wrong := unknown(said):
            raise forms.ValidationError(
                lazy("Nothing is put in place of {wrong}. There are {places}.").format(
                    wrong=", ".join(wrong), places=", ".join(f"{{{one}}}" for one in PLACES)
                )
            )
        return said

    def clean(self) -> dict[str, Any]:
        """Ask for a topic where it is not all of them."""
        cleaned: dict[str, Any] = super().clean()
        if not cleaned.get("every_topic") and not cleaned.get("topics"):
            self.add_error("topics", lazy("Tick at least one topic, or let it carry all of them."))
        return cleaned

    def said(self) -> dict[str, Any]:
        """Return what was changed, or all of a digest that is new."""
        names = self.changed_data if self.instance.pk else _FIELDS
        return {name: self.cleaned_data[name] for name in names if name in _FIELDS}


class _Make(kit.Make):
    def save_instance(self) -> Digest:
        """Make it."""
        return digests.make(self.form.said(), by=self.request.user)


class _Change(kit.Change):
    def save_instance(self) -> Digest:
        """Change what was changed here, and no more."""
        return digests.change(self.form.instance, self.form.said(), by=self.request.user)


class _Straight(kit.Unticked):
    """Leads on to the page of digests, which says how each of them stands."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead on."""
        del request, args, kwargs
        return redirect("desk_digests")


class Digests(kit.Rows):
    """The regular letters."""

    model = Digest
    icon = "mail"
    menu_label = lazy("Digests")
    add_to_admin_menu = False
    base_url_path = "digests/settings"
    add_view_class = _Make
    edit_view_class = _Change
    index_view_class = _Straight
    edit_handler = kit.ObjectList(
        [
            kit.MultiFieldPanel(
                [
                    *(kit.FieldPanel(name) for name in ("name", "slug", "active")),
                    kit.FieldPanel("audience", widget=forms.RadioSelect),
                ],
                heading=lazy("The digest"),
            ),
            kit.MultiFieldPanel(
                [kit.FieldPanel("every_topic"), kit.FieldPanel("topics")], heading=lazy("Topics")
            ),
            kit.MultiFieldPanel(
                [
                    kit.FieldPanel("hour"),
                    kit.FieldPanel("approval", widget=forms.RadioSelect),
                    kit.FieldPanel("approval_hours"),
                ],
                heading=lazy("When it goes out"),
            ),
            kit.MultiFieldPanel(
                [
                    kit.FieldPanel("order", widget=forms.RadioSelect),
                    kit.FieldPanel("most"),
                    kit.FieldPanel("opening", widget=forms.Textarea(attrs={"rows": 3})),
                    kit.FieldPanel("subject"),
                ],
                heading=lazy("The letter"),
            ),
        ],
        base_form_class=DigestForm,
    )
