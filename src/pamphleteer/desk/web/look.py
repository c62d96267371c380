"""The look of the site: colour, type and logo, chosen without touching a file, and seen before it is saved."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList

from pamphleteer.desk.errors import DeskError
from pamphleteer.desk.kit import Change, NoMore, Rows, Unticked
from pamphleteer.desk.models import Look
from pamphleteer.desk.verbs import look
from pamphleteer.desk.web import lead_picture
from pamphleteer.desk.web.lead_picture import WithPicture
from pamphleteer.ground import colour

_CHECKS = {"accent": look.check_light, "accent_dark": look.check_dark}


class LookForm(WithPicture):
    """Takes no colour that somebody could not read."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["picture_alt"].help_text = _(
            "For those who can't see it, such as: a lighthouse. Where it stands in place of the name, "
            "the name is read out."
        )

    def clean_accent(self) -> str:
        """Take a colour that is read on light pages."""
        return self._shade("accent")

    def clean_accent_dark(self) -> str:
        """Take a colour that is read on dark pages, or none."""
        return self._shade("accent_dark")

    def _shade(self, name: str) -> str:
        shade: str = self.cleaned_data[name].strip().lower()
        if colour.known(shade):  # what is no colour is told by the row
            try:
                _CHECKS[name](shade)
            except DeskError as error:
                raise forms.ValidationError(str(error)) from error
        return shade


class _Edit(Change):
    """Changes the look."""

    def get_form(self, *args: Any, **kwargs: Any) -> Any:
        """Take files in when somebody saves."""
        form = super().get_form(*args, **kwargs)
        form.takes_files = True
        return form


class _Straight(Unticked):
    """Leads on to the form: there is one look, and no list of them."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead on."""
        del request, args, kwargs
        return redirect("wagtailsnippets_desk_look:edit", 1)


class TheLook(Rows):
    """How the site looks."""

    model = Look
    icon = "view"
    menu_label = lazy("Look")
    menu_name = "look"
    menu_order = 410
    base_url_path = "look"
    edit_view_class = _Edit
    index_view_class = _Straight
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("accent", widget=forms.ColorInput),
                    FieldPanel(
                        "accent_dark",
                        widget=forms.TextInput(
                            attrs={"dir": "ltr", "spellcheck": "false", "placeholder": "#f2a08f"}
                        ),
                    ),
                ],
                heading=lazy("Colours"),
            ),
            FieldPanel("type", widget=forms.RadioSelect, heading=lazy("Type")),
            MultiFieldPanel(
                [
                    *(FieldPanel(name) for name in lead_picture.FIELDS),
                    FieldPanel("logo_height"),
                    FieldPanel("logo_alone"),
                    FieldPanel("logo_ground"),
                ],
                heading=lazy("Logo"),
            ),
        ],
        base_form_class=LookForm,
    )

    @property
    def permission_policy(self) -> NoMore:
        """There is one look: it is changed, never added or deleted."""
        return NoMore(self.model)
