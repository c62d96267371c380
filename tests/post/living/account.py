"""Who is to get what, when: an account that knows nothing of positions, groups or shared letters.

For each reader and digest it holds a set of articles that were dealt with.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from pamphleteer.post.models import Digest, Edition, Piece
from pamphleteer.post.wishes import Wishes
from tests.post.living.moments import DAY, HOUR, last_moment

# The reader, the digest, the articles, the language, the form.
Letter = tuple[int, int, frozenset[int], str, str]
_LANGUAGE = "en"


@dataclass
class Fact:
    """An article as it is now."""

    headline: str
    topics: frozenset[int]
    live: bool = True


@dataclass
class Unsent:
    """A letter that was planned, and what its reader had been dealt before it."""

    at: datetime
    articles: frozenset[int]
    before: frozenset[int]
    passed: bool = False  # a later one of the digest went


@dataclass
class Line:
    """One reader's digest: what was dealt with, and what lies at the relay."""

    wishes: Wishes
    looked: datetime
    dealt: set[int]
    unsent: list[Unsent] = field(default_factory=list)


@dataclass
class Carried:
    """What a digest has, article by article: whether its edition is settled, and whether letters may hold it."""

    every: set[int]
    settled: set[int]
    ready: set[int]
    last: int  # the newest piece
    settlements: int
    ready_at: datetime | None

    @classmethod
    def read(cls, digest: Digest) -> "Carried":
        rows = list(
            Piece.objects.filter(digest=digest).values_list(
                "pk", "article", "edition__state", "over"
            )
        )
        editions = Edition.objects.filter(digest=digest)
        newest = editions.out().order_by("-ready_at").values_list("ready_at", flat=True).first()
        return cls(
            {article for _, article, _, _ in rows},
            {one for _, one, state, _ in rows if state and state != Edition.State.WAITING},
            {one for _, one, state, over in rows if state == Edition.State.READY and not over},
            max((key for key, *_ in rows), default=0),
            editions.settled().count(),
            newest,
        )

    def candidates(self, wishes: Wishes) -> set[int]:
        """Return what there is to be had: of editions that are settled, or all that is news."""
        return set(self.every if wishes.rhythm == "at once" else self.settled)


