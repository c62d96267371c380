"""What Wagtail asks of the desk: its pages, its menu without what no one needs here."""

from typing import Any

from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from pamphleteer.desk.web.articles import Articles
from pamphleteer.desk.web.shared import Partners, TheOutlet, Topics
from pamphleteer.desk.web.wire import Wire, take_item

# Wagtail's own pages, pictures and documents: an outlet's articles are none of them.
_NOT_HERE = {"explorer", "images", "documents", "reports", "help"}

for viewset in (Wire, Articles, Topics, Partners, TheOutlet):
    register_snippet(viewset)


@hooks.register("construct_main_menu")  # type: ignore[untyped-decorator]
def only_what_is_ours(request: object, menu_items: list[Any]) -> None:
    """Leave the desk's own entries in the menu."""
    del request
    menu_items[:] = [item for item in menu_items if item.name not in _NOT_HERE]


@hooks.register("construct_homepage_summary_items")  # type: ignore[untyped-decorator]
def no_page_counts(request: object, summary_items: list[Any]) -> None:
    """Leave out the counts of pages, pictures and documents."""
    del request
    summary_items.clear()


@hooks.register("register_admin_urls")  # type: ignore[untyped-decorator]
def take_address() -> list[URLPattern]:
    """Bring the address that makes a draft of a wire item."""
    return [path("wire/take/<int:key>/", take_item, name="desk_take")]
