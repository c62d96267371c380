"""Group wire items into stories: copies and versions of one piece, whoever carries them.

Meant for the transaction that keeps the items, after `wait_turn`. Nothing is ever removed here,
and what an editor settled is not touched.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import connection, models, transaction
from django.db.models import Count

from pamphleteer.collect.models import Source, Story, WireItem
from pamphleteer.collect.passages import containment
from pamphleteer.collect.sketch import BRIEF, Sketch, unpacked
from pamphleteer.collect.sketch import sketch as sketch_of
from pamphleteer.collect.verbs import marks, refrains
from pamphleteer.collect.verbs.likeness import Member, are_unlike, likeness
from pamphleteer.collect.verbs.many import moment, rows
from pamphleteer.collect.verbs.placing import Change, Match, Placing
from pamphleteer.collect.verbs.turns import wait_turn
from pamphleteer.ground.html import read
from pamphleteer.ground.prose import prose

# What comparing needs of items and of their stories, in the order of the models.
_OF_ITEM = (
    "id", "source_id", "identity", "url", "canonical", "headline", "language", "enclosures", "origin",
    "fingerprint", "sketch", "story_id", "settled",
)  # fmt: skip
_OF_STORY = ("id", "language", "begun", "latest", "settled", "into_id")
_CANDIDATES = (
    f"SELECT s.refrains, {', '.join(f'w.{name}' for name in _OF_ITEM)}, "  # noqa: S608
    f"{', '.join(f't.{name}' for name in _OF_STORY)} FROM collect_wireitem w "
    "JOIN collect_story t ON t.id = w.story_id JOIN collect_source s ON s.id = w.source_id "
    "WHERE w.id {} ORDER BY w.id"
)
_Row = TypeVar("_Row", bound=models.Model)
_BEGINNING = 80  # characters of a lead that tell whether a body begins with it
_STORIES = 20  # that one item is compared with
_FROM_EACH = 3  # items of one story
_AGAIN = 40  # items of a source
_SAID_BY_ALL = 8  # stories that make of a mark one that says nothing


@dataclass(frozen=True)
class Brought:
    """What a source brought: new items, which have no key yet, and changed ones; with sketches."""

    source: Source
    drafts: Sequence[tuple[WireItem, Sketch]]


@dataclass
class Grouping:
    """Items that have found their stories, and what is to be written once they have keys.

    `learnt` are the refrains of sources that were none before.
    """

    members: list[Member]
    placing: Placing
    noted: list[tuple[Member, list[int]]]
    learnt: list[tuple[Source, frozenset[int]]]

    def finish(self) -> None:
        """Note the marks of the items that are kept by now, and bring their stories up to date."""
        marks.put((number, member.item.pk) for member, numbers in self.noted for number in numbers)
        self.placing.finish()
        keys = {member.item.pk for member in self.members} if self.learnt else ()
        for source, learnt in self.learnt:
            _look_again(source, learnt, but=keys)


def group(brought: Iterable[Brought]) -> Grouping:
    """Give each new or changed item its story and its sketch; new stories are made."""
    members, learnt = list[Member](), list[tuple[Source, frozenset[int]]]()
    for one in brought:
        said, new = _refrains(one)
        members += [Member(item, sketch, said) for item, sketch in one.drafts]
        learnt += [(one.source, new)] if new else []
    known = look_up(members)
    placing = Placing(crowded=_crowded(members))
    for member in members:
        placing.place(member, known.matches(member), change=_change(member))
        known.add(member)
        member.item.sketch = member.sketch.packed()
    placing.make()
    return Grouping(members, placing, known.noted, learnt)


def _refrains(brought: Brought) -> tuple[frozenset[int], frozenset[int]]:
    """Return the refrains of a source, and those that its earlier pieces were compared with."""
    source = brought.source
    fresh = [(item.headline, sketch) for item, sketch in brought.drafts if item.pk is None]
    before, is_new = refrains.of(source), not refrains.has_heard(source)
    said = refrains.learn(source, fresh) if fresh else before
    return said, frozenset() if is_new else said - before


def regroup(item: WireItem) -> None:
    """Sketch a kept item anew from the body that it has by now, and look for its copies again."""
    with transaction.atomic(savepoint=False):
        wait_turn()
        sketch = sketch_of(texts_of(item.lead, prose(read(item.body))))
        grouping = group([Brought(item.source, [(item, sketch)])])
        item.save(update_fields=["sketch", "story"])
        grouping.finish()


def _look_again(source: Source, learnt: frozenset[int], *, but: Collection[int]) -> None:
    """Seek copies of the newest lone items of a source without what turned out to be refrains."""
    ours = WireItem.objects.filter(source=source, settled=False, story__settled=False)
    drafts = []
    for item in ours.exclude(pk__in=but).select_related("story").order_by("-pk")[:_AGAIN]:
        sketch = unpacked(bytes(item.sketch))
        if not learnt.isdisjoint(sketch.names):
            drafts.append((item, sketch))
    lone = _lone([item.story_id for item, _ in drafts])
    again = [(item, sketch) for item, sketch in drafts if item.story_id in lone]
    if again:
        grouping = group([Brought(source, again)])
        WireItem.objects.bulk_update([item for item, _ in again], ["story"])
        grouping.finish()


def _lone(stories: Collection[int | None]) -> set[int | None]:
    """Return those stories that have one item."""
    counted = WireItem.objects.filter(story__in=stories).values("story").annotate(items=Count("pk"))
    return set(counted.order_by().filter(items=1).values_list("story", flat=True))


def texts_of(lead: str, body: Sequence[str]) -> list[str]:
    """Return the paragraphs that a sketch is made of: the body's, and the lead if it is not there."""
    return [*body] if lead[:_BEGINNING] in " ".join(body) else [lead, *body]