class Account:
    """What every reader has had, is owed, and is to get next."""

    def __init__(self) -> None:
        self.facts: dict[int, Fact] = {}
        self.frozen: dict[int, dict[int, frozenset[int]]] = {}
        self.lines: dict[tuple[int, int], Line] = {}
        self.had: dict[int, Counter[int]] = {}
        self.paused: dict[int, datetime] = {}
        self.away: set[int] = set()
        self.topics: set[int] = set()
        self.become: dict[int, int] = {}
        self._settlements: dict[int, int] = {}
        self._told: dict[str, int] = {}

    # What readers do.

    def begin(self, reader: int, digest: Digest, wishes: Wishes, *, at: datetime) -> None:
        """Let a reader have wishes for a digest, new ones or others than before."""
        carried, key = Carried.read(digest), (reader, digest.pk)
        self._told[wishes.key(digest.pk)] = carried.last
        candidates = carried.candidates(wishes)
        if key in self.lines:
            self.lines[key].wishes, self.lines[key].looked = wishes, at
            if candidates - self.lines[key].dealt:
                self._told[wishes.key(digest.pk)] = -1  # what they have not had comes at once
        else:
            dealt = candidates | set(self.had.setdefault(reader, Counter()))
            self.lines[key] = Line(wishes, at, dealt)

    def end(self, reader: int, digest: int) -> None:
        self.refuse(reader, digest)
        del self.lines[reader, digest]

    def forget(self, reader: int) -> None:
        for key in [one for one in self.lines if one[0] == reader]:
            del self.lines[key]
        del self.had[reader]
        self.paused.pop(reader, None)

    def refuse(self, reader: int, digest: int | None = None) -> None:
        """Strike out what had not been handed over."""
        for (who, which), line in self.lines.items():
            if who == reader and digest in {None, which}:
                for one in line.unsent:
                    self._not_had(who, one.articles)
                line.unsent.clear()

    def handed_over(self, taken: set[tuple[int, int, frozenset[int]]]) -> None:
        """Let a relay take letters: the reader, the digest, the articles."""
        for reader in self.away:
            self.refuse(reader)
        for key, line in self.lines.items():
            went = [one for one in line.unsent if (*key, one.articles) in taken]
            for one in line.unsent:
                one.passed |= any(later.at > one.at for later in went)
            line.unsent = [one for one in line.unsent if one not in went]

    def passed(self) -> set[tuple[int, int, frozenset[int]]]:
        """Return the letters that go by themselves, however late."""
        return {
            (*key, one.articles)
            for key, line in self.lines.items()
            for one in line.unsent
            if one.passed
        }

    # What comes.

    def now(self, topics: Iterable[int]) -> frozenset[int]:
        return frozenset(self.become.get(one, one) for one in topics)

    def wanted(self, digest: Digest, wishes: Wishes) -> frozenset[int] | None:
        left = self.now(wishes.topics or ()) & self.topics
        scope = {one.pk for one in digest.topics.all()}
        return left if left & (self.topics if digest.every_topic else scope) else None

    def served(self, digest: Digest, *, at: datetime) -> list[Letter]:
        """Deal with every line of a digest that is due; return the letters."""
        carried, letters = Carried.read(digest), []
        news = carried.settlements != self._settlements.get(digest.pk, 0)
        self._settlements[digest.pk] = carried.settlements
        told: dict[str, int] = {}
        mine = {key: one for key, one in self.lines.items() if key[1] == digest.pk}
        unsent = [one for line in mine.values() for one in line.unsent]
        waits = any(one.at < at - HOUR and not one.passed for one in unsent)
        for (reader, _), line in mine.items():
            if not self._due(line, carried, at=at, news=news):
                continue
            if line.wishes.rhythm == "at once":
                told[key := line.wishes.key(digest.pk)] = carried.last
                if carried.last <= self._told.get(key, -1):
                    continue
            if waits:
                self._take_back(reader, line, before=at, at=at)
            letters += self._letter(reader, digest, line, carried, at=at)
        self._told |= told
        return letters

    def stale(self, digest: Digest, *, at: datetime) -> None:
        """Take back what has waited for a relay for a day."""
        for (reader, which), line in self.lines.items():
            if which == digest.pk:
                self._take_back(reader, line, before=at - DAY, at=at)

    def _due(self, line: Line, carried: Carried, *, at: datetime, news: bool) -> bool:
        wishes = line.wishes
        if wishes.hour is not None:
            last, line.looked = last_moment(at, line.looked, wishes), at
            return last is not None and at - last <= DAY
        if wishes.rhythm == "daily":
            late = carried.ready_at and at - carried.ready_at > DAY
            return news and not late
        return True

    def _letter(
        self, reader: int, digest: Digest, line: Line, carried: Carried, *, at: datetime
    ) -> list[Letter]:
        before, candidates = frozenset(line.dealt), carried.candidates(line.wishes)
        new = {one for one in candidates - line.dealt if self.facts[one].live}
        line.dealt |= candidates
        if line.wishes.rhythm != "at once":
            new &= carried.ready
        wanted, topics = self.wanted(digest, line.wishes), self.frozen[digest.pk]
        mine = (one for one in new if wanted is None or wanted & self.now(topics[one]))
        articles = frozenset(mine) - set(self.had[reader])
        if not articles or self.paused.get(reader, at) > at or reader in self.away:
            return []
        self.had[reader].update(articles)
        line.unsent.append(Unsent(at, articles, before))
        language = line.wishes.language or _LANGUAGE
        return [(reader, digest.pk, articles, language, line.wishes.form)]

    def _take_back(self, reader: int, line: Line, *, before: datetime, at: datetime) -> None:
        """Take back what was planned, if some of it waits since then."""
        free = [one for one in line.unsent if not one.passed and one.at < at]
        if any(one.at < before for one in free):
            for one in free:
                line.unsent.remove(one)
                self._not_had(reader, one.articles)
                line.dealt &= one.before

    def _not_had(self, reader: int, articles: Iterable[int]) -> None:
        self.had[reader].subtract(articles)
        self.had[reader] = +self.had[reader]
