"""Articles: listed, written, published."""

from django import forms
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import LiveStatusTagColumn
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import UnpublishView

from pamphleteer.desk.kit import Kept, Listed
from pamphleteer.desk.models import Article
from pamphleteer.desk.verbs.publish import withdraw
from pamphleteer.desk.web.forms import ArticleForm

_ROWS = forms.Textarea(attrs={"rows": 4})


class _Withdraw(UnpublishView):  # type: ignore[misc]
    """Withdraws as every other door does: with a line in the journal."""

    def unpublish(self) -> None:
        """Call the verb, where Wagtail's own page would go round the model."""
        withdraw(self.object, by=self.request.user)


class Articles(Listed):
    """The articles of the outlet, newest first."""

    model = Article
    icon = "doc-full"
    menu_label = "Articles"
    menu_name = "articles"
    menu_order = 100
    base_url_path = "articles"
    list_display = ["headline", "partner", "date", LiveStatusTagColumn()]
    list_filter = ["live", "partner", "topics"]
    search_fields = ["headline", "lead"]
    ordering = ["-latest_revision__created_at", "-id"]
    list_per_page = 50
    unpublish_view_class = _Withdraw
    edit_handler = ObjectList(
        [
            FieldPanel("headline", classname="title"),
            FieldPanel("lead", widget=_ROWS),
            FieldPanel("body"),
            FieldPanel("topics", widget=forms.CheckboxSelectMultiple),
            MultiFieldPanel(
                [
                    FieldPanel("authors"),
                    FieldPanel("partner"),
                    FieldPanel("credit"),
                    FieldPanel("licence"),
                    FieldPanel("original_url"),
                ],
                heading="By whom, and from where",
            ),
            MultiFieldPanel(
                [FieldPanel("date"), FieldPanel("language"), FieldPanel("slug")],
                heading="Date, language, address",
            ),
        ],
        base_form_class=ArticleForm,
    )

    @property
    def permission_policy(self) -> ModelPermissionPolicy:
        """Articles are withdrawn, never deleted."""
        return Kept(self.model)
