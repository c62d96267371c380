"""Place items in stories by what they are like; join stories that turn out to be one."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum

from pamphleteer.collect.models import Story, Suggestion, WireItem
from pamphleteer.collect.passages import FEWEST
from pamphleteer.collect.sketch import BRIEF, name_of, unpacked
from pamphleteer.collect.verbs import first
from pamphleteer.collect.verbs.likeness import Member
from pamphleteer.collect.verbs.many import insert
from pamphleteer.ground.text import fold

_PART = 0.3  # of a text: what covers less of it may be one of many pieces that it lists
_COMMON = 0.25  # of a part: what two passages may have in common
_LOOKED_AT = 20  # items of a story
_MOST_OF_IT = 0.7
_RUN = 5  # samples in a row: a passage, and no words that are together by chance


@dataclass(frozen=True)
class Match:
    """Another item that shares words with an item, and how like it is: 0 for another piece."""

    likeness: float
    member: Member


class Change(Enum):
    """How much of what an item said before it says no longer."""

    LITTLE = "little"
    MUCH = "much"
    ALL = "all"


@dataclass
class Placing:
    """The stories of some items, until all of them are written.

    `crowded` tells, of stories in which a changed item is not alone, how many they hold.
    """

    crowded: dict[int, int]
    placed: list[Member] = field(default_factory=list)
    new: list[Story] = field(default_factory=list)
    # By the identity of the row in memory, for new stories have no key yet.
    into: dict[int, Story] = field(default_factory=dict)
    emptied: list[Story] = field(default_factory=list)
    _same: dict[int, Story] = field(default_factory=dict)
    _left: set[int] = field(default_factory=set)

    def place(self, member: Member, matches: Sequence[Match], *, change: Change) -> None:
        """Give an item its story: the one of what it is most like, else one of its own."""
        home, stays = self._home(member, change)
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
        insert(living)
        for member in self.placed:
            member.item.story = self.of(member)

    def finish(self) -> None:
        """Move what is in joined stories, and bring all of the stories up to date."""
        for story in self.emptied:
            to = story
            while id(to) in self.into:
                to = self.into[id(to)]
            empty(story, into=to)
        lone = self._lone()
        first.begin(lone)
        keys = {member.item.story_id for member in self.placed}
        touched = {key for key in keys | self._left if key and key not in lone}
        first.bring_up_to_date(touched, came=[member.item.pk for member in self.placed])

    def _lone(self) -> dict[int, int]:
        """Return the new stories of one item, with that item: of them no more is to be known."""
        held = Counter(member.item.story_id for member in self.placed)
        joined = {id(story) for story in self.into.values()}
        lone = {s.pk for s in self.new if s.pk and held[s.pk] == 1 and id(s) not in joined}
        return {
            member.item.story_id: member.item.pk
            for member in self.placed
            if member.item.story_id in lone
        }

    def _begun(self, member: Member) -> Story:
        item = member.item
        story = Story(language=item.language, begun=item.seen, latest=item.seen)
        self.new.append(story)
        return story

    def _home(self, member: Member, change: Change) -> tuple[Story | None, bool]:
        """Return the story that an item is in, if it may stay, and whether it leaves all as it is.

        What says something else than it did before does not draw others that are with it along, and
        what is another piece leaves them: some sources give one id to one piece after the other.
        """
        home = self.of(member)
        if home is None:
            return None, False
        if member.item.settled or home.settled:
            return home, True
        is_crowded = self.crowded.get(home.pk, 1) > 1
        if is_crowded and change is Change.ALL:
            self.crowded[home.pk] -= 1
            self._left.add(home.pk)
            return None, False
        return home, is_crowded and change is Change.MUCH

    def _copies(self, member: Member, matches: Sequence[Match]) -> list[Match]:
        """Return the matches without the pieces that an item merely lists, each a part of it."""
        likes = [
            m
            for m in matches
            if m.likeness
            and not self._is_listed(member, m)
            and not (_lists(member, m.member) or _lists(m.member, member))
        ]
        parts = [
            (self.of(m.member), m, _part(member, m))
            for m in matches
            if m.likeness <= 1 and not _same_headline(member, m.member)
        ]
        told = [(story, match, held) for story, match, held in parts if held]
        if not _are_apart([(story, held) for story, _, held in told]):
            return likes
        listed = {id(match) for _, match, _ in told}
        return [match for match in likes if id(match) not in listed]

    def _is_listed(self, member: Member, match: Match) -> bool:
        """Say whether a longer text has an item as one piece of several that are in its story."""
        longer = match.member
        held = _held(longer, member)
        brief = len(member.said.samples) <= BRIEF
        if match.likeness > 1 or not held or brief or _same_headline(member, longer):
            return False
        others = (_held(longer, one) for one in self._in(self.of(longer)))
        return any(_apart(held, other) for other in others)

    def _in(self, story: Story | None) -> list[Member]:
        """Return the items of a story as far as they are needed to know what is in it."""
        early = [member for member in self.placed if self.of(member) is story]
        if story is None or not story.pk:
            return early
        rows = WireItem.objects.filter(story=story).only("pk", "sketch").order_by("pk")[:_LOOKED_AT]
        return early + [Member(item, unpacked(bytes(item.sketch))) for item in rows]

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
        loose = _undeclined(loose)
        for story in loose[1:]:
            self.into[id(story)] = loose[0]
            if story.pk:
                self.emptied.append(story)


def _undeclined(stories: Sequence[Story]) -> list[Story]:
    """Leave out the stories of which an editor said that they are not the first one."""
    keys = [story.pk for story in stories if story.pk]
    if len(keys) < 2:
        return [*stories]
    said = Suggestion.objects.filter(declined=True, one__in=keys, other__in=keys)
    apart = {frozenset(pair) for pair in said.values_list("one", "other")}
    first = stories[0]
    return [story for story in stories if frozenset((first.pk, story.pk)) not in apart]


def empty(story: Story, *, into: Story) -> None:
    """Move all items of a story to another one; it is kept, and leads there."""
    WireItem.objects.filter(story=story).update(story=into)
    Story.objects.filter(into=story).update(into=into)
    Story.objects.filter(pk=story.pk).update(into=into, first=None)


def _lists(longer: Member, other: Member) -> bool:
    """Say whether a letter has another piece with its headline over it, among other things."""
    if name_of(other.item.headline) not in longer.sketch.names or _same_headline(longer, other):
        return False
    mine = frozenset(longer.said.samples)
    return len(mine.intersection(other.said.samples)) < _MOST_OF_IT * len(mine)


def _part(member: Member, match: Match) -> frozenset[int]:
    """Return the samples that an item has of another one: a passage that is a small part of it."""
    held = _held(member, match.member)
    return held if match.likeness or _has_run(member.said.samples, held) else frozenset()


def _held(longer: Member, other: Member) -> frozenset[int]:
    """Return the samples that are in both, or nothing if they are no small part of the longer."""
    mine = frozenset(longer.said.samples)
    held = mine.intersection(other.said.samples)
    return held if FEWEST <= len(held) < _PART * len(mine) else frozenset()


def _same_headline(one: Member, other: Member) -> bool:
    return fold(one.item.headline) == fold(other.item.headline)


def _has_run(samples: Sequence[int], held: Collection[int]) -> bool:
    """Say whether some samples in a row are all held."""
    row = 0
    for sample in samples:
        row = row + 1 if sample in held else 0
        if row == _RUN:
            return True
    return False


def _apart(one: frozenset[int], two: frozenset[int]) -> bool:
    """Say whether two parts are of two passages: a few words may be in both."""
    return len(one & two) < _COMMON * min(len(one), len(two))


def _are_apart(told: Sequence[tuple[Story | None, frozenset[int]]]) -> bool:
    """Say whether two parts are of two stories and of two passages."""
    return any(
        story is not other and _apart(one, two)
        for n, (story, one) in enumerate(told)
        for other, two in told[n + 1 :]
    )
