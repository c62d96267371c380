"""Weeks of letters, beside a plain account of who was to get what, when: the same, letter by letter.

The account knows nothing of positions, groups or shared letters: for each reader and digest it holds a set of
articles that were dealt with, and it finds local hours by looking at every quarter of an hour.
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pamphleteer.desk.models import Article
from pamphleteer.desk.verbs.publish import withdraw
from pamphleteer.ground import clock
from pamphleteer.post.models import (
    Choice,
    Delivery,
    Digest,
    Edition,
    Reader,
    State,
    Subscription,
)  # fmt: skip
from pamphleteer.post.verbs import approving, choices
from pamphleteer.post.verbs.compose import plan, round_
from pamphleteer.post.verbs.signup import enrol
from pamphleteer.post.wishes import Wishes
from pamphleteer.register.models import Outlet, Topic
from tests.cast import Cast

ZONES = [
    "Europe/Lisbon",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Africa/Cairo",
]
QUARTER, HOUR, DAY = timedelta(minutes=15), timedelta(hours=1), timedelta(days=1)
Letter = tuple[int, int, frozenset[int]]  # the reader, the digest, the articles


def is_moment(at: datetime, wishes: Wishes) -> bool:
    """Return whether this quarter of an hour is the first of its local day at the hour or after it."""
    tz = ZoneInfo(wishes.zone)
    here = at.astimezone(tz)
    if wishes.weekday is not None and here.weekday() != wishes.weekday:
        return False
    before = (at - QUARTER).astimezone(tz)
    reached = wishes.hour is not None and here.hour >= wishes.hour
    if not reached or (before.date() == here.date() and before.hour >= (wishes.hour or 0)):
        return False
    earlier = at - 2 * HOUR  # it was that hour before, and the clocks were turned back
    return not any(
        (one := (earlier + n * QUARTER).astimezone(tz)).date() == here.date()
        and one.hour >= (wishes.hour or 0)
        for n in range(8)
    )


@dataclass
class Account:
    """One reader's digest: what was dealt with, and what lies at the relay."""

    wishes: Wishes
    looked: datetime
    dealt: set[int]
    unsent: list[tuple[datetime, frozenset[int], frozenset[int]]] = field(default_factory=list)


