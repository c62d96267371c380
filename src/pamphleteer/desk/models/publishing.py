"""Publishing a version of an article: what Wagtail does, in plain statements.

A test publishes each article both ways, and compares all rows.
"""

import logging
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.log_actions import get_active_log_context
from wagtail.models import ModelLogEntry
from wagtail.permission_policies import ModelPermissionPolicy

from pamphleteer.register import rows
from pamphleteer.register.models import Person
from pamphleteer.register.statements import ask, tell

if TYPE_CHECKING:
    from pamphleteer.desk.models.article import Article

log = logging.getLogger("wagtail")

_BESIDE = """
    WITH versions AS (
        SELECT created_at, id FROM wagtailcore_revision
        WHERE base_content_type_id = %s AND object_id = %s
    ),
    this AS (SELECT created_at, id FROM versions WHERE id = %s)
    SELECT
    EXISTS (SELECT 1 FROM versions v, this t WHERE (v.created_at, v.id) > (t.created_at, t.id)),
    EXISTS (SELECT 1 FROM versions v, this t WHERE (v.created_at, v.id) < (t.created_at, t.id)),
    (SELECT headline FROM desk_article WHERE id = %s)
"""
_NO_MORE_SCHEDULED = """
    UPDATE wagtailcore_revision SET approved_go_live_at = NULL
    WHERE base_content_type_id = %s AND object_id = %s AND approved_go_live_at IS NOT NULL
"""
_TOPICS = "SELECT topic_id FROM desk_article_topics WHERE article_id = %s"


class Publishing(PublishRevisionAction):  # type: ignore[misc]
    """Wagtail's way to publish a revision, of a version that was read of it already.

    What goes live at once goes by plain statements; what is scheduled, or reverted, goes Wagtail's own way.
    """

    object: "Article"

    def __init__(
        self, version: "Article", revision: Any, user: Person | None, **options: Any
    ) -> None:
        """Hold what is to be published."""
        # Wagtail's own reads the version once more.
        self.object, self.revision, self.user = version, revision, user
        self.permission_policy = ModelPermissionPolicy(type(version))
        self.changed = options.get("changed", True)
        self.log_action = options.get("log_action", True)
        self.previous_revision = options.get("previous_revision")

    def execute(self, skip_permission_checks: bool = False) -> None:
        """Publish it."""
        if self.object.go_live_at or self.previous_revision:
            super().execute(skip_permission_checks)
            return
        self.check(skip_permission_checks)
        self._publish()

    def _publish(self) -> None:
        version, revision = self.object, self.revision
        of_article = (version.get_base_content_type().pk, str(version.pk))
        [(newer, older, headline)] = ask(_BESIDE, *of_article, revision.pk, version.pk)
        stood = str(type(version)(headline=headline)) if older else str(version)
        version.live, version.expired = True, False
        version.has_unpublished_changes = bool(newer)
        version.live_revision = revision
        version.last_published_at = timezone.now()
        version.first_published_at = version.first_published_at or version.last_published_at
        tell(_NO_MORE_SCHEDULED, *of_article)
        rows.change(version)
        self._settle_topics()
        self._after_publish()
        self._write_history(stood)

    def _settle_topics(self) -> None:
        there = {key for (key,) in ask(_TOPICS, self.object.pk)}
        if there != {topic.pk for topic in self.object.topics.all()}:
            self.object.topics.commit()

    def _write_history(self, stood: str) -> None:
        """Add what Wagtail shows as the article's history."""
        version = self.object
        if self.log_action:
            told = str(version)
            data = {} if stood == told else {"title": {"old": stood, "new": told}}
            if data:
                self._add_line("wagtail.rename", data)
            named = self.log_action if isinstance(self.log_action, str) else "wagtail.publish"
            self._add_line(named, data, content_changed=self.changed)
        log.info('Published: "%s" pk=%s revision_id=%d', version, version.pk, self.revision.pk)

    def _add_line(self, action: str, data: dict[str, Any], **fields: Any) -> None:
        version, context = self.object, get_active_log_context()
        rows.add(
            ModelLogEntry(
                content_type=ContentType.objects.get_for_model(version, for_concrete_model=False),
                object_id=str(version.pk),
                label=ModelLogEntry.objects.get_instance_title(version),
                action=action,
                data=data,
                timestamp=timezone.now(),
                user=self.user or context.user,
                uuid=context.uuid,
                revision=self.revision,
                **fields,
            )
        )
