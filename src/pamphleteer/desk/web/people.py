"""The people of the desk: who they are, what they do here, and whether they may log in."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_POST
from wagtail.admin.search import SearchArea
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, TitleColumn
from wagtail.users.views.users import CreateView, EditView, IndexView, UserViewSet

from pamphleteer.desk.kit import Kept, Uncounted
from pamphleteer.register.models import Authenticator, Passkey, Person, Role
from pamphleteer.register.verbs import factors, guessing, logins, people


class PersonForm(forms.ModelForm):  # type: ignore[type-arg]
    """Who somebody is, and what they do at the desk."""

    role = forms.ChoiceField(
        label=lazy("Role"), choices=Role.choices, widget=forms.RadioSelect, initial=Role.EDITOR
    )

    class Meta:
        model = Person
        fields = ["email", "first_name", "last_name"]

    def __init__(self, *args: Any, editing_self: bool = False, **kwargs: Any) -> None:
        del editing_self
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["role"].initial = self.instance.role

    def clean_email(self) -> str:
        """Write an address as people are looked up by it."""
        email: str = Person.objects.normalize_email(self.cleaned_data["email"])
        if Person.objects.filter(email=email).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Somebody with this address has been let in already."))
        return email


class ChangeForm(PersonForm):
    """The same for somebody who is here, with the right to log in."""

    may_log_in = forms.BooleanField(
        label=lazy("May log in"),
        required=False,
        help_text=lazy("What they wrote stays, whether they may or not."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["may_log_in"].initial = self.instance.is_active


class _Add(CreateView):  # type: ignore[misc]
    page_title = lazy("Let somebody in")
    success_message = lazy("%(object)s may log in.")

    def save_instance(self) -> Person:
        said = self.form.cleaned_data
        with transaction.atomic():
            person, password = people.add(
                said["email"], role=Role(said["role"]), by=self.request.user
            )
            person.first_name, person.last_name = said["first_name"], said["last_name"]
            person.save(update_fields=["first_name", "last_name"])
        told = _("Password of {person}, shown this once: {password}")
        messages.info(self.request, told.format(person=person.email, password=password))
        return person


class _Edit(EditView):  # type: ignore[misc]
    success_message = lazy("%(object)s is changed.")
    template_name = "desk/person.html"

    def get_context_data(self, **more: Any) -> Any:
        return super().get_context_data(**more) | {
            "locked_until": guessing.locked_until(self.object),
            "has_factor": factors.has_one(self.object),
            "logins": self.object.logins.all(),
        }

    def form_valid(self, form: ChangeForm) -> HttpResponse:
        try:
            answer: HttpResponse = super().form_valid(form)
        except people.PeopleError as error:
            form.add_error(None, str(error))
            self.produced_error_code = "validation_error"
            self.produced_error_message = str(error)
            # What was refused must not look as if it were so.
            self.object.refresh_from_db()
            answer = self.form_invalid(form)
        return answer

    def save_instance(self) -> Person:
        said, by = self.form.cleaned_data, self.request.user
        with transaction.atomic():
            person: Person = self.object
            names = {name: said[name] for name in ("email", "first_name", "last_name")}
            people.rename(person, **names, by=by)
            people.set_role(person, Role(said["role"]), by=by)
            (people.let_back if said["may_log_in"] else people.let_out)(person, by=by)
        return person


class _List(IndexView):  # type: ignore[misc]
    page_title = lazy("People")
    add_item_label = lazy("Let somebody in")
    template_name = "wagtailadmin/generic/index.html"
    results_template_name = "wagtailadmin/generic/index_results.html"

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("name", label=lazy("Name"), accessor=_name, get_url=self.get_edit_url),
            Column("email", label=lazy("E-mail"), sort_key="email"),
            Column("role", label=lazy("Role"), accessor=_role),
            BooleanColumn("has_factor", label=lazy("Second factor"), accessor="has_factor"),
            BooleanColumn("is_active", label=lazy("May log in"), sort_key="is_active"),
            DateColumn("last_login", label=lazy("Last login"), sort_key="last_login"),
        ]

    def get_base_queryset(self) -> Any:
        has_factor = Exists(Authenticator.objects.filter(person=OuterRef("pk"))) | Exists(
            Passkey.objects.filter(person=OuterRef("pk"))
        )
        found = super().get_base_queryset().prefetch_related("groups")
        return found.annotate(has_factor=has_factor)


class People(Uncounted, UserViewSet):  # type: ignore[misc]
    """Who logs in at the desk; nobody is deleted, since what they did stays."""

    menu_label = lazy("People")
    filterset_class = None
    copy_view_enabled = False
    index_view_class = _List
    add_view_class = _Add
    edit_view_class = _Edit
    template_prefix = "desk/people/"

    @property
    def permission_policy(self) -> Kept:
        """People are let out, never deleted."""
        return Kept(self.model)

    def get_form_class(self, for_update: bool = False) -> type[PersonForm]:
        """Return the form for somebody new, or for somebody who is here."""
        return ChangeForm if for_update else PersonForm

    def get_search_area(self) -> SearchArea:
        """Return the search for people, in our words."""
        area = super().get_search_area()
        area.label = _("People")
        return area


@require_POST
def new_password(request: HttpRequest, key: int) -> HttpResponse:
    """Give somebody who has lost the password a new one, shown once."""
    person = person_of(request, key)
    by: Any = request.user
    password = people.set_password(person, by=by)
    told = _("New password of {person}, shown this once: {password}")
    messages.info(request, told.format(person=person.email, password=password))
    return redirect("wagtailusers_users:edit", key)


@require_POST
def unlock(request: HttpRequest, key: int) -> HttpResponse:
    """Forget the wrong passwords for somebody who is locked out."""
    person = person_of(request, key)
    by: Any = request.user
    guessing.unlock(person, by=by)
    messages.success(request, _("{person} may try again at once.").format(person=person.email))
    return redirect("wagtailusers_users:edit", key)


@require_POST
def reset_factor(request: HttpRequest, key: int) -> HttpResponse:
    """Take the second factors away of somebody who has lost them all."""
    person = person_of(request, key)
    by: Any = request.user
    if factors.reset(person, by=by):
        told = _("{person} logs in with the password alone now.")
        messages.success(request, told.format(person=person.email))
    else:
        messages.info(request, _("{person} has no second factor.").format(person=person.email))
    return redirect("wagtailusers_users:edit", key)


@require_POST
def log_out(request: HttpRequest, key: int) -> HttpResponse:
    """Log somebody out wherever they are logged in."""
    person = person_of(request, key)
    by: Any = request.user
    ended = logins.end_all(person, by=by)
    told = ngettext(
        "{person} was logged out in {count} browser.",
        "{person} was logged out in {count} browsers.",
        ended,
    )
    messages.success(request, told.format(person=person.email, count=ended))
    return redirect("wagtailusers_users:edit", key)


def person_of(request: HttpRequest, key: int) -> Person:
    """Return somebody whom a publisher wants to do something about."""
    if not request.user.has_perm("register.change_person"):
        raise PermissionDenied
    return get_object_or_404(Person, pk=key)


def _name(person: Person) -> str:
    return person.get_full_name() or person.email


def _role(person: Person) -> str:
    return person.role.called if person.role else pgettext("role", "none")
