"""What Wagtail asks of the desk: its pages, its menus without what no one needs here."""

from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.search import SearchArea
from wagtail.snippets.models import register_snippet

from pamphleteer.desk import pages
from pamphleteer.desk.models import Article
from pamphleteer.desk.web import (
    authors,
    bulk,
    fixed,
    frame,  # noqa: F401  (what it says is for Wagtail)
    home,
    login,
    look,
    menu,
    notes,
    offered,
    people,
    pictures,
    record,
    rich_picture,
    security,
    sources,
    stories,
    topics,
    translating,
)
from pamphleteer.desk.web.articles import Articles
from pamphleteer.desk.web.shared import Licences, Partners, TheOutlet
from pamphleteer.desk.web.wire import Wire, take_item

# Wagtail's own pages, pictures and documents: an outlet's articles are none of them. Single pieces are
# met in their stories, digests on pages that the post brings.
_NOT_HERE = {"explorer", "images", "documents", "reports", "help", "pieces", "snippets"}
_SETTINGS = {"users"}
_ABOUT_PAGES = {
    "workflow_objects_to_moderate",
    "user_objects_in_workflow_moderation",
    "recent_edits",
    "locked_pages",
}

for viewset in (
    Wire,
    Articles,
    pictures.Pictures,
    topics.Topics,
    authors.Authors,
    fixed.FixedPages,
    Partners,
    Licences,
    sources.Sources,
    TheOutlet,
    look.TheLook,
):
    register_snippet(viewset)

for name in settings.DESK_ROWS:
    register_snippet(import_string(name))


@hooks.register("insert_global_admin_css")  # type: ignore[untyped-decorator]
def without_scripts() -> str:
    """Take the menu away where no script fills it: empty, it lies over the page."""
    return SafeString("<noscript><style>.sidebar-loading{display:none}</style></noscript>")


@hooks.register("insert_global_admin_css")  # type: ignore[untyped-decorator]
def within_the_page() -> str:
    """Keep long words and lists to choose from within a narrow screen."""
    return format_html('<link rel="stylesheet" href="{}">', static("desk/frame.css"))


@hooks.register("construct_main_menu")  # type: ignore[untyped-decorator]
def only_what_is_ours(request: object, menu_items: list[Any]) -> None:
    """Leave the desk's own entries in the menu."""
    del request
    menu_items[:] = [item for item in menu_items if item.name not in _NOT_HERE]


@hooks.register("construct_settings_menu")  # type: ignore[untyped-decorator]
def only_people(request: object, menu_items: list[Any]) -> None:
    """Leave the people among the settings."""
    del request
    menu_items[:] = [item for item in menu_items if item.name in _SETTINGS]


class _WireItem(MenuItem):  # type: ignore[misc]
    """The way to the wire, for those who may read it."""

    def is_shown(self, request: Any) -> bool:
        """Tell whether this person may read the wire."""
        return bool(request.user.has_perm("collect.view_wireitem"))


@hooks.register("register_admin_menu_item")  # type: ignore[untyped-decorator]
def the_wire() -> MenuItem:
    """Bring the wire, before all else."""
    return _WireItem(lazy("Wire"), reverse("desk_wire"), name="wire", icon_name="list-ul", order=50)


class _Brought(MenuItem):  # type: ignore[misc]
    """The way to a page that another room brings."""

    def __init__(self, entry: pages.Entry) -> None:
        self._may = entry.may
        super().__init__(
            entry.label,
            reverse(entry.address),
            name=entry.name,
            icon_name=entry.icon,
            order=entry.order,
        )

    def is_shown(self, request: Any) -> bool:
        """Tell whether this person may see the page."""
        return bool(request.user.has_perm(self._may))


@hooks.register("construct_main_menu", order=-1)  # type: ignore[untyped-decorator]
def what_rooms_bring(request: Any, menu_items: list[Any]) -> None:
    """Bring the ways to the pages of other rooms."""
    found = [_Brought(entry) for one in pages.brought() for entry in one.entries]
    menu_items += [item for item in found if item.is_shown(request)]


class _RecordItem(MenuItem):  # type: ignore[misc]
    """The way to the record, for those who publish."""

    def is_shown(self, request: Any) -> bool:
        """Tell whether this person may read the record."""
        return bool(request.user.has_perm("desk.publish_article"))


@hooks.register("register_admin_menu_item")  # type: ignore[untyped-decorator]
def the_record() -> MenuItem:
    """Bring the record, behind what is done every day."""
    return _RecordItem(
        lazy("Record"), reverse("desk_record"), name="record", icon_name="history", order=900
    )


class _Articles(SearchArea):  # type: ignore[misc]
    """What the search beside every page looks through."""

    def is_shown(self, request: Any) -> bool:
        """Tell whether this person may see articles."""
        return bool(request.user.has_perm("desk.view_article"))


