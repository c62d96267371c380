"""The form of an article."""

from typing import Any

from wagtail.admin.forms import WagtailAdminModelForm

from pamphleteer.desk.verbs.write import free_slug
from pamphleteer.ground.text import squeeze


class ArticleForm(WagtailAdminModelForm):  # type: ignore[misc]
    """Fills in the address of an article from its headline."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slug"].required = False
        self.fields["slug"].help_text = "Made from the headline if it is left empty."

    def clean_headline(self) -> str:
        """Put the headline on one line."""
        return squeeze(self.cleaned_data["headline"])

    def clean_slug(self) -> str:
        """Take the address as it is written, or make one."""
        return self.cleaned_data["slug"] or free_slug(self.cleaned_data.get("headline", ""))