class World:
    """The house, and the account beside it."""

    def __init__(self, seed: int, stopped: clock.StoppedClock) -> None:
        self.luck, self.clock, self.cast = random.Random(seed), stopped, Cast()
        Outlet.objects.update(zone=self.luck.choice(ZONES))
        Digest.objects.all().delete()
        self.topics = [Topic.objects.create(slug=f"t{n}", name=f"T{n}") for n in range(3)]
        self.digests = [
            Digest.objects.create(
                name=name, slug=name, hour=hour, begins=stopped.at, approval=approval
            )
            for name, hour, approval in (
                ("a", 7, "none"),
                ("b", self.luck.randrange(24), self.luck.choice(["none", "goes", "drops"])),
            )
        ]
        self.readers = [enrol(f"r{n}@readers.example") for n in range(4)]
        Subscription.objects.all().delete()
        self.accounts: dict[tuple[int, int], Account] = {}
        self.had: dict[int, Counter[int]] = {one.pk: Counter() for one in self.readers}
        self.paused: dict[int, datetime] = {}
        self.settled: dict[int, int] = dict.fromkeys((one.pk for one in self.digests), 0)
        self.told: dict[str, set[int]] = {}
        self.relay_back = stopped.at
        self.seen = 0
        self.numbers = count()
        for reader in self.readers:
            self.choose(reader)

    # What happens in the world.

    def happen(self) -> None:
        """Let something happen."""
        deeds = [self.publish] * 12 + [self.choose] * 5 + [self.withdraw, self.pause, self.end]
        self.luck.choice(
            [*deeds, self.relay_down, self.relay_down, self.house_down, self.settle, self.settle]
        )()

    def publish(self) -> None:
        some = self.luck.sample(self.topics, self.luck.randrange(3))
        self.cast.article(headline=f"Piece {next(self.numbers)}", topics=some)

    def withdraw(self) -> None:
        newest = Article.objects.filter(live=True).order_by("-pk").first()
        if newest:
            withdraw(newest)

    def choose(self, reader: Reader | None = None) -> None:
        self.step()
        reader = reader or self.luck.choice(self.readers)
        digest = self.luck.choice(self.digests)
        wishes = choices.checked(self.wishes())
        choices.choose(reader, digest, wishes)
        key = (reader.pk, digest.pk)
        self.told[wishes.key(digest.pk)] = self.candidates(digest, wishes)
        if key in self.accounts:
            self.accounts[key].wishes, self.accounts[key].looked = wishes, self.clock.at
            if self.candidates(digest, wishes) - self.accounts[key].dealt:
                self.told[wishes.key(digest.pk)] = set()  # what they have not had comes at once
        else:
            dealt = self.candidates(digest, wishes) | set(self.had[reader.pk])
            self.accounts[key] = Account(wishes, self.clock.at, dealt)
        self.step()

    def wishes(self) -> Wishes:
        luck = self.luck
        topics = frozenset(t.pk for t in luck.sample(self.topics, luck.randrange(1, 4)))
        rhythm = luck.choice(["daily", "daily", "weekly", "at once"])
        hour = luck.randrange(24) if rhythm == "weekly" or luck.random() < 0.7 else None
        return Wishes(
            topics if luck.random() < 0.5 else None,
            rhythm,
            luck.randrange(7),
            hour,
            luck.choice(ZONES),
        )

    def pause(self) -> None:
        self.step()
        reader, until = (
            self.luck.choice(self.readers),
            self.clock.at + self.luck.randrange(1, 9) * DAY,
        )
        choices.pause(reader, until=until)
        self.paused[reader.pk] = until
        self.refuse(reader.pk)

    def end(self) -> None:
        self.step()
        key = self.luck.choice(list(self.accounts) or [(0, 0)])
        if key in self.accounts:
            choices.end(Reader.objects.get(pk=key[0]), Digest.objects.get(pk=key[1]))
            self.refuse(*key)
            del self.accounts[key]

    def refuse(self, reader: int, digest: int | None = None) -> None:
        """Strike out what had not been handed over."""
        for (who, which), account in self.accounts.items():
            if who == reader and digest in {None, which}:
                for _at, articles, _before in account.unsent:
                    self.had[who].subtract(articles)
                    self.had[who] = +self.had[who]
                account.unsent.clear()

    def relay_down(self) -> None:
        self.relay_back = self.clock.at + self.luck.randrange(1, 60) * HOUR

    def house_down(self) -> None:
        self.clock.advance(hours=self.luck.randrange(1, 90))
        self.step()

    def settle(self) -> None:
        self.step()
        digest = self.digests[1]
        edition = approving.waiting(digest)
        if edition and self.luck.random() < 0.3:
            approving.drop(edition)
        elif edition:
            approving.approve(edition)
            self.compare(self.served(digest))
        self.step()

    # The account.

    def step(self) -> None:
        """Run the rounds, and compare what they planned with the account."""
        for digest in self.digests:
            self.compare_cut(digest)
        before = {one.pk: self.settled_of(one) for one in self.digests}
        cut = {one.pk: Digest.objects.get(pk=one.pk).looked_at for one in self.digests}
        round_()
        made = [one for one in self.digests if self.went(one, before[one.pk], cut[one.pk])]
        expected: list[Letter] = []
        for digest in made:
            expected += self.served(digest)
        plan()
        for digest in self.digests:
            self.stale(digest)
            expected += self.served(digest)
        self.compare(expected)
        if self.clock.at >= self.relay_back:
            Delivery.objects.filter(state=State.PLANNED).update(state=State.DONE)
            for account in self.accounts.values():
                account.unsent.clear()

    def compare_cut(self, digest: Digest) -> None:
        """Every edition holds something, and each piece of it is live at its cut or was told before."""
        assert not Edition.objects.filter(digest=digest, pieces=None).exists()

    def went(self, digest: Digest, before: int, looked: datetime | None) -> bool:
        """Return whether the round served the digest."""
        if self.settled_of(digest) != before:
            return True
        newest = Edition.objects.filter(digest=digest).order_by("-cut_at").first()
        return bool(newest and newest.cut_at == self.clock.at and digest_looked(digest) != looked)

    def settled_of(self, digest: Digest) -> int:
        return Edition.objects.filter(digest=digest).settled().count()

    def candidates(self, digest: Digest, wishes: Wishes) -> set[int]:
        """Return what there is to be had: of editions that are settled, or all that is news."""
        rows = digest.pieces.all()
        if wishes.rhythm != "at once":
            rows = rows.filter(edition__in=Edition.objects.filter(digest=digest).settled())
        return set(rows.values_list("article", flat=True))

    def served(self, digest: Digest) -> list[Letter]:
        """Deal with every account of a digest that is due; return the letters."""
        letters, now = [], self.clock.at
        told: dict[str, set[int]] = {}
        settled = self.settled_of(digest)
        news, self.settled[digest.pk] = settled != self.settled[digest.pk], settled
        mine = {key: one for key, one in self.accounts.items() if key[1] == digest.pk}
        waits = any(at < now - HOUR for one in mine.values() for at, _, _ in one.unsent)
        ready = Edition.objects.filter(digest=digest).out().order_by("-ready_at").first()
        for (reader, _), account in mine.items():
            wishes = account.wishes
            if wishes.hour is not None:
                last = next(
                    (one for one in quarters(now, account.looked) if is_moment(one, wishes)), None
                )
                account.looked = now
                if last is None or now - last > DAY:
                    continue
            elif wishes.rhythm == "daily":
                late = ready and ready.ready_at and now - ready.ready_at > DAY
                if late or not news:
                    continue
            candidates = self.candidates(digest, wishes)
            if wishes.rhythm == "at once":
                told[key := wishes.key(digest.pk)] = candidates
                if self.told.get(key) == candidates:
                    continue
            if waits:
                self.take_back(reader, account, before=now)
            letters += self.letter(reader, digest, account, candidates)
        self.told |= told
        return letters

    def letter(
        self, reader: int, digest: Digest, account: Account, candidates: set[int]
    ) -> list[Letter]:
        before, new = frozenset(account.dealt), candidates - account.dealt
        account.dealt |= candidates
        wanted = Article.objects.filter(pk__in=new, live=True)
        if account.wishes.rhythm != "at once":
            out = Edition.objects.filter(digest=digest).out()
            wanted = wanted.filter(pk__in=digest.pieces.filter(edition__in=out).values("article"))
        if account.wishes.topics is not None:
            wanted = wanted.filter(topics__in=account.wishes.topics)
        articles = frozenset(wanted.values_list("pk", flat=True)) - set(self.had[reader])
        if not articles or self.paused.get(reader, self.clock.at) > self.clock.at:
            return []
        self.had[reader].update(articles)
        account.unsent.append((self.clock.at, articles, before))
        return [(reader, digest.pk, articles)]

    def take_back(self, reader: int, account: Account, *, before: datetime) -> None:
        for one in [one for one in account.unsent if one[0] < before]:
            account.unsent.remove(one)
            self.had[reader].subtract(one[1])
            self.had[reader] = +self.had[reader]
            account.dealt &= one[2]

    def stale(self, digest: Digest) -> None:
        for (reader, which), account in self.accounts.items():
            if which == digest.pk:
                self.take_back(reader, account, before=self.clock.at - DAY)

    def compare(self, expected: list[Letter]) -> None:
        rows = Delivery.objects.filter(pk__gt=self.seen).order_by("pk").select_related("letter")
        found: list[Letter] = []
        for row in rows:
            self.seen = row.pk
            articles = frozenset(row.letter.pieces.values_list("article", flat=True))
            assert articles
            found.append((row.reader_id, row.letter.digest_id, articles))
        assert Counter(found) == Counter(expected), self.clock.at

    # Time.

    def live_until(self, end: datetime) -> None:
        while self.clock.at < end:
            event = self.clock.at + self.luck.randrange(1, 90) * QUARTER
            while (moment := self.next_moment()) < event:
                self.clock.at = moment
                self.step()
            self.clock.at = event
            self.happen()
        self.clock.advance(days=1)
        self.step()
        self.each_once()

    def next_moment(self) -> datetime:
        tz = Outlet.objects.the().tz
        due = [
            one
            for one in Choice.objects.values_list("due_at", flat=True)
            if one and one > self.clock.at
        ]
        due += [
            one
            for digest in self.digests
            for one in quarters(self.clock.at + DAY, self.clock.at)
            if one.astimezone(tz).hour == digest.hour and one.astimezone(tz).minute == 0
        ]
        return min(due, default=self.clock.at + DAY)

    def each_once(self) -> None:
        """Whatever the account says: no reader has had an article twice."""
        rows = Delivery.objects.filter(state=State.DONE).values_list(
            "reader", "letter__pieces__article"
        )
        assert all(times == 1 for times in Counter(rows).values())