def _change(member: Member) -> Change:
    """Return how much of what an item said before its sketch of now does not have."""
    packed = member.item.sketch
    before = unpacked(bytes(packed)) if packed else member.sketch
    if before == member.sketch or containment(before, member.sketch):
        return Change.LITTLE
    return Change.ALL if are_unlike(before, member.sketch) else Change.MUCH


def _crowded(members: Iterable[Member]) -> dict[int, int]:
    """Return which of the stories that changed items are in have other items too, and how many."""
    keys = {member.item.story_id for member in members} - {None}
    if not keys:
        return {}
    counted = WireItem.objects.filter(story__in=keys).values("story").annotate(items=Count("pk"))
    return dict(counted.order_by().filter(items__gt=1).values_list("story", "items"))


@dataclass
class Known:
    """What is on the wire already, and what came in the same document before."""

    holders: dict[int, list[int]]
    stories: dict[int, int] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    early: dict[int, list[Member]] = field(default_factory=lambda: defaultdict(list))
    empty: set[int] = field(default_factory=set)
    silent: set[int] = field(default_factory=set)
    noted: list[tuple[Member, list[int]]] = field(default_factory=list)
    _near: dict[int, list[int]] = field(default_factory=dict)

    def find_empty(self, words: Collection[int]) -> None:
        """Find which marks say nothing, for many stories have them; note it of those of words."""
        silent = {number for number, keys in self.holders.items() if marks.NOTHING in keys}
        held = {n: keys for n, keys in self.holders.items() if len(keys) > _SAID_BY_ALL}
        self.stories |= marks.homes({key for keys in held.values() for key in keys})
        many = {n for n, keys in held.items() if self._stories_of(keys) > _SAID_BY_ALL}
        marks.say_nothing(many.intersection(words))
        self.silent = silent | many.intersection(words)
        self.empty = silent | many

    def add(self, member: Member) -> None:
        """Let those that follow know of an item that has its story, by marks that are not full."""
        numbers = list[int]()
        for number in member.marks - self.silent:
            early = self.early[number]
            if len(early) + len(self.holders.get(number, ())) < marks.FULL:
                early.append(member)
                numbers.append(number)
        self.noted.append((member, numbers))

    def matches(self, member: Member) -> list[Match]:
        """Return what an item may be a copy of, the likest first, and what else it shares words with."""
        candidates = [
            *(self.members[key] for key in self.candidates(member) if key in self.members),
            *self._early(member),
        ]
        empty = self._empty(member)
        found = [(likeness(member, other, empty=empty), other) for other in candidates]
        ranked = sorted((-like, n) for n, (like, _) in enumerate(found))
        return [Match(-like, found[n][1]) for like, n in ranked]

    def near(self, member: Member) -> list[int]:
        """Return the keys of the items that share enough marks with one, those with most first."""
        if id(member) not in self._near:
            self._near[id(member)] = self._sharing(member)
        return self._near[id(member)]

    def candidates(self, member: Member) -> list[int]:
        """Return the keys of the items to compare it with: a few of each story, a few stories."""
        taken: dict[int, list[int]] = {}
        for key in self.near(member):
            story = self.stories.get(key, -key)
            if story in taken or len(taken) < _STORIES:
                taken.setdefault(story, []).append(key)
        return [key for keys in taken.values() for key in keys[:_FROM_EACH]]

    def _sharing(self, member: Member) -> list[int]:
        sure = set(self._holding(member.addresses | member.origins | {member.words}, member))
        # One shingle in common with a long text says no more than that both use a phrase.
        fewest = 2 if len(member.said.samples) > BRIEF else 1
        counted = Counter(self._holding(member.marks, member))
        return [key for key, shared in counted.most_common() if shared >= fewest or key in sure]

    def _stories_of(self, keys: Iterable[int]) -> int:
        return len({self.stories.get(key) for key in keys})

    def _holding(self, numbers: Iterable[int], member: Member) -> Iterator[int]:
        own = member.item.pk
        for number in numbers:
            if number not in self.empty:
                yield from (key for key in self.holders.get(number, ()) if key != own)

    def _early(self, member: Member) -> list[Member]:
        counted = Counter(other for number in member.marks for other in self.early.get(number, ()))
        return [other for other, _ in counted.most_common(_STORIES)]

    def _empty(self, member: Member) -> set[int]:
        """Return the marks that say nothing, and the paragraphs that have no other ones."""
        if not self.empty:
            return self.empty
        parts = (
            (part.name, member.said.marks.intersection(part.samples)) for part in member.said.parts
        )
        return self.empty | {name for name, its in parts if its and its <= self.empty}


