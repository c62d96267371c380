"""The picture of an article or a topic in its form: chosen among those that are here, or uploaded on the spot."""

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from pamphleteer.desk.errors import DeskError
from pamphleteer.desk.models import Picture
from pamphleteer.desk.verbs import offered
from pamphleteer.desk.verbs.pictures import upload
from pamphleteer.desk.web.offered import Offering, WordsField
from pamphleteer.desk.web.pictures import TAKEN, shown

FIELDS = (
    "picture",
    "picture_words",
    "picture_file",
    "picture_alt",
    "picture_credit",
    "picture_own",
)


class WithPicture(Offering):
    """Takes a picture in when somebody saves: what saves by itself must not send files around."""

    takes_files = False

    picture = forms.ModelChoiceField(
        Picture.objects.all(), required=False, empty_label=lazy("No picture"), label=lazy("Picture")
    )
    picture_words = WordsField(
        "picture",
        address=reverse_lazy("desk_choose_picture"),
        label=lazy("Find another one"),
        help_text=lazy(
            "Words of what it shows, or of its credit: the list above has the newest alone."
        ),
    )
    picture_file = forms.FileField(
        required=False,
        label=lazy("Or a new one"),
        widget=forms.FileInput(attrs={"accept": TAKEN}),
        help_text=lazy("JPEG, PNG, WebP, GIF or AVIF: it is uploaded when you save."),
    )
    picture_alt = forms.CharField(
        required=False,
        max_length=500,
        label=lazy("What the new one shows"),
        help_text=lazy("For those who can't see it: what there is to see, in a sentence."),
    )
    picture_credit = forms.CharField(
        required=False,
        max_length=300,
        label=lazy("Credit of the new one"),
        help_text=lazy(
            "Who made it, and under which licence: needed unless it is the outlet's own."
        ),
    )
    picture_own = forms.BooleanField(required=False, label=lazy("The new one is the outlet's own"))

    class Media:
        js = ("desk/article.js",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "picture" not in self.fields:
            return
        now = self.picture_now()
        self.initial.setdefault("picture", now.pk if now else None)
        self.offer("picture", offered.pictures, now=now, none=_("No picture"))
        if now:
            self.fields["picture"].help_text = shown(now)

    def picture_now(self) -> Picture | None:
        """Return the picture that it has."""
        picture: Picture | None = self.instance.picture
        return picture

    def clean(self) -> dict[str, Any]:
        """Put the uploaded picture in the place of the chosen one."""
        cleaned: dict[str, Any] = super().clean()
        file = cleaned.get("picture_file")
        if file and self.takes_files and self._is_worded(cleaned) and not self.errors:
            try:
                cleaned["picture"] = upload(
                    file,
                    alt=cleaned["picture_alt"],
                    credit=cleaned["picture_credit"],
                    own=cleaned["picture_own"],
                    by=self.for_user,
                )
            except DeskError as fault:
                self.add_error("picture_file", str(fault))
        return cleaned

    def _is_worded(self, cleaned: dict[str, Any]) -> bool:
        """Tell whether the new picture has its words, and ask for those that are missing."""
        if not cleaned.get("picture_alt"):
            self.add_error(
                "picture_alt", _("Say what the picture shows, for those who can't see it.")
            )
        if not cleaned.get("picture_credit") and not cleaned.get("picture_own"):
            self.add_error(
                "picture_credit", _("Say who made it, or tick that it is the outlet's own.")
            )
        return not {"picture_alt", "picture_credit"} & set(self.errors)
