"""The shared rows: partners, the outlet itself."""

from django import forms
from django.utils.translation import gettext_lazy as lazy
from wagtail.admin.panels import FieldPanel

from pamphleteer.desk.kit import Kept, Rows
from pamphleteer.register.models import Outlet, Partner


class Partners(Rows):
    """Outlets whose news is carried here."""

    model = Partner
    icon = "group"
    menu_label = lazy("Partners")
    menu_order = 300
    base_url_path = "partners"
    list_display = ["name", "licence", "url"]
    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("url"),
        FieldPanel("about", widget=forms.Textarea(attrs={"rows": 3})),
        FieldPanel("licence"),
        FieldPanel("credit"),
    ]


class OnlyOne(Kept):
    """There is one outlet, and nobody adds another."""

    def user_has_permission(self, user: object, action: str) -> bool:
        """Answer as the person's groups do, but never allow to add."""
        return action != "add" and super().user_has_permission(user, action)


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
    def permission_policy(self) -> OnlyOne:
        """The outlet's row is changed, never added or deleted."""
        return OnlyOne(self.model)
