"""Articles: what the outlet publishes."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.actions.unpublish import UnpublishAction
from wagtail.fields import RichTextField
from wagtail.models import DraftStateMixin, LockableMixin, RevisionMixin

from pamphleteer.desk.models.address import Address
from pamphleteer.desk.models.author import Byline
from pamphleteer.desk.models.publishing import Publishing
from pamphleteer.desk.models.translation import Translation
from pamphleteer.desk.previews import Previewed
from pamphleteer.ground import clock
from pamphleteer.ground.text import cut
from pamphleteer.register.models import Licence, Person, Topic, TopicMerge
from pamphleteer.register.models.addressing import AddressField
from pamphleteer.register.verbs import journal

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
KEPT = (
    "place", "news_at", "item_id", "rescued_from", "scheduled_at", "withdrawn_at", "withdrawn_why",
    "submitted_at", "submitted_by_id", "begun_by_id", "begun_as",
)  # fmt: skip
STATES = {
    "draft": pgettext_lazy("article", "draft"),
    "submitted": pgettext_lazy("article", "submitted"),
    "scheduled": pgettext_lazy("article", "scheduled"),
    "published": pgettext_lazy("article", "published"),
    "published, changed": pgettext_lazy("article", "published, changed"),
    "published, changes submitted": pgettext_lazy("article", "published, changes submitted"),
    "withdrawn": pgettext_lazy("article", "withdrawn"),
}
BODY_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "hr", "link", "blockquote", "picture"]


def place_of(date: datetime) -> int:
    """Return the place of a dated article: microseconds since 1970."""
    return int((date - _EPOCH) / timedelta(microseconds=1))


class ArticleQuerySet(models.QuerySet["Article"]):
    """Finds articles as pages and letters need them."""

    def live(self) -> "ArticleQuerySet":
        """Return what is published."""
        return self.filter(live=True)

    def begun_by(self, person: Person) -> "ArticleQuerySet":
        """Return somebody's own work, published or not."""
        return self.filter(begun_by=person)

    def newest_first(self) -> "ArticleQuerySet":
        """Return them in the order of archive pages."""
        return self.order_by("-place", "-id")


