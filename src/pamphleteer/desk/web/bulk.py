"""One deed for many ticked articles: publish, put under a topic, withdraw."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext, ngettext_lazy, pgettext_lazy
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from pamphleteer.desk.models import Article
from pamphleteer.desk.verbs import rights
from pamphleteer.desk.verbs.many import Deed, each
from pamphleteer.desk.verbs.publish import publish, withdraw
from pamphleteer.desk.verbs.topics import add_topic
from pamphleteer.desk.web.choices import TopicField
from pamphleteer.register.numbers import grouped

# Wagtail offers to delete what is ticked: nothing is deleted at the desk.
DeleteBulkAction.models = []

_TOLD = 5  # refusals told one by one


class _Bulk(SnippetBulkAction):  # type: ignore[misc]
    """Does one deed to each article that was ticked; what is refused of one holds up no other."""

    models = [Article]
    template_name = "desk/bulk.html"
    question: Any = ""
    button: Any = ""
    past: Any = ""

    @classmethod
    def get_queryset(cls, model: type[Article], object_ids: Sequence[Any]) -> Any:
        """Return the articles that were ticked, whatever the address says."""
        keys = [int(key) for key in map(str, object_ids) if key.isdecimal() and len(key) < 18]
        return model.objects.filter(pk__in=keys).order_by("-pk")

    def check_perm(self, obj: Article) -> bool:
        """Let only those do it to many who may publish."""
        del obj
        return bool(self.request.user.has_perm("desk.publish_article"))

    def get_form_kwargs(self) -> dict[str, Any]:
        """Refuse at the door, where nothing could be done, and record what was asked for."""
        person = self.request.user
        if not person.has_perm("desk.publish_article"):
            asked = self.get_queryset(Article, self.request.GET.getlist("id"))[:_TOLD]
            for article in asked:
                rights.refuse(person, "publish", article, address=self.request.path)
            raise PermissionDenied
        kwargs: dict[str, Any] = super().get_form_kwargs()
        return kwargs

    @abstractmethod
    def deed(self) -> Deed:
        """Return what is done to each."""

    def get_all_objects_in_listing_query(self, parent_id: object) -> list[int]:
        """Return nothing for “all”: that would reach beyond what the list was narrowed to."""
        del parent_id
        return []

    @classmethod
    def execute_action(cls, objects: Sequence[Article], **kwargs: Any) -> tuple[int, int]:
        """Do it, and tell what was refused."""
        action = kwargs["self"]
        done = each(objects, action.deed())
        for words in done.refused[:_TOLD]:
            messages.error(action.request, words)
        if len(done.refused) > _TOLD:
            more = len(done.refused) - _TOLD
            told = ngettext("So it went with {count} more.", "So it went with {count} more.", more)
            messages.error(action.request, told.format(count=grouped(more)))
        return len(done.articles), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str | None:
        """Say how many it was done to."""
        del num_child_objects
        if not num_parent_objects:
            return None
        told: str = self.past % num_parent_objects
        return told.format(count=grouped(num_parent_objects))


class PublishMany(_Bulk):
    """Publishes the newest version of each."""

    display_name = pgettext_lazy("button", "Publish")
    action_type = "publish"
    aria_label = lazy("Publish the ticked articles")
    action_priority = 10
    question = lazy("Publish the newest version of these?")
    button = lazy("Publish them")
    past = ngettext_lazy(
        "{count} article published, or scheduled where its date lies ahead.",
        "{count} articles published, or scheduled where their dates lie ahead.",
    )

    def deed(self) -> Deed:
        """Publish."""
        return lambda article: publish(article, by=self.request.user)


class _TopicForm(forms.Form):
    topic = TopicField(label=lazy("Topic"))


class AddTopicToMany(_Bulk):
    """Puts each under one more topic."""

    display_name = lazy("Add a topic")
    action_type = "topic"
    aria_label = lazy("Put the ticked articles under a topic")
    action_priority = 20
    form_class = _TopicForm
    question = lazy("Put these under one more topic; those that are published show there at once.")
    button = lazy("Add the topic")
    past = ngettext_lazy(
        "{count} article is under the topic now.", "{count} articles are under the topic now."
    )

    def deed(self) -> Deed:
        """Add the topic that was chosen."""
        topic = self.cleaned_form.cleaned_data["topic"]
        return lambda article: add_topic(article, topic, by=self.request.user)


class _WhyForm(forms.Form):
    why = forms.CharField(
        label=lazy("Why (readers see this)"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


class WithdrawMany(_Bulk):
    """Takes each off the site."""

    display_name = lazy("Withdraw")
    action_type = "withdraw"
    aria_label = lazy("Withdraw the ticked articles")
    action_priority = 30
    classes = {"serious"}
    form_class = _WhyForm
    question = lazy("Take these off the site? Where each stood, a page says that it was withdrawn.")
    button = lazy("Withdraw them")
    past = ngettext_lazy("{count} article withdrawn.", "{count} articles withdrawn.")

    def deed(self) -> Deed:
        """Withdraw, with the words that were written."""
        why = self.cleaned_form.cleaned_data["why"]
        return lambda article: withdraw(article, by=self.request.user, why=why)


ACTIONS = (PublishMany, AddTopicToMany, WithdrawMany)
