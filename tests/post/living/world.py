"""The house as time goes by: its rounds, its relay, and whether they did what the account says."""

import random
from collections import Counter
from datetime import datetime, timedelta

from pamphleteer.ground import clock
from pamphleteer.post.models import Choice, Delivery, Digest, Edition, Piece, Reader, State
from pamphleteer.post.verbs import unanswered
from pamphleteer.post.verbs.compose import plan, round_
from pamphleteer.register.models import Outlet
from tests.post.living.account import Account, Fact, Letter
from tests.post.living.moments import DAY, QUARTER, quarters


class World:
    """The house, and the account beside it."""

    def __init__(self, seed: int, stopped: clock.StoppedClock) -> None:
        self.luck, self.clock, self.account = random.Random(seed), stopped, Account()
        self.digests: list[Digest] = []
        self.scopes: dict[int, frozenset[int] | None] = {}
        self.fresh: set[int] = set()  # articles that the rounds have not seen yet as they are
        self.relay_back = stopped.at
        self.moody: dict[int, datetime] = {}  # readers whose sites put letters off, and until when
        self.seen = 0
        self.tally: Counter[str] = Counter()

    # The rounds.

    def step(self) -> None:
        """Run the rounds, and compare what they planned with the account."""
        account, now = self.account, self.clock.at
        unanswered.round_()
        before = {one.pk: self._settled(one) for one in self.digests}
        round_()
        self._freeze()
        expected: list[Letter] = []
        for digest in self.digests:
            cut = Edition.objects.filter(digest=digest, cut_at=now).exists()
            if cut or self._settled(digest) != before[digest.pk]:
                expected += account.served(digest, at=now)
        plan()
        self._freeze()
        self._all_is_noted()
        for digest in self.digests:
            account.stale(digest, at=now)
            expected += account.served(digest, at=now)
        self.compare(expected)
        if now >= self.relay_back:
            self._hand_over()

    def compare(self, expected: list[Letter]) -> None:
        """Tell whether what was planned since the last call is what the account says."""
        rows = Delivery.objects.filter(pk__gt=self.seen).order_by("pk").select_related("letter")
        found: list[Letter] = []
        for row in rows:
            self.seen = row.pk
            assert row.dated == self.clock.at
            articles = frozenset(row.letter.pieces.values_list("article", flat=True))
            letter = row.letter
            found.append((row.reader_id, letter.digest_id, articles, letter.language, letter.form))
        assert all(articles for _, _, articles, *_ in found)
        assert Counter(found) == Counter(expected), self.clock.at
        self.tally["letters"] += len(found)
        self.tally["pieces in letters"] += sum(len(one[2]) for one in found)

    def _settled(self, digest: Digest) -> int:
        return Edition.objects.filter(digest=digest).settled().count()

    def _freeze(self) -> None:
        """Take down which topics pieces have from now on: those that are new, and those that were cut just now."""
        for digest in self.digests:
            known = self.account.frozen.setdefault(digest.pk, {})
            rows = Piece.objects.filter(digest=digest)
            cut = rows.filter(edition__cut_at=self.clock.at, rank__isnull=False)
            for article, headline in cut.values_list("article", "headline"):
                fact = self.account.facts[article]
                assert fact.live
                assert self._fits(digest, fact)
                assert fact.headline == headline, "a letter has the words of the cut"
                known[article] = fact.topics
            assert not Edition.objects.filter(digest=digest, cut_at=self.clock.at, pieces=None)
            for article in rows.filter(article__in=self.fresh).values_list("article", flat=True):
                known.setdefault(article, self.account.facts[article].topics)

    def _all_is_noted(self) -> None:
        """Tell whether all that was published meanwhile is a piece of each digest that it is for."""
        for digest in self.digests:
            facts = {one: self.account.facts[one] for one in self.fresh}
            due = {one for one, fact in facts.items() if fact.live and self._fits(digest, fact)}
            noted = Piece.objects.filter(digest=digest, article__in=due)
            assert set(noted.values_list("article", flat=True)) == due
        self.fresh.clear()

    def _fits(self, digest: Digest, fact: Fact) -> bool:
        scope, now = self.scopes[digest.pk], self.account.now
        return scope is None or bool(now(scope) & now(fact.topics))

    def _hand_over(self) -> None:
        """Let the relay take what is planned, but for what the site of a reader puts off."""
        planned = Delivery.objects.filter(state=State.PLANNED).select_related("letter")
        planned.exclude(reader__state=Reader.State.CONFIRMED).update(state=State.REFUSED)
        taken: set[tuple[int, int, frozenset[int]]] = set()
        for row in planned.order_by("pk"):
            articles = frozenset(row.letter.pieces.values_list("article", flat=True))
            letter = (row.reader_id, row.letter.digest_id, articles)
            late = row.dated < self.clock.at - DAY
            assert not late or letter in self.account.passed()
            if (
                self.moody.get(row.reader_id, self.clock.at) <= self.clock.at
                or self.luck.random() < 0.4
            ):
                Delivery.objects.filter(pk=row.pk).update(state=State.DONE)
                taken.add(letter)
        self.tally["mails"] += len(taken)
        self.account.handed_over(taken)

    # Time.

    def go_on_to(self, at: datetime) -> None:
        """Let time pass, with a look at each moment at which something is due."""
        while (moment := self._next_moment()) < at:
            self.clock.at = moment
            self.step()
        self.clock.at = at

    def _next_moment(self) -> datetime:
        now, tz = self.clock.at, Outlet.objects.the().tz
        due = list(Choice.objects.filter(due_at__gt=now).values_list("due_at", flat=True))
        hours = {one.hour for one in self.digests}
        due += [
            one
            for one in quarters(now + DAY, now)
            if (here := one.astimezone(tz)).hour in hours and here.minute == 0
        ]
        return min((one for one in due if one), default=now + DAY)

    def each_once(self) -> None:
        """Whatever the account says: no reader has had an article twice."""
        rows = Delivery.objects.filter(state=State.DONE)
        pairs = rows.values_list("reader", "letter__pieces__article")
        assert all(times == 1 for times in Counter(pairs).values())

    def later(self, low: int, high: int, unit: timedelta = QUARTER) -> datetime:
        """Return a moment to come."""
        return self.clock.at + self.luck.randrange(low, high) * unit
