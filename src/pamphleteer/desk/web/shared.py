"""The shared rows: partners, the outlet itself."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList

from pamphleteer.desk.kit import Change, Make, NoMore, Rows
from pamphleteer.desk.verbs import partners
from pamphleteer.register.models import Licence, Outlet, Partner, PartnerAddress


class PartnerForm(WagtailAdminModelForm):  # type: ignore[misc]
    """Refuses addresses that lead to another partner."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slug"].help_text = _("Whoever has an old address is led on to the new one.")

    def clean_slug(self) -> str:
        """Take no address that leads to another partner."""
        slug: str = self.cleaned_data["slug"]
        others = PartnerAddress.objects.exclude(partner=self.instance.pk)
        stood = others.filter(slug=slug).select_related("partner").first()
        if stood:
            raise forms.ValidationError(
                _(
                    "This address leads to “{partner}”, which stood there once: choose another one."
                ).format(partner=stood.partner)
            )
        return slug


class _Placed:
    """Saves a partner with the address at which it stood before."""

    form: Any

    def save_instance(self) -> Any:
        """Save while nobody else changes it."""
        with transaction.atomic():
            stood = partners.address_of(self.form.instance.pk)
            row = super().save_instance()  # type: ignore[misc]
            partners.settle(row, stood=stood)
        return row


class _Create(_Placed, Make):
    """Makes a partner."""


class _Edit(_Placed, Change):
    """Changes a partner."""


class Partners(Rows):
    """Outlets whose news is carried here."""

    model = Partner
    icon = "group"
    menu_label = lazy("Partners")
    menu_order = 300
    base_url_path = "partners"
    list_display = ["name", "licence", "url"]
    add_view_class = _Create
    edit_view_class = _Edit
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("slug"),
            FieldPanel("url"),
            FieldPanel("about", widget=forms.Textarea(attrs={"rows": 3})),
            # Wagtail's own way to choose one has addresses that the desk does not have.
            FieldPanel("licence", widget=forms.Select),
            FieldPanel("credit"),
        ],
        base_form_class=PartnerForm,
    )


class LicenceForm(WagtailAdminModelForm):  # type: ignore[misc]
    """Leaves the short name of a licence as it is: sources and commands know it by that."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slug"].disabled = self.instance.pk is not None


class Licences(Rows):
    """What may be done with pieces of partners; a change shows on all pages that name the licence."""

    model = Licence
    icon = "key"
    menu_label = lazy("Licences")
    menu_order = 310
    base_url_path = "licences"
    list_display = ["name", "words", "url"]
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("slug"),
            FieldPanel("url"),
            FieldPanel("full_text"),
            FieldPanel("derivatives"),
            FieldPanel("commercial"),
            FieldPanel("share_alike"),
            FieldPanel("credit_line"),
        ],
        base_form_class=LicenceForm,
    )


class TheOutlet(Rows):
    """The name and words of the publication."""

    model = Outlet
    icon = "cog"
    menu_label = lazy("The outlet")
    menu_order = 400
    base_url_path = "outlet"
    list_display = ["name", "language", "zone"]
    panels = [
        FieldPanel("name"),
        FieldPanel("tagline"),
        FieldPanel("language"),
        FieldPanel("zone"),
        FieldPanel("signup_heading"),
        FieldPanel("signup_words", widget=forms.Textarea(attrs={"rows": 3})),
        FieldPanel("postal_address"),
    ]

    @property
    def permission_policy(self) -> NoMore:
        """The outlet's row is changed, never added or deleted."""
        return NoMore(self.model)
