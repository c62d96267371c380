"""Topics: listed in their order, changed, moved up and down, and merged."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column

from pamphleteer.desk.errors import DeskError
from pamphleteer.desk.kit import Change, Make, Rows
from pamphleteer.desk.models import Picture
from pamphleteer.desk.verbs import merge as merging
from pamphleteer.desk.verbs import shows, topic_picture, tree
from pamphleteer.desk.web import lead_picture, show
from pamphleteer.desk.web.choices import TopicField
from pamphleteer.desk.web.lead_picture import WithPicture
from pamphleteer.desk.web.show import WithShow
from pamphleteer.register.models import Topic, TopicAddress

_CHANGE = "register.change_topic"


class TopicForm(WithShow, WithPicture):
    """Refuses circles, and addresses that lead to another topic."""

    takes_files = True

    parent = TopicField(
        label=lazy("Lies under"),
        required=False,
        empty_label=lazy("No other topic"),
        help_text=lazy("A wider topic; the pages of both name each other."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slug"].help_text = _("Whoever has an old address is led on to the new one.")

    def picture_now(self) -> Picture | None:
        """Return the picture that the topic has."""
        return topic_picture.of(self.instance)

    def clean_slug(self) -> str:
        """Take no address that leads to another topic."""
        slug: str = self.cleaned_data["slug"]
        others = TopicAddress.objects.exclude(topic=self.instance.pk)
        stood = others.filter(slug=slug).select_related("topic").first()
        if stood:
            raise forms.ValidationError(
                _(
                    "This address leads to “{topic}”, which stood there once: choose another one."
                ).format(topic=stood.topic)
            )
        return slug

    def clean_parent(self) -> Topic | None:
        """Keep topics from lying in a circle, or too deep."""
        parent: Topic | None = self.cleaned_data["parent"]
        try:
            tree.check(self.instance, parent, list(Topic.objects.all()))
        except DeskError as error:
            raise forms.ValidationError(str(error)) from error
        return parent


class _Placed:
    """Saves a topic while nobody else moves one."""

    request: Any
    form: Any

    def save_instance(self) -> Any:
        """Look again, now that all topics are held, then save."""
        with transaction.atomic():
            topics = tree.held()
            topic = self.form.instance
            stood = {one.pk: one.slug for one in topics}.get(topic.pk, "")
            tree.check(topic, topic.parent, topics)
            row = super().save_instance()  # type: ignore[misc]
            tree.settle(row, stood=stood)
            topic_picture.show(row, self.form.cleaned_data["picture"])
            shows.keep(row, self.form.show_told())
        return row

    def form_valid(self, form: Any) -> HttpResponse:
        """Tell what a colleague made impossible a moment ago."""
        try:
            return super().form_valid(form)  # type: ignore[misc,no-any-return]
        except DeskError as error:
            return self.refused(form, "parent", error)  # type: ignore[attr-defined,no-any-return]


class _Create(_Placed, Make):
    """Makes a topic."""


class _Edit(_Placed, Change):
    """Changes a topic."""


class _Moves(Column):  # type: ignore[misc]
    """The buttons that move a topic up and down."""

    cell_template_name = "desk/topic_moves.html"

    def get_cell_context_data(self, instance: Topic, parent_context: Any) -> dict[str, Any]:
        """Bring what a form needs."""
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        request = context["request"]
        return context | {
            "csrf_token": get_token(request),
            "may": request.user.has_perm(_CHANGE),
        }


class Topics(Rows):
    """What archive pages gather."""

    model = Topic
    icon = "tag"
    menu_label = lazy("Topics")
    menu_order = 200
    base_url_path = "topics"
    add_view_class = _Create
    edit_view_class = _Edit
    list_display = [
        "name",
        Column("parent", label=lazy("Lies under")),
        "slug",
        _Moves("moves", label=lazy("Order")),
    ]
    ordering = ["place", "name", "pk"]
    list_per_page = 200
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("slug"),
            FieldPanel("description"),
            FieldPanel("parent"),
            MultiFieldPanel(
                [FieldPanel(name) for name in lead_picture.FIELDS], heading=lazy("Picture")
            ),
            MultiFieldPanel(
                [FieldPanel(name) for name in show.FIELDS],
                heading=lazy("Podcast"),
                classname="collapsed",
            ),
        ],
        base_form_class=TopicForm,
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        """Return the topics with what they lie under, in one query."""
        del request
        return Topic.objects.with_parents()


@require_POST
def move(request: HttpRequest, key: int) -> HttpResponse:
    """Move a topic up or down among those beside it."""
    person: Any = request.user
    if not person.has_perm(_CHANGE):
        raise PermissionDenied
    topic = get_object_or_404(Topic, pk=key)
    try:
        if not tree.move(topic, up=request.POST.get("way") != "down", by=person):
            messages.info(request, _("“{topic}” stands at the end already.").format(topic=topic))
    except DeskError as error:
        messages.error(request, str(error))
    return redirect("wagtailsnippets_register_topic:list")


class _Into(forms.Form):
    """The topic that stays."""

    into = TopicField(label=lazy("Merge it into"), empty_label=lazy("Choose a topic"))

    def __init__(self, topic: Topic, *args: Any) -> None:
        super().__init__(*args)
        field: Any = self.fields["into"]
        field.queryset = field.queryset.exclude(pk=topic.pk)


def merge(request: HttpRequest, key: int) -> HttpResponse:
    """Say what stands under a topic, and move it to the one that is chosen."""
    person: Any = request.user
    if not person.has_perm(_CHANGE):
        raise PermissionDenied
    topic = Topic.objects.filter(pk=key).first()
    if topic is None:
        messages.info(request, _("That topic was merged or is gone."))
        return redirect("wagtailsnippets_register_topic:list")
    form = _Into(topic, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            kept = merging.merge(topic, form.cleaned_data["into"], by=person)
        except DeskError as error:
            form.add_error("into", str(error))
        else:
            told = _("“{topic}” is “{kept}” now, and its addresses lead there.")
            messages.success(request, told.format(topic=topic, kept=kept))
            return redirect("wagtailsnippets_register_topic:list")
    context = {"topic": topic, "form": form, "standing": merging.standing(topic)}
    return render(request, "desk/merge_topic.html", context)
