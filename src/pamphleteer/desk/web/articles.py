"""Articles: listed, written, published."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import URLPattern
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import StatusTagColumn
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.snippets.views.snippets import IndexView

from pamphleteer.desk.kit import Listed
from pamphleteer.desk.models import Article, ArticleWords
from pamphleteer.desk.models.article import ArticleQuerySet
from pamphleteer.desk.verbs import rights
from pamphleteer.desk.verbs.search import newest
from pamphleteer.desk.web import audio, lead_picture, translating
from pamphleteer.desk.web.editing import Edit, Revert, Write
from pamphleteer.desk.web.forms import ArticleForm
from pamphleteer.desk.web.panels import IfLive, Notes
from pamphleteer.desk.web.rights import ArticleRights, guarded
from pamphleteer.desk.web.widgets import Lead
from pamphleteer.desk.web.withdrawing import Unschedule, Withdraw

_FOUND = 500
# Wagtail's own column asks the database about each row.
_STATE = StatusTagColumn(
    "told_state", label=lazy("Status"), sort_key="live", primary=lambda one: one.live
)


class _List(IndexView):  # type: ignore[misc]
    """Lists the articles, each with a link for those who may change it."""

    @cached_property
    def columns(self) -> list[Any]:
        """Leave out the boxes to tick for those who may do nothing to many."""
        ticks = self.request.user.has_perm("desk.publish_article")
        return [one for one in super().columns if ticks or one.name != "bulk_actions"]

    def search_queryset(self, queryset: ArticleQuerySet) -> ArticleQuerySet:
        """Return what was found: the newest, where it is more than anybody reads through."""
        if not self.is_searching:
            return queryset
        # They are looked for once, from the newest back: the list asks how many, and then for a page.
        found = newest(queryset, self.search_query, ArticleWords, at_most=_FOUND)
        return queryset.filter(pk__in=found)

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
    menu_label = lazy("Articles")
    menu_name = "articles"
    menu_order = 100
    base_url_path = "articles"
    list_display = ["headline", "partner", "date", _STATE]
    list_filter = ["live", "partner", "topics"]
    search_fields = ["headline", "lead"]
    ordering = ["-latest_revision_id", "-id"]
    list_per_page = 50
    add_view_class = Write
    edit_view_class = Edit
    index_view_class = _List
    index_template_name = "wagtailsnippets/snippets/index.html"
    unpublish_view_class = Withdraw
    revisions_revert_view_class = Revert
    revisions_unschedule_view_class = Unschedule
    edit_handler = ObjectList(
        [
            FieldPanel("headline", classname="title", widget=AdminAutoHeightTextInput),
            FieldPanel("lead", widget=Lead),
            FieldPanel("body"),
            MultiFieldPanel(
                [FieldPanel(name) for name in lead_picture.FIELDS], heading=lazy("Picture")
            ),
            MultiFieldPanel(
                [FieldPanel(name) for name in audio.FIELDS], heading=lazy("To be heard")
            ),
            FieldPanel("topics"),
            MultiFieldPanel(
                [
                    FieldPanel("authors"),
                    # Wagtail's own way to choose has addresses that the desk does not have.
                    FieldPanel("partner", widget=forms.Select),
                    FieldPanel("credit"),
                    FieldPanel("licence", widget=forms.Select),
                    FieldPanel("original_url"),
                ],
                heading=lazy("By whom, and from where"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("date"),
                    FieldPanel("embargo"),
                    FieldPanel("language"),
                    FieldPanel("slug"),
                ],
                heading=lazy("Date, language, address"),
            ),
            MultiFieldPanel(
                [FieldPanel(name) for name in translating.FIELDS], heading=lazy("Translations")
            ),
            IfLive("correction", heading=lazy("Correction")),
            Notes(heading=lazy("Between colleagues")),
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
        return rights.readable(person).prefetch_related("partner")

    def get_urlpatterns(self) -> list[URLPattern]:
        """Return the addresses, a guard before each that is one of a single article."""
        return [guarded(pattern) for pattern in super().get_urlpatterns()]