def digest_looked(digest: Digest) -> datetime | None:
    return Digest.objects.get(pk=digest.pk).looked_at


def quarters(until: datetime, after: datetime) -> Iterator[datetime]:
    """Yield the quarters of an hour up to a moment, the last first, but for those up to another one."""
    at = until.replace(minute=until.minute // 15 * 15, second=0, microsecond=0)
    while at > after:
        yield at
        at -= QUARTER


def lived(seed: int, begins: datetime, days: int) -> None:
    with transaction.atomic(), clock.stopped(begins) as stopped:
        World(seed, stopped).live_until(begins + days * DAY)
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.either_database
@settings(
    max_examples=3,
    derandomize=True,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(seed=st.integers(0, 2**32), day=st.integers(0, 364))
def test_some_weeks_of_any_year_bring_each_piece_once(seed: int, day: int) -> None:
    lived(seed, datetime(2026, 1, 1, 9, tzinfo=UTC) + day * DAY, 8)


@pytest.mark.django_db
@pytest.mark.either_database
@pytest.mark.parametrize("begins", [datetime(2026, month, 1, 9, tzinfo=UTC) for month in (3, 9)])
def test_weeks_with_summer_time_bring_each_piece_once(begins: datetime) -> None:
    lived(begins.month, begins + 20 * DAY, 14)