class Article(Previewed, DraftStateMixin, LockableMixin, RevisionMixin, ClusterableModel):  # type: ignore[misc]
    """What the outlet publishes: own writing, or a partner's piece with credit."""

    headline = models.CharField(lazy("headline"), max_length=500)
    slug = AddressField(lazy("address"), max_length=100, unique=True)
    lead = models.TextField(
        lazy("lead"), blank=True, help_text=lazy("Plain text; a blank line begins a paragraph.")
    )
    body = RichTextField(lazy("body"), blank=True, features=BODY_FEATURES)
    language = models.CharField(
        lazy("language"), max_length=20, blank=True, help_text=lazy("If not the outlet's.")
    )
    authors = models.CharField(pgettext_lazy("authors", "by"), max_length=300, blank=True)
    topics = ParentalManyToManyField(
        "register.Topic", verbose_name=lazy("topics"), blank=True, related_name="articles"
    )

    picture = models.ForeignKey(
        "desk.Picture",
        verbose_name=lazy("picture"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    audio = models.ForeignKey(
        "desk.Recording",
        verbose_name=lazy("recording"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    audio_url = models.URLField(
        lazy("recording at the partner's"),
        max_length=2000,
        blank=True,
        help_text=lazy(
            "The address of the partner's file, where none is uploaded: readers get a link."
        ),
    )
    transcript = models.TextField(
        lazy("transcript"),
        blank=True,
        help_text=lazy(
            "What is said in it: plain text, where a blank line begins a paragraph, or captions with "
            "their times (WebVTT, SRT)."
        ),
    )
    transcript_url = models.URLField(lazy("transcript elsewhere"), max_length=2000, blank=True)

    partner = models.ForeignKey(
        "register.Partner",
        verbose_name=lazy("partner"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="articles",
    )
    licence = models.ForeignKey(
        "register.Licence",
        verbose_name=lazy("licence"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    credit = models.CharField(lazy("credit"), max_length=300, blank=True)
    original_url = models.URLField(
        pgettext_lazy("address", "original"), max_length=2000, blank=True
    )
    item = models.OneToOneField(
        "collect.WireItem",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="article",
    )

    date = models.DateTimeField(
        lazy("date"),
        null=True,
        blank=True,
        help_text=lazy("As readers see it; without one, none is shown."),
    )
    place = models.BigIntegerField(
        default=0,
        db_index=True,
        editable=False,
        help_text="Orders archive pages: microseconds since 1970, below 0 for undated archives.",
    )
    news_at = models.DateTimeField(
        null=True,
        editable=False,
        db_index=True,
        help_text="When it became news here; empty for what was rescued: that is not mailed.",
    )

    embargo = models.DateTimeField(
        lazy("not before"),
        null=True,
        blank=True,
        help_text=lazy("Until then nobody can publish it."),
    )
    scheduled_at = models.DateTimeField(
        null=True, editable=False, db_index=True, help_text="When it is to be published by itself."
    )
    submitted_at = models.DateTimeField(null=True, editable=False, db_index=True)
    submitted_by = models.ForeignKey(
        "register.Person", null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_why = models.CharField(max_length=500, blank=True, editable=False)

    rescued_from = models.CharField(
        max_length=300,
        blank=True,
        editable=False,
        help_text="The page that an old piece was found on: such a piece is no news.",
    )

    begun_by = models.ForeignKey(
        "register.Person",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="articles",
        help_text="Whose work it is: a contributor may change it until it is published.",
    )
    begun_as = models.UUIDField(
        null=True,
        unique=True,
        editable=False,
        help_text="The mark of the form that it was begun with: it becomes one article.",
    )

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = lazy("article")
        verbose_name_plural = lazy("articles")
        ordering = ["-place", "-id"]
        default_permissions = ("add", "change", "delete", "view", "publish")
        # Databases that know of all articles alone, most of them the outlet's own, take the long way.
        indexes = [
            models.Index(
                fields=["item"],
                name="articles_of_the_wire",
                condition=models.Q(item__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return cut(self.headline, 120)

    @property
    def state(self) -> str:
        """How far it is, in a word or two of English: the journal keeps it."""
        if self.live:
            changes = "changes submitted" if self.submitted_at else "changed"
            return f"published, {changes}" if self.has_unpublished_changes else "published"
        for told, words in (
            (self.scheduled_at, "scheduled"),
            (self.submitted_at, "submitted"),
            (self.withdrawn_at or self.first_published_at, "withdrawn"),
        ):
            if told:
                return words
        return "draft"

    @property
    def told_state(self) -> str:
        """How far it is, in the language that is spoken."""
        return str(STATES[self.state])

    @property
    def effective_licence(self) -> Licence | None:
        """Its own licence, or its partner's; nothing for the outlet's own writing."""
        return self.licence or (self.partner.licence if self.partner else None)

    def with_content_json(self, content: dict[str, Any]) -> "Article":
        """Return the article as a revision has it; what no editor writes stays as it is.

        A date that lies ahead is when it goes live.
        """
        topics = TopicMerge.objects.now(content.get("topics") or [])
        same = self._named_here_too(content)
        # Wagtail asks for each row that a version names, to see whether it is there.
        new = content | {field.name: None for field in same} | {"latest_revision": None}
        new.pop("topics", None)
        article: Article = super().with_content_json(new)
        article.topics = Topic.objects.of(topics)
        for name in (*KEPT, *(field.attname for field in same)):
            setattr(article, name, getattr(self, name))
        ahead = article.date if article.date and article.date > clock.now() else None
        article.go_live_at = None if article.live else ahead
        return article

    def _named_here_too(self, content: dict[str, Any]) -> list[Any]:
        """Return the fields in which a revision names the same row as this one: that row is there."""
        return [
            field
            for field in self._meta.concrete_fields
            if field.many_to_one and content.get(field.name) == getattr(self, field.attname)
        ]

    def publish(self, revision: Any, user: Person | None = None, **options: Any) -> None:
        """Publish a revision, or schedule it if its date lies ahead, and write it in the journal."""
        self.become(revision.as_object(), revision, user=user, **options)

    def become(
        self, version: "Article", revision: Any, *, user: Person | None = None, **options: Any
    ) -> None:
        """Publish a revision that was read already, as `publish` does; this row stays as it was read."""
        before, stood = self.state, self.slug if self.live else ""
        with transaction.atomic(savepoint=False):
            if not version.go_live_at:
                version._settle()
            Publishing(version, revision, user, **options).execute(skip_permission_checks=True)
            if version.live:
                self._tell(version, before, stood, by=user)
            else:
                self.refresh_from_db()
                self._schedule(revision)
                told = self.scheduled_at and self.scheduled_at.isoformat()
                journal.write(
                    "article.scheduled", self, by=user, came_from=before, to=self.state, at=told
                )

    @staticmethod
    def _tell(version: "Article", before: str, stood: str, *, by: Person | None) -> None:
        """Write what has gone live where it is looked for."""
        if version.go_live_at:
            # Its moment came while it was to be scheduled.
            version._settle()
            version.save()
        Address.objects.settle(version)
        Translation.objects.settle(version)
        moved = {"address": [stood, version.slug]} if stood not in {"", version.slug} else {}
        journal.write(
            "article.published", version, by=by, came_from=before, to=version.state, **moved
        )
        Byline.objects.settle({version.pk: version.authors})

    def unpublish(
        self,
        set_expired: bool = False,
        commit: bool = True,
        user: Person | None = None,
        log_action: bool | str = True,
    ) -> None:
        """Take the article off the site and out of later digests, and write it in the journal."""
        before = self.state
        # Wagtail's own check asks for a method that only pages have.
        action = UnpublishAction(self, set_expired, commit, user, log_action)
        with transaction.atomic():
            action.execute(skip_permission_checks=True)
            self.withdrawn_at = clock.now()
            self.save(update_fields=["withdrawn_at", "withdrawn_why"])
            Translation.objects.settle(self)
            journal.write("article.withdrawn", self, by=user, came_from=before, to=self.state)

    def _schedule(self, revision: Any) -> None:
        revision.refresh_from_db(fields=["approved_go_live_at"])
        self.scheduled_at = revision.approved_go_live_at
        self.submitted_at = self.submitted_by = None
        self.save(update_fields=["scheduled_at", "submitted_at", "submitted_by"])

    def _settle(self) -> None:
        """Be what is published: dated, and neither submitted, scheduled nor withdrawn any more."""
        if not self.rescued_from:
            now = clock.now()
            self.news_at = self.news_at or now
            self.date = self.date or self.news_at
        if self.date:
            self.place = place_of(self.date)
        self.scheduled_at = self.submitted_at = self.submitted_by = self.withdrawn_at = None
        self.withdrawn_why = ""
