"""Writing an article: what its buttons do, by the same verbs as every other door."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve, reverse
from django.utils.translation import gettext as _
from wagtail.admin.views.generic.mixins import RevisionsRevertMixin
from wagtail.snippets.views.snippets import CreateView, EditView

from pamphleteer.desk.errors import DeskError
from pamphleteer.desk.models import Article
from pamphleteer.desk.verbs import rights
from pamphleteer.desk.verbs.begun import settle
from pamphleteer.desk.verbs.correct import correct
from pamphleteer.desk.verbs.locking import locked
from pamphleteer.desk.verbs.publish import publish
from pamphleteer.desk.verbs.review import submit
from pamphleteer.desk.verbs.write import TRIES, tell_begun
from pamphleteer.desk.web import translating

# Made from what the form says, each time it is read.
_MADE = {"go_live_at", "expire_at"}


class _Deeds:
    """Publishes, corrects and hands in; what is refused stays a draft, and is told."""

    request: Any
    object: Article
    form: Any
    action: str

    def get_available_actions(self) -> list[str]:
        """Let everybody hand in who may write."""
        return [*super().get_available_actions(), "submit"]  # type: ignore[misc]

    def get_form(self, *args: Any, **kwargs: Any) -> Any:
        """Take files in when somebody presses a button, not when a draft is saved by itself."""
        form = super().get_form(*args, **kwargs)  # type: ignore[misc]
        form.takes_files = not self.expects_json_response  # type: ignore[attr-defined]
        return form

    def form_valid(self, form: Any) -> HttpResponse:
        """Save and do it in one go, so that it is done to what was saved here and to nothing newer."""
        with transaction.atomic():
            answer: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        return answer

    def publish_action(self) -> HttpResponse | None:
        """Publish what was just saved, with a notice to readers if one was written."""
        words = self.form.cleaned_data.get("correction", "").strip()
        try:
            if words and self.object.live:
                correct(self.object, words, by=self.request.user)
            else:
                publish(self.object, by=self.request.user)
        except DeskError as error:
            told = _("It was saved as a draft and not published. {why}").format(why=error)
            messages.error(self.request, told)
            return redirect(self.get_edit_url())  # type: ignore[attr-defined]
        return None

    def submit_action(self) -> HttpResponse | None:
        """Ask an editor to publish what was just saved."""
        try:
            submit(self.object, by=self.request.user)
        except DeskError as error:
            messages.error(self.request, str(error))
            return redirect(self.get_edit_url())  # type: ignore[attr-defined]
        return None

    def get_success_message(self, instance: Article | None = None) -> str:
        """Say what was done, in the words of the desk."""
        article = instance or self.object
        if self.action == "submit":
            told = _("“{article}” was handed in: an editor will look at it.")
        elif self.action == "publish" and article.scheduled_at:
            told = _("“{article}” is scheduled: it is published at its date by itself.")
        elif self.action == "publish":
            told = _("“{article}” is published: it is on the site within a moment.")
        else:
            told = _("“{article}” was saved.")
        return told.format(article=article)


class _Begun(Exception):
    """What a form was to begin has begun already."""

    def __init__(self, article: Article) -> None:
        self.article = article


class Write(_Deeds, CreateView):  # type: ignore[misc]
    """Makes an article that is the work of whoever writes it."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Begin an article; a form that has become one already is an edit of it."""
        try:
            answer: HttpResponse = super().post(request, *args, **kwargs)
        except _Begun as begun:
            edit = resolve(reverse("wagtailsnippets_desk_article:edit", args=[begun.article.pk]))
            answer = edit.func(request, *edit.args, **edit.kwargs)
        return answer

    def save_instance(self, tries: int = TRIES) -> Article:
        """Keep who began it, whatever the form says, and begin it once, at an address of its own."""
        fresh: Article = self.form.instance
        mark = self.form.cleaned_data.get("begun_as")
        known = settle(fresh, by=self.request.user, form=mark)
        if known:
            # What the browser keeps by itself may be older than what a button has sent since.
            if self.expects_json_response:
                self.new_revision = known.latest_revision
                return known
            raise _Begun(known)
        try:
            with transaction.atomic():
                article: Article = super().save_instance()
                translating.settle(self.request, self.form, article)
                tell_begun(article, by=self.request.user)
        except IntegrityError:  # somebody else took the address at the same moment
            if tries == 1:
                raise
            fresh.pk, fresh._state.adding = None, True
            return self.save_instance(tries - 1)
        return article


class Edit(_Deeds, EditView):  # type: ignore[misc]
    """Changes an article."""

    def save_instance(self) -> Article:
        """Save what the form says, over what the article is by now."""
        if not self.request.POST.get("overwrite_revision_id", "0").isdecimal():
            raise PermissionDenied(_("There is no such version: look at the article again."))
        self._catch_up(locked(self.object))
        article: Article = super().save_instance()
        translating.settle(self.request, self.form, article)
        return article

    def _catch_up(self, now: Article) -> None:
        """Take over what was done to the article since the form was read, unless that is in the way.

        Wagtail writes the whole row of a draft: what somebody published meanwhile would be none again.
        """
        person, lock = self.request.user, now.get_lock()
        if not rights.may(person, rights.CHANGE, now) or (lock and lock.for_user(person)):
            told = _(
                "“{article}” can't be changed any more: a moment ago it became: {state}. Keep what "
                "you wrote elsewhere, and look at the article again."
            )
            state = _("locked") if now.locked else now.told_state
            raise PermissionDenied(told.format(article=now, state=state))
        for field in Article._meta.concrete_fields:
            if field.name not in self.form.fields and field.name not in _MADE:
                setattr(self.object, field.attname, getattr(now, field.attname))


class Revert(RevisionsRevertMixin, Edit):  # type: ignore[misc]
    """Makes a former version of an article the newest."""

    view_name = "revisions_revert"

    def save_instance(self) -> Article:
        """Save it as any version is saved: a draft need not be whole."""
        self._catch_up(locked(self.object))
        article: Article = self.form.save(commit=not self.object.live)
        self.has_content_changes = True
        self.new_revision = article.save_revision(
            user=self.request.user,
            clean=not self.saving_as_draft,
            log_action=True,
            previous_revision=self.revision,
        )
        return article
