"""Articles: what the outlet publishes."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import models, transaction
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.actions.unpublish import UnpublishAction
from wagtail.fields import RichTextField
from wagtail.models import DraftStateMixin, LockableMixin, RevisionMixin

from pamphleteer.ground import clock
from pamphleteer.ground.text import cut
from pamphleteer.register.models import Person
from pamphleteer.register.verbs import journal

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
KEPT = ("place", "news_at", "item_id", "rescued_from", "begun_by_id")
BODY_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "hr", "link", "blockquote"]


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


class Article(DraftStateMixin, LockableMixin, RevisionMixin, ClusterableModel):  # type: ignore[misc]
    """What the outlet publishes: own writing, or a partner's piece with credit."""

    headline = models.CharField(max_length=500)
    slug = models.SlugField("address", max_length=100, unique=True, allow_unicode=True)
    lead = models.TextField(blank=True, help_text="Plain text; a blank line begins a paragraph.")
    body = RichTextField(blank=True, features=BODY_FEATURES)
    language = models.CharField(max_length=20, blank=True, help_text="If not the outlet's.")
    authors = models.CharField("by", max_length=300, blank=True)
    topics = ParentalManyToManyField("register.Topic", blank=True, related_name="articles")

    partner = models.ForeignKey(
        "register.Partner", null=True, blank=True, on_delete=models.PROTECT, related_name="articles"
    )
    licence = models.ForeignKey(
        "register.Licence", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    credit = models.CharField(max_length=300, blank=True)
    original_url = models.URLField("original", max_length=2000, blank=True)
    item = models.OneToOneField(
        "collect.WireItem",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="article",
    )

    date = models.DateTimeField(
        null=True, blank=True, help_text="As readers see it; without one, none is shown."
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

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-place", "-id"]
        default_permissions = ("add", "change", "delete", "view", "publish")

    def __str__(self) -> str:
        return cut(self.headline, 120)

    def with_content_json(self, content: dict[str, Any]) -> "Article":
        """Return the article as a revision has it; what no editor writes stays as it is."""
        article: Article = super().with_content_json(content)
        for name in KEPT:
            setattr(article, name, getattr(self, name))
        return article

    def publish(self, revision: Any, user: Person | None = None, **options: Any) -> None:
        """Publish a revision, give the article its place, and write it in the journal."""
        with transaction.atomic():
            super().publish(revision, user=user, **options)
            self.refresh_from_db()
            if self.live:
                self._settle()
                journal.write("article.published", self, by=user)

    def unpublish(
        self,
        set_expired: bool = False,
        commit: bool = True,
        user: Person | None = None,
        log_action: bool | str = True,
    ) -> None:
        """Take the article off the site and out of later digests, and write it in the journal."""
        # Wagtail's own check asks for a method that only pages have.
        action = UnpublishAction(self, set_expired, commit, user, log_action)
        with transaction.atomic():
            action.execute(skip_permission_checks=True)
            journal.write("article.withdrawn", self, by=user)

    def _settle(self) -> None:
        if not self.rescued_from:
            now = clock.now()
            self.news_at = self.news_at or now
            self.date = self.date or self.news_at
        if self.date:
            self.place = place_of(self.date)
        self.save(update_fields=["date", "news_at", "place"])
