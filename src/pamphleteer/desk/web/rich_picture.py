"""Pictures within a text: how Wagtail's editor keeps them, and the list that it chooses from."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe
from draftjs_exporter.dom import DOM
from wagtail.admin.rich_text.converters.contentstate_models import Entity
from wagtail.admin.rich_text.converters.html_to_contentstate import AtomicBlockEntityElementHandler
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature

from pamphleteer.desk.models import Picture
from pamphleteer.desk.verbs import offered
from pamphleteer.desk.web.offered import answer, label

_FEATURE = "picture"
# What `picture.js` says.
_WORDS = {
    "choose": lazy("Choose a picture"),
    "close": lazy("Close"),
    "none": lazy("There is no picture yet: upload one under Pictures."),
    "what": lazy("What it shows, or its credit"),
    "find": lazy("Find pictures by words"),
    "older": lazy("Show older ones"),
    "failed": lazy("The pictures could not be fetched: try again."),
    "remove": lazy("Remove"),
}


def told(picture: Picture) -> dict[str, Any]:
    """Return what the editor shows of a picture."""
    return {
        "id": picture.pk,
        "label": label(picture),
        "alt": picture.alt,
        "credit": picture.credit or _("our own"),
        "src": reverse("desk_picture_file", args=[picture.small.name]),
    }


class _FromRow(AtomicBlockEntityElementHandler):  # type: ignore[misc]
    """Makes the editor's picture of the one in the row."""

    def create_entity(self, name: str, attrs: dict[str, str], *_state: object) -> Entity:
        """Return the picture with its words of today; one that is gone says so."""
        del name
        key = attrs.get("id", "")
        found = Picture.objects.filter(pk=key).first() if key.isdecimal() else None
        gone = {"id": key, "alt": _("This picture is gone"), "credit": "", "src": ""}
        return Entity("PICTURE", "IMMUTABLE", told(found) if found else gone)


def _to_row(props: dict[str, Any]) -> Any:
    return DOM.create_element("embed", {"embedtype": "picture", "id": props.get("id")})


def register(features: Any) -> None:
    """Let texts have pictures of the outlet's, and of nobody else's."""
    features.register_editor_plugin(
        "draftail",
        _FEATURE,
        EntityFeature(
            {"type": "PICTURE", "icon": "image", "description": lazy("Picture"), "words": _WORDS},
            js=["desk/picture.js"],
            css={"all": ["desk/picture.css"]},
        ),
    )
    features.register_converter_rule(
        "contentstate",
        _FEATURE,
        {
            "from_database_format": {'embed[embedtype="picture"]': _FromRow()},
            "to_database_format": {"entity_decorators": {"PICTURE": _to_row}},
        },
    )


@require_safe
def choose(request: HttpRequest) -> JsonResponse:
    """Return pictures: the newest, those before a key, and those that have words."""
    return answer(request, offered.pictures, told)
