"""The pictures: uploaded with the words that stand for them, and changed."""

import re
from pathlib import Path
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn

from pamphleteer.desk.errors import DeskError
from pamphleteer.desk.kit import Make, Rows
from pamphleteer.desk.models import Picture
from pamphleteer.desk.verbs import pictures, recordings
from pamphleteer.desk.web.panels import IfNew

TAKEN = ".jpg,.jpeg,.png,.webp,.gif,.avif"  # what a browser offers first; the content decides
_SHOWN = 80  # pixels of width in a list
_DAY = 24 * 3600  # seconds
_TYPES = {
    "avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg", "png": "image/png",
    "mp3": "audio/mpeg", "m4a": "audio/mp4", "ogg": "audio/ogg", "opus": "audio/ogg",
}  # fmt: skip
_NAME = re.compile(rf"[0-9a-f]{{20}}\.({'|'.join(_TYPES)})")


class PictureForm(WagtailAdminModelForm):  # type: ignore[misc]
    """The words of a picture, and its file when it is new."""

    file = forms.FileField(
        label=lazy("Picture"),
        widget=forms.FileInput(attrs={"accept": TAKEN}),
        help_text=lazy(
            "JPEG, PNG, WebP, GIF or AVIF. Where and with what it was taken is removed from it."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields.pop("file", None)

    def clean(self) -> dict[str, Any]:
        """Ask for a credit where one is due, and take the file in once all else is right."""
        cleaned: dict[str, Any] = super().clean()
        if not cleaned.get("own") and not cleaned.get("credit"):
            self.add_error("credit", _("Say who made it, or tick that it is the outlet's own."))
        if (file := cleaned.get("file")) and not self.errors:
            try:
                pictures.fill(self.instance, pictures.developed(file))
            except DeskError as fault:
                self.add_error("file", str(fault))
        return cleaned


class _Upload(Make):
    """Takes a new picture in."""

    def save_instance(self) -> Picture:
        """Keep who uploaded it, and when; sent twice, it is kept once."""
        made: Picture = self.form.instance
        return pictures.keep(
            pictures.Developed(made.source, made.width, made.height, made.master, made.files),
            alt=made.alt, credit=made.credit, own=made.own, by=self.request.user,
        )  # fmt: skip


def shown(picture: Picture) -> SafeString:
    """Return a picture as it stands in a list; its words stand beside it."""
    height = max(1, round(picture.height * _SHOWN / picture.width))
    address = reverse("desk_picture_file", args=[picture.small.name])
    return format_html(
        '<img src="{}" width="{}" height="{}" alt="" loading="lazy">', address, _SHOWN, height
    )


class Pictures(Rows):
    """What articles show."""

    model = Picture
    icon = "image"
    menu_label = lazy("Pictures")
    menu_name = "pictures"
    menu_order = 150
    base_url_path = "pictures"
    add_view_class = _Upload
    list_display = [
        "alt",
        Column("shown", label=lazy("Picture"), accessor=shown),
        "credit",
        DateColumn("uploaded_at", label=lazy("Uploaded")),
    ]
    search_fields = ["alt", "credit"]
    ordering = ["-pk"]  # the newest first, which the database has in order
    list_per_page = 50
    edit_handler = ObjectList(
        [IfNew("file"), FieldPanel("alt"), FieldPanel("credit"), FieldPanel("own")],
        base_form_class=PictureForm,
    )


@require_safe
def file(request: HttpRequest, name: str) -> FileResponse:
    """Show a file of a picture to people at the desk, where it may not be on the site yet."""
    return _file(request, name, pictures.where(name))


@require_safe
def recording(request: HttpRequest, name: str) -> FileResponse:
    """Let people at the desk hear a recording, where it may not be on the site yet."""
    return _file(request, name, recordings.where(name))


def _file(request: HttpRequest, name: str, place: Path) -> FileResponse:
    if not request.user.has_perm("desk.view_picture"):
        raise PermissionDenied
    found = _NAME.fullmatch(name)
    if not found or not place.is_file():
        raise Http404(f"there is no file {name}")
    response = FileResponse(place.open("rb"), content_type=_TYPES[found[1]])
    response["Cache-Control"] = f"private, max-age={_DAY}, immutable"
    return response
