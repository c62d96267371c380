"""Articles: listed, written, published."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import URLPattern
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import LiveStatusTagColumn
from wagtail.snippets.views.snippets import CreateView, UnpublishView

from pamphleteer.desk.kit import Listed, Unticked
from pamphleteer.desk.models import Article
from pamphleteer.desk.verbs import rights
from pamphleteer.desk.verbs.publish import withdraw
from pamphleteer.desk.web.forms import ArticleForm
from pamphleteer.desk.web.rights import ArticleRights, guarded

_ROWS = forms.Textarea(attrs={"rows": 4})


class _Withdraw(UnpublishView):  # type: ignore[misc]
    """Withdraws as every other door does: with a line in the journal."""

    def unpublish(self) -> None:
        """Call the verb, where Wagtail's own page would go round the model."""
        withdraw(self.object, by=self.request.user)


class _Write(CreateView):  # type: ignore[misc]
    """Makes an article that is the work of whoever writes it."""

    def save_instance(self) -> Any:
        """Keep who began it, whatever the form says."""
        self.form.instance.begun_by = self.request.user
        return super().save_instance()


class _List(Unticked):
    """Lists the articles, each with a link for those who may change it."""

    def get_edit_url(self, instance: Article) -> str | None:
        """Lead nobody to what would be refused."""
        if rights.may(self.request.user, rights.CHANGE, instance):
            address: str | None = super().get_edit_url(instance)
            return address
        return None


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
    index_view_class = _List
    add_view_class = _Write
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
    def permission_policy(self) -> ArticleRights:
        """Articles are withdrawn, never deleted, and contributors have their own."""
        return ArticleRights(self.model)

    def get_queryset(self, request: HttpRequest) -> Any:
        """Return what this person may read."""
        person: Any = request.user
        return rights.readable(person)

    def get_urlpatterns(self) -> list[URLPattern]:
        """Return the addresses, a guard before each that is one of a single article."""
        return [guarded(pattern) for pattern in super().get_urlpatterns()]