def look_up(members: Sequence[Member]) -> Known:
    """Look up, in a few queries for all of some items, what is on the wire that may be like them."""
    asked = set[int]().union(*(member.marks for member in members))
    known = Known(marks.holders(asked))
    known.find_empty(set[int]().union(*(member.said.marks for member in members)))
    near = {key for member in members for key in known.near(member)}
    known.stories |= marks.homes(near - known.stories.keys())
    chosen = {key for member in members for key in known.candidates(member)}
    known.members = _loaded(chosen, {m.item.pk: m for m in members if m.item.pk})
    return known


def _loaded(keys: set[int], ours: dict[int, Member]) -> dict[int, Member]:
    found = {}
    for said, *told in rows(_CANDIDATES, keys - ours.keys()):
        of_item = dict(zip(_OF_ITEM, told, strict=False))
        of_story = dict(zip(_OF_STORY, told[len(_OF_ITEM) :], strict=True))
        parsed = {name: json.loads(of_item[name]) for name in ("enclosures", "origin")}
        item = _row(WireItem, of_item | parsed)
        times = {name: moment(of_story[name]) for name in ("begun", "latest")}
        item.story = _row(Story, of_story | times)
        found[item.pk] = Member(item, unpacked(bytes(item.sketch)), frozenset(json.loads(said)))
    return found


def _row(model: type[_Row], fields: dict[str, Any]) -> _Row:
    """Return a row that was read in part, as the ORM makes one."""
    return model.from_db(connection.alias, fields.keys(), fields.values())
