"""The podcast that a topic may be, in its form."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from pamphleteer.desk.errors import DeskError
from pamphleteer.desk.models.show import CHOICES
from pamphleteer.desk.verbs import shows
from pamphleteer.desk.web.pictures import TAKEN, shown

FIELDS = (
    "show",
    "show_author",
    "show_email",
    "show_category",
    "show_explicit",
    "show_language",
    "show_cover_file",
    "show_cover_credit",
    "show_no_cover",
)
_SORTS = ("author", "email", "category", "explicit", "language")


class WithShow(forms.Form):
    """Asks what directories of podcasts want to know, of a topic that is one."""

    show = forms.BooleanField(
        required=False,
        label=lazy("It is a podcast"),
        help_text=lazy(
            "Its pieces with a recording get a feed for players of podcasts. The picture of the topic "
            "is its cover, unless it has one of its own."
        ),
    )
    show_author = forms.CharField(
        required=False,
        max_length=200,
        label=lazy("Made by"),
        help_text=lazy("The outlet, if nothing stands here."),
    )
    show_email = forms.EmailField(
        required=False,
        label=lazy("Mail address"),
        help_text=lazy("Everybody can read it in the feed: directories write to it to know you."),
    )
    show_category = forms.ChoiceField(
        required=False,
        choices=[("", "–"), *CHOICES],
        label=lazy("Category"),
        help_text=lazy("As directories of podcasts name them."),
    )
    show_explicit = forms.BooleanField(required=False, label=lazy("It is not for children"))
    show_language = forms.RegexField(
        r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$",
        required=False,
        max_length=20,
        label=lazy("Language of the podcast"),
        help_text=lazy("If not the outlet's: en, es, ar."),
    )

    show_cover_file = forms.FileField(
        required=False,
        label=lazy("A cover of its own"),
        widget=forms.FileInput(attrs={"accept": TAKEN}),
        help_text=lazy("Square, with sides of 1,400 to 3,000 pixels: directories refuse others."),
    )
    show_cover_credit = forms.CharField(
        required=False,
        max_length=300,
        label=lazy("Credit of the cover"),
        help_text=lazy("The outlet's own, if nothing stands here."),
    )
    show_no_cover = forms.BooleanField(
        required=False, label=lazy("Take the picture of the topic again")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        instance: Any = getattr(self, "instance", None)
        if known := shows.of(instance):
            self.initial.setdefault("show", True)
            if known.cover:
                self.fields["show_cover_file"].help_text = shown(known.cover)
            for name in _SORTS:
                self.initial.setdefault(f"show_{name}", getattr(known, name))

    def clean(self) -> dict[str, Any]:
        """Ask for what no directory does without."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not cleaned.get("show"):
            return cleaned
        for name, words in (
            ("show_email", _("Directories of podcasts need a mail address.")),
            ("show_category", _("Choose a category: directories list podcasts by it.")),
        ):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, words)
        file = cleaned.get("show_cover_file")
        if file and not self.errors:
            try:
                cleaned["show_cover"] = shows.cover(
                    file,
                    of=cleaned["name"],
                    credit=cleaned.get("show_cover_credit", ""),
                    by=getattr(self, "for_user", None),
                )
            except DeskError as fault:
                self.add_error("show_cover_file", str(fault))
        return cleaned

    def show_told(self) -> dict[str, Any] | None:
        """Return what is told of the show; nothing if the topic is none."""
        if not self.cleaned_data.get("show"):
            return None
        told = {name: self.cleaned_data[f"show_{name}"] for name in _SORTS}
        if self.cleaned_data.get("show_cover"):
            return told | {"cover": self.cleaned_data["show_cover"]}
        return told | ({"cover": None} if self.cleaned_data.get("show_no_cover") else {})
