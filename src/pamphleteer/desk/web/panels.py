"""Parts of the form of an article that are more than a field."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.panels import FieldPanel, Panel

_LATEST = 3  # notes shown beside the form


class IfLive(FieldPanel):  # type: ignore[misc]
    """A field that makes sense of what is published alone."""

    class BoundPanel(FieldPanel.BoundPanel):  # type: ignore[misc]
        """The field in one article's form."""

        def is_shown(self) -> bool:
            """Tell whether the article is published."""
            return bool(self.instance.live) and bool(super().is_shown())


class IfNew(FieldPanel):  # type: ignore[misc]
    """A field that is filled in once."""

    class BoundPanel(FieldPanel.BoundPanel):  # type: ignore[misc]
        """The field in one row's form."""

        def is_shown(self) -> bool:
            """Tell whether the row is still to be made."""
            return not self.instance.pk and bool(super().is_shown())


class Notes(Panel):  # type: ignore[misc]
    """The latest notes between colleagues, and the way to all of them."""

    class BoundPanel(Panel.BoundPanel):  # type: ignore[misc]
        """The notes of one article."""

        template_name = "desk/notes_panel.html"

        def is_shown(self) -> bool:
            """Leave it out where there is no article yet."""
            return bool(self.instance.pk) and bool(super().is_shown())

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Bring the latest notes."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            notes = self.instance.notes.select_related("by").order_by("-at", "-pk")
            latest = list(notes[:_LATEST])
            more = max(0, notes.count() - len(latest)) if latest else 0
            return context | {
                "notes": latest[::-1],
                "way": _way(more, handed_in=bool(self.instance.submitted_at)),
                "article": self.instance,
            }


def _way(more: int, *, handed_in: bool) -> str:
    """Return what somebody can do on the page of all notes, in words."""
    if more and handed_in:
        told = ngettext(
            "{count} more, and write one, or send it back",
            "{count} more, and write one, or send it back",
            more,
        )
    elif more:
        told = ngettext("{count} more, and write one", "{count} more, and write one", more)
    else:
        told = _("Write a note, or send it back") if handed_in else _("Write a note")
    return told.format(count=more)
