"""Give an article one more topic."""

from django.db import transaction

from pamphleteer.desk.models import Article
from pamphleteer.desk.verbs.locking import theirs
from pamphleteer.register.models import Person, Topic
from pamphleteer.register.verbs import journal


def add_topic(article: Article, topic: Topic, *, by: Person | None = None) -> bool:
    """Put an article under a topic too, at once if it is published; False if it stands there.

    Changes to it that nobody has published yet stay unpublished.
    """
    with transaction.atomic():
        held = theirs(article, by)
        if held.topics.filter(pk=topic.pk).exists():
            return False
        edited = held.has_unpublished_changes
        draft = held.get_latest_revision_as_object()
        draft.topics.add(topic)
        revision = draft.save_revision(user=by)
        if held.live and not edited:
            revision.publish(user=by, skip_permission_checks=True)
        else:
            _add_to_row(held, topic, by=by)
        article.refresh_from_db()
    return True


def _add_to_row(held: Article, topic: Topic, *, by: Person | None) -> None:
    held.refresh_from_db()
    held.topics.add(topic)
    held.save()
    if held.live:
        journal.write("article.published", held, by=by, came_from=held.state, to=held.state)
    else:
        journal.write("article.topic_added", held, by=by, topic=str(topic))
