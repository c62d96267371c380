"""What an editor says of stories: these are one, this is another, those two are not the same.

No machine undoes it: items and stories that an editor has placed are settled.
"""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from pamphleteer.collect.errors import RefusedError
from pamphleteer.collect.models import Story, Suggestion, WireItem
from pamphleteer.collect.verbs.first import bring_up_to_date
from pamphleteer.collect.verbs.placing import empty
from pamphleteer.collect.verbs.turns import wait_turn
from pamphleteer.register.models import Person
from pamphleteer.register.verbs import journal


def merge(keys: Collection[int], *, by: Person | None = None) -> Story:
    """Make one story of several: the oldest, to which all of their items go. Raises `RefusedError`."""
    with transaction.atomic():
        wait_turn()
        stories = sorted({_told(key) for key in keys}, key=lambda story: story.pk)
        if len(stories) < 2:
            raise RefusedError(_("Name at least two stories that are not one already."))
        kept, *others = stories
        for story in others:
            empty(story, into=kept)
        WireItem.objects.filter(story=kept).update(settled=True)
        Story.objects.filter(pk=kept.pk).update(settled=True)
        bring_up_to_date([kept.pk])
        kept.refresh_from_db()
        journal.write("story.merged", kept, by=by, stories=[story.pk for story in others])
    return kept


def split(key: int, *, by: Person | None = None) -> Story:
    """Take an item out of its story, into one of its own, and return that. Raises `RefusedError`."""
    with transaction.atomic():
        wait_turn()
        item = WireItem.objects.filter(pk=key).first()
        if item is None:
            told = _("There is no wire item {number}: `wire show STORY` tells their numbers.")
            raise RefusedError(told.format(number=key))
        left = item.story_id
        if left is None or WireItem.objects.filter(story=left).count() < 2:
            told = _("“{piece}” is alone in its story: there is nothing to split.")
            raise RefusedError(told.format(piece=item))
        story = Story.objects.create(begun=item.seen, latest=item.seen, settled=True)
        WireItem.objects.filter(pk=key).update(story=story, settled=True)
        bring_up_to_date([left, story.pk])
        story.refresh_from_db()
        journal.write("story.split", story, by=by, item=key, left=left)
    return story


def decline(one: int, other: int, *, by: Person | None = None) -> None:
    """Say that two stories that were suggested as one event are not. Raises `RefusedError`."""
    pair = sorted([one, other])
    with transaction.atomic():
        suggestion = Suggestion.objects.filter(one=pair[0], other=pair[1]).first()
        if suggestion is None:
            told = _("Stories {one} and {other} were not suggested as one event.")
            raise RefusedError(told.format(one=one, other=other))
        Suggestion.objects.filter(pk=suggestion.pk).update(declined=True)
        journal.write("suggestion.declined", suggestion, by=by)


def living(key: int) -> Story | None:
    """Return the story of a number, or the one that its items went to; None if there is none."""
    story = Story.objects.select_related("into").filter(pk=key).first()
    while story is not None and story.into is not None:
        story = story.into
    return story


def _told(key: int) -> Story:
    story = living(key)
    if story is None:
        told = _("There is no story {number}: `wire list` tells their numbers.")
        raise RefusedError(told.format(number=key))
    return story
