"""Place items in stories by what they are like; join stories that turn out to be one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pamphleteer.collect.models import Story, WireItem
from pamphleteer.collect.verbs import first
from pamphleteer.collect.verbs.likeness import Member
from pamphleteer.ground import clock

_PART = 0.3  # of a text: a story that covers less of it may be one of many that it lists


@dataclass(frozen=True)
class Match:
    """Another item that an item is like, and how much."""

    likeness: float
    member: Member


@dataclass
class Placing:
    """The stories of some items, until all of them are written.

    `crowded` are the keys of stories in which a changed item is not alone.
    """

    crowded: set[int]
    placed: list[Member] = field(default_factory=list)
    new: list[Story] = field(default_factory=list)
    # By the identity of the row in memory, for new stories have no key yet.
    into: dict[int, Story] = field(default_factory=dict)
    emptied: list[Story] = field(default_factory=list)
    _same: dict[int, Story] = field(default_factory=dict)

    def place(self, member: Member, matches: Sequence[Match], *, drifted: bool) -> None:
        """Give an item its story: the one of what it is most like, else one of its own."""
        home = self.of(member)
        stays = home is not None and self._stays(member, home, drifted=drifted)
        found = [] if stays else self._stories(self._copies(member, matches))
        home = home or (found[0] if found else self._begun(member))
        member.item.story = home
        self.placed.append(member)
        self._join([home, *(story for story in found if story is not home)])

    def of(self, member: Member) -> Story | None:
        """Return the story that an item is in by now."""
        story = member.item.story
        if story is None:
            return None
        if story.pk:
            # Two items read from the database have each a row of their own for one story.
            story = self._same.setdefault(story.pk, story)
        while id(story) in self.into:
            story = self.into[id(story)]
        return story

    def make(self) -> None:
        """Write the new stories, and let each item know its story."""
        living = [story for story in self.new if id(story) not in self.into]
        Story.objects.bulk_create(living)
        for member in self.placed:
            member.item.story = self.of(member)

    def finish(self) -> None:
        """Move what is in joined stories, and bring all of the stories up to date."""
        for story in self.emptied:
            to = story
            while id(to) in self.into:
                to = self.into[id(to)]
            empty(story, into=to)
        keys = (member.item.story_id for member in self.placed)
        first.bring_up_to_date({key for key in keys if key})

    def _begun(self, member: Member) -> Story:
        now = clock.now()
        seen = member.item.seen
        story = Story(language=member.language, begun=seen, latest=max(seen, now))
        self.new.append(story)
        return story

    def _stays(self, member: Member, home: Story, *, drifted: bool) -> bool:
        """Say whether a changed item leaves all stories as they are.

        What says something else than it did before does not draw others that are with it along.
        """
        return member.item.settled or home.settled or (drifted and home.pk in self.crowded)

    def _copies(self, member: Member, matches: Sequence[Match]) -> Sequence[Match]:
        """Return the matches without the pieces that an item merely lists, each a part of it."""
        mine = frozenset(member.said.samples)
        small = [
            (id(self.of(match.member)), held)
            for match in matches
            if match.likeness <= 1
            and len(held := mine.intersection(match.member.said.samples)) < _PART * len(mine)
        ]
        apart = any(
            story != other and one.isdisjoint(two)
            for n, (story, one) in enumerate(small)
            for other, two in small[n + 1 :]
        )
        if not apart or len(small) < sum(match.likeness <= 1 for match in matches):
            return matches
        return [match for match in matches if match.likeness > 1]

    def _stories(self, matches: Iterable[Match]) -> list[Story]:
        found: dict[int, Story] = {}
        for match in matches:
            story = self.of(match.member)
            if story is not None:
                found.setdefault(id(story), story)
        return list(found.values())

    def _join(self, stories: Sequence[Story]) -> None:
        """Make one of several stories if no editor has settled them; the oldest one stays."""
        if stories[0].settled:
            return
        loose = sorted(
            (story for story in stories if not story.settled),
            key=lambda story: (story.pk is None, story.pk or 0),
        )
        for story in loose[1:]:
            self.into[id(story)] = loose[0]
            if story.pk:
                self.emptied.append(story)


def empty(story: Story, *, into: Story) -> None:
    """Move all items of a story to another one; it is kept, and leads there."""
    WireItem.objects.filter(story=story).update(story=into)
    Story.objects.filter(into=story).update(into=into)
    Story.objects.filter(pk=story.pk).update(into=into, first=None)