@hooks.register("register_admin_search_area")  # type: ignore[untyped-decorator]
def articles() -> SearchArea:
    """Bring the search for articles, before all others."""
    return _Articles(
        lazy("Articles"),
        reverse("wagtailsnippets_desk_article:list"),
        name="articles",
        icon_name="doc-full",
        order=1,
    )


@hooks.register("construct_search")  # type: ignore[untyped-decorator]
def only_articles(request: object, areas: list[SearchArea]) -> None:
    """Offer no search for Wagtail's own pages, pictures and documents."""
    del request
    areas[:] = [area for area in areas if area.name not in {"pages", "images", "documents"}]


@hooks.register("register_snippet_action_menu_item")  # type: ignore[untyped-decorator]
def submitting(model: type) -> menu.SubmitItem | None:
    """Bring the button with which an article is handed in."""
    return menu.SubmitItem() if model is Article else None


@hooks.register("construct_snippet_action_menu")  # type: ignore[untyped-decorator]
def what_is_done_most_first(items: list[Any], request: object, context: dict[str, Any]) -> None:
    """Put the buttons of an article in order."""
    del request
    menu.arrange(items, context["model"])


for action in bulk.ACTIONS:
    hooks.register("register_bulk_action", action)


@hooks.register("construct_homepage_panels", order=-1)  # type: ignore[untyped-decorator]
def no_page_panels(request: object, panels: list[Any]) -> None:
    """Leave out what is about Wagtail's own pages."""
    del request
    panels[:] = [panel for panel in panels if panel.name not in _ABOUT_PAGES]


@hooks.register("construct_homepage_panels")  # type: ignore[untyped-decorator]
def home_sections(request: object, panels: list[Any]) -> None:
    """Say what waits, what goes out, and what is wrong."""
    del request
    panels.insert(0, home.Home())


@hooks.register("construct_homepage_summary_items")  # type: ignore[untyped-decorator]
def no_page_counts(request: object, summary_items: list[Any]) -> None:
    """Leave out the counts of pages, pictures and documents."""
    del request
    summary_items.clear()


@hooks.register("register_admin_urls")  # type: ignore[untyped-decorator]
def deeds() -> list[URLPattern]:
    """Bring the addresses of the buttons beside wire items and sources."""
    return [
        *(address for one in pages.brought() for address in one.addresses),
        path("record/", record.shown, name="desk_record"),
        path("wire/", stories.listed, name="desk_wire"),
        path("wire/do/", stories.do, name="desk_do"),
        path("wire/<int:key>/", stories.shown, name="desk_story"),
        path("wire/compare/<int:key>/", stories.compared, name="desk_compare"),
        path("wire/take/<int:key>/", take_item, name="desk_take"),
        path("account/security/", security.security, name="desk_security"),
        path("account/security/sure/", login.sure, name="desk_sure"),
        path("account/security/app/", security.app, name="desk_app"),
        path("account/security/passkey/", security.passkey, name="desk_passkey"),
        path("account/security/password/", security.password, name="desk_password"),
        path("account/security/codes/", security.codes, name="desk_codes"),
        path("account/security/drop/", security.drop, name="desk_drop"),
        path("account/security/end/", security.end, name="desk_end"),
        path("people/factor/<int:key>/", people.reset_factor, name="desk_reset_factor"),
        path("people/logout/<int:key>/", people.log_out, name="desk_log_out"),
        path("topics/merge/<int:key>/", topics.merge, name="desk_merge_topic"),
        path("authors/merge/<int:key>/", authors.merge, name="desk_merge_author"),
        path("topics/move/<int:key>/", topics.move, name="desk_move_topic"),
        path("fixed-pages/move/<int:key>/", fixed.move, name="desk_move_page"),
        path("people/unlock/<int:key>/", people.unlock, name="desk_unlock"),
        path("articles/<int:key>/notes/", notes.shown, name="desk_notes"),
        path("recordings/file/<str:name>", pictures.recording, name="desk_recording_file"),
        path("articles/choose/", translating.choose, name="desk_choose_article"),
        path("recordings/choose/", offered.choose_recording, name="desk_choose_recording"),
        path("pictures/choose/", rich_picture.choose, name="desk_choose_picture"),
        path("pictures/file/<str:name>", pictures.file, name="desk_picture_file"),
        path("people/password/<int:key>/", people.new_password, name="desk_new_password"),
        path("sources/pause/<int:key>/", sources.pause_source, name="desk_pause_source"),
        path("sources/resume/<int:key>/", sources.resume_source, name="desk_resume_source"),
    ]


@hooks.register("register_rich_text_features")  # type: ignore[untyped-decorator]
def pictures_in_texts(features: Any) -> None:
    """Let texts have pictures of the outlet's."""
    rich_picture.register(features)
