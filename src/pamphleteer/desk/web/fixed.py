"""Fixed pages: listed in their order, written, published, taken off the site."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, StatusTagColumn

from pamphleteer.desk.errors import DeskError, Taken
from pamphleteer.desk.kit import Change, Make, Rows, Unticked
from pamphleteer.desk.models import FixedPage
from pamphleteer.desk.verbs import first_pages, fixed
from pamphleteer.desk.web import lead_picture
from pamphleteer.desk.web.lead_picture import WithPicture
from pamphleteer.ground.text import squeeze

_CHANGE = "desk.change_fixedpage"


class FixedPageForm(WithPicture):
    """Makes an address where nobody wrote one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Wagtail's editor has a name for those who see it alone.
        body = self.fields["body"]
        body.widget.options = {**body.widget.options, "ariaLabel": str(body.label)}
        self.fields["title"].widget.attrs["dir"] = "auto"
        self.fields["slug"].required = False
        self.fields["slug"].help_text = _(
            "Made from the title if it is left empty. Whoever has an old address is led on to the "
            "new one."
        )

    def clean_title(self) -> str:
        """Put the title on one line."""
        return squeeze(self.cleaned_data["title"])

    def clean_slug(self) -> str:
        """Take the address as it is written, or make one."""
        written: str = self.cleaned_data["slug"]
        return written or fixed.free_slug(
            self.cleaned_data.get("title", ""), but=self.instance.pk or 0
        )


class _Settled:
    """Saves a page while nobody else changes one, and tells why it can't stand on the site."""

    request: Any
    form: Any

    def get_form(self, *args: Any, **kwargs: Any) -> Any:
        """Take files in when somebody saves."""
        form = super().get_form(*args, **kwargs)  # type: ignore[misc]
        form.takes_files = True
        return form

    def save_instance(self) -> Any:
        """Look at the others, now that all are held, then save."""
        with transaction.atomic():
            fixed.hold()
            page: FixedPage = self.form.instance
            fixed.check(page)
            fixed.catch_up(page)
            row = super().save_instance()  # type: ignore[misc]
            fixed.settle(row)
        return row

    def form_valid(self, form: Any) -> HttpResponse:
        """Tell what is in the way, beside what was written."""
        try:
            return super().form_valid(form)  # type: ignore[misc,no-any-return]
        except DeskError as error:
            field = "slug" if isinstance(error, Taken) else "live"
            return self.refused(form, field, error)  # type: ignore[attr-defined,no-any-return]


class _Create(_Settled, Make):
    """Makes a fixed page."""


class _Edit(_Settled, Change):
    """Changes a fixed page."""


class _List(Unticked):
    """Lists the fixed pages; where there is none yet, the usual ones are drafted."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Draft the usual pages on the first visit of somebody who may write them."""
        person: Any = request.user
        if person.has_perm(_CHANGE) and first_pages.begin(by=person):
            messages.info(
                request,
                _(
                    "The usual pages are drafted. None is on the site before somebody fills it in "
                    "and publishes it."
                ),
            )
        answer: HttpResponse = super().get(request, *args, **kwargs)
        return answer


class _Moves(Column):  # type: ignore[misc]
    """The buttons that move a page up and down."""

    cell_template_name = "desk/fixed_page_moves.html"

    def get_cell_context_data(self, instance: FixedPage, parent_context: Any) -> dict[str, Any]:
        """Bring what a form needs."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        request = context["request"]
        return context | {"csrf_token": get_token(request), "may": request.user.has_perm(_CHANGE)}


class FixedPages(Rows):
    """What an outlet says of itself."""

    model = FixedPage
    icon = "form"
    menu_label = lazy("Fixed pages")
    menu_name = "fixed-pages"
    menu_order = 350
    base_url_path = "fixed-pages"
    add_view_class = _Create
    edit_view_class = _Edit
    index_view_class = _List
    list_display = [
        "title",
        "slug",
        StatusTagColumn("told_state", label=lazy("Status"), primary=lambda one: one.live),
        _Moves("moves", label=lazy("Order")),
    ]
    ordering = ["place", "pk"]
    list_per_page = 200
    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            FieldPanel("body"),
            MultiFieldPanel(
                [FieldPanel(name) for name in lead_picture.FIELDS], heading=lazy("Picture")
            ),
            MultiFieldPanel(
                [FieldPanel("slug"), FieldPanel("language")], heading=lazy("Address, language")
            ),
            MultiFieldPanel(
                [FieldPanel("live"), FieldPanel("in_foot")], heading=lazy("On the site")
            ),
        ],
        base_form_class=FixedPageForm,
    )


@require_POST
def move(request: HttpRequest, key: int) -> HttpResponse:
    """Move a fixed page up or down among the others."""
    person: Any = request.user
    if not person.has_perm(_CHANGE):
        raise PermissionDenied
    page = get_object_or_404(FixedPage, pk=key)
    try:
        if not fixed.move(page, up=request.POST.get("way") != "down", by=person):
            messages.info(request, _("“{page}” stands at the end already.").format(page=page))
    except DeskError as error:
        messages.error(request, str(error))
    return redirect("wagtailsnippets_desk_fixedpage:list")
