"""Put stories of the wire aside, and take them up again."""

from collections.abc import Collection

from django.db import transaction

from pamphleteer.collect.models import Story
from pamphleteer.desk.models import Skip
from pamphleteer.ground import clock
from pamphleteer.register.models import Person
from pamphleteer.register.verbs import journal


def skip(keys: Collection[int], *, by: Person | None = None) -> int:
    """Put stories aside, each once; return how many were not aside before."""
    with transaction.atomic():
        aside = set(Skip.objects.filter(story__in=keys).values_list("story", flat=True))
        fresh = list(Story.objects.told().filter(pk__in=set(keys) - aside).order_by("pk"))
        now = clock.now()
        Skip.objects.bulk_create(
            [Skip(story=story, by=by, at=now) for story in fresh], ignore_conflicts=True
        )
        for story in fresh:
            journal.write("story.skipped", story, by=by)
    return len(fresh)


def take_up(keys: Collection[int], *, by: Person | None = None) -> int:
    """Bring stories back that were put aside; return how many were."""
    with transaction.atomic():
        rows = Skip.objects.filter(story__in=keys).select_related("story").order_by("story")
        stories = [row.story for row in rows]
        Skip.objects.filter(story__in=stories).delete()
        for story in stories:
            journal.write("story.taken_up", story, by=by)
    return len(stories)
