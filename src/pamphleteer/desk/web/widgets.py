"""Fields that say more than what is in them."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from pamphleteer.desk.verbs.lead import MOST


class Lead(forms.Textarea):
    """A text whose length is told while it is written."""

    class Media:
        """What tells it."""

        js = ("desk/count.js",)

    def __init__(self) -> None:
        super().__init__(attrs={"rows": 4})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Bring the words with which the length is told."""
        told = _("{count} characters; up to {most} read well")
        counted = told.format(count="{}", most=MOST)
        return super().get_context(name, value, (attrs or {}) | {"data-counted": counted})
