"""What happens in the world of a newsroom and its readers."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from pamphleteer.desk.models import Article
from pamphleteer.desk.verbs.merge import merge
from pamphleteer.desk.verbs.publish import publish, withdraw
from pamphleteer.desk.verbs.write import write
from pamphleteer.ground import clock
from pamphleteer.post import tokens
from pamphleteer.post.models import Digest, Notice, Reader, State, Subscription
from pamphleteer.post.verbs import approving, choices, digests, moving, own, signup
from pamphleteer.post.verbs.find import find
from pamphleteer.post.wishes import Wishes
from pamphleteer.register.models import Outlet, Topic
from tests.post.living.account import Fact
from tests.post.living.moments import DAY, HOUR
from tests.post.living.world import World

ZONES = [
    "Europe/Lisbon",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Africa/Cairo",
]


class Life(World):
    """A newsroom with three digests that overlap, and some readers who change their minds."""

    def __init__(self, seed: int, stopped: clock.StoppedClock, *, readers: int) -> None:
        super().__init__(seed, stopped)
        self.numbers = 0
        Outlet.objects.update(zone=self.luck.choice(ZONES))
        Digest.objects.all().delete()
        for _ in range(4):
            self._new_topic()
        some = self.luck.sample(sorted(self.account.topics), 2)
        self._new_digest("a", hour=7)
        self._new_digest("b", hour=self.luck.randrange(24), approval="goes", most=3)
        self._new_digest("c", hour=self.luck.randrange(24), topics=some, order="topic")
        for _ in range(readers):
            self.choose(self._new_reader())

    def live_until(self, end: datetime) -> None:
        """Let things happen until then."""
        while self.clock.at < end:
            self.go_on_to(self.later(1, 70))
            deed = self.luck.choice(self._deeds())
            self.tally[deed.__name__] += 1
            deed()
        self.relay_back = self.clock.at
        self.moody.clear()
        self.clock.advance(days=1)
        self.step()
        self.each_once()

    def _deeds(self) -> list[Callable[[], None]]:
        often = [self.publish] * 14 + [self.choose] * 6 + [self.settle] * 3
        news = [self.withdraw, self.publish_again, self.correct, self.correct, self.late]
        theirs = [
            self.pause,
            self.go_on,
            self.end,
            self.leave,
            self.come_back,
            self.move,
            self.forget,
        ]
        house = [
            self.relay_down,
            self.site_puts_off,
            self.site_puts_off,
            self.house_down,
            self.retune,
            self.merge,
            self.lose,
        ]
        return [*often, *news, *theirs, *house]

    # The newsroom.

    def publish(self) -> None:
        self._publish()

    def late(self) -> None:
        """Publish a piece whose date lies days back."""
        self._publish(date=self.clock.at - self.luck.randrange(1, 9) * DAY)

    def _publish(self, **fields: object) -> None:
        topics = frozenset(self._topics(self.luck.randrange(3)))
        headline = self._name("Piece")
        article = write(headline=headline, topics=Topic.objects.filter(pk__in=topics), **fields)
        publish(article)
        self.account.facts[article.pk] = Fact(headline, topics)
        self.fresh.add(article.pk)

    def withdraw(self) -> None:
        if article := self._recent(live=True):
            withdraw(article)
            self.account.facts[article.pk].live = False

    def publish_again(self) -> None:
        if article := self._recent(live=False):
            publish(article)
            self.account.facts[article.pk].live = True
            self.fresh.add(article.pk)

    def correct(self) -> None:
        """Change the words of a piece that is published, and sometimes what it is about."""
        if article := self._recent(live=True):
            fact, draft = self.account.facts[article.pk], article.get_latest_revision_as_object()
            fact.headline = draft.headline = self._name("Corrected")
            if self.luck.random() < 0.5:
                fact.topics = frozenset(self._topics(self.luck.randrange(3)))
                draft.topics = list(Topic.objects.filter(pk__in=fact.topics))
            draft.save_revision()
            publish(Article.objects.get(pk=article.pk))
            self.fresh.add(article.pk)

    def settle(self) -> None:
        """Let an editor word an edition that waits, let it go, or drop it."""
        self.step()
        for digest in self.digests:
            if (edition := approving.waiting(digest)) is None:
                continue
            chance = self.luck.random()
            if chance < 0.3:
                approving.drop(edition, seen=approving.stamp(edition))
            elif chance < 0.5:
                approving.word(edition, subject=self._name("Subject"))
            else:
                approving.approve(edition, seen=approving.stamp(edition))
                self.compare(self.account.served(digest, at=self.clock.at))
        self.step()

    def retune(self) -> None:
        """Change a digest."""
        self.step()
        digest, luck = self.luck.choice(self.digests), self.luck
        said = luck.choice(
            [
                {"hour": luck.randrange(24)},
                {"approval": luck.choice(["none", "goes", "drops"])},
                {"approval_hours": luck.randrange(1, 30)},
                {"most": luck.choice([1, 3, 60])},
                {"order": luck.choice(["newest", "topic"])},
            ]
        )
        digests.change(digest, said)
        self.digests = list(Digest.objects.filter(active=True))

    def merge(self) -> None:
        """Merge a topic into another, and begin a new one."""
        gone, kept = self._topics(2)
        merge(Topic.objects.get(pk=gone), Topic.objects.get(pk=kept))
        account = self.account
        account.become = {one: kept if it == gone else it for one, it in account.become.items()}
        account.become[gone] = kept
        account.topics.discard(gone)
        self._new_topic()

    def lose(self) -> None:
        """Let a topic be no more that no digest is made of."""
        kept = {one for scope in self.scopes.values() for one in self.account.now(scope or ())}
        if free := sorted(self.account.topics - kept):
            topic = self.luck.choice(free)
            Topic.objects.get(pk=topic).delete()
            self.account.topics.discard(topic)
            self._new_topic()

    def relay_down(self) -> None:
        self.relay_back = self.later(1, 60, HOUR)

    def site_puts_off(self) -> None:
        """Let the site of a reader take some letters, and put others off."""
        self.moody[self._reader().pk] = self.later(1, 90, HOUR)

    def house_down(self) -> None:
        self.clock.at = self.later(1, 90, HOUR)
        self.step()

    # The readers.

    def choose(self, reader: Reader | None = None) -> None:
        self.step()
        reader = reader or self._reader()
        digest, wishes = self.luck.choice(self.digests), choices.checked(self._wishes())
        choices.choose(reader, digest, wishes)
        self.account.begin(reader.pk, digest, wishes, at=self.clock.at)
        self.step()

    def pause(self) -> None:
        self.step()
        reader, until = self._reader(), self.later(1, 20, DAY)
        choices.pause(reader, until=until)
        self.account.paused[reader.pk] = until
        self.account.refuse(reader.pk)

    def go_on(self) -> None:
        reader = self._reader()
        self.step()
        choices.go_on(reader)
        self.account.paused.pop(reader.pk, None)

    def end(self) -> None:
        self.step()
        if lines := list(self.account.lines):
            reader, digest = self.luck.choice(lines)
            choices.end(Reader.objects.get(pk=reader), Digest.objects.get(pk=digest))
            self.account.end(reader, digest)

    def leave(self) -> None:
        self.step()
        reader = self._reader()
        signup.leave(_token(reader, tokens.LEAVE))
        self.account.away.add(reader.pk)

    def come_back(self) -> None:
        """Sign up again, as whoever left does."""
        self.step()
        if away := sorted(self.account.away):
            reader = Reader.objects.get(pk=self.luck.choice(away))
            self._sign_up(reader.address)
            self.account.away.discard(reader.pk)

    def move(self) -> None:
        """Move to another address; sometimes the old one takes it back."""
        self.step()
        reader = self._reader()
        old, new = reader.address, f"{self._name('m')}@readers.example"
        Notice.objects.filter(state=State.PLANNED).update(state=State.DONE)
        moving.ask(_token(reader, tokens.CHOOSE), new)
        moving.move(_token(_of(new), tokens.MOVE))
        if self.luck.random() < 0.3:
            moving.move_back(_token(_of(old), tokens.BACK))
            new = old
        reader.refresh_from_db()
        assert reader.address == new
        Notice.objects.filter(state=State.PLANNED).update(
            state=State.DONE, settled_at=self.clock.at
        )

    def forget(self) -> None:
        """Be forgotten; somebody else signs up."""
        self.step()
        reader = self._reader()
        own.erase(_token(reader, tokens.CHOOSE))
        self.account.forget(reader.pk)
        self._new_reader()

    def _new_reader(self) -> Reader:
        return self._sign_up(f"{self._name('r')}@readers.example")

    def _sign_up(self, address: str) -> Reader:
        Notice.objects.all().delete()
        signup.ask(address)
        reader = _of(address)
        signup.confirm(_token(reader, tokens.CONFIRM))
        Notice.objects.all().delete()
        first = Digest.objects.filter(active=True).order_by("pk")[0]
        mine = Subscription.objects.filter(reader=reader).values_list("digest", flat=True)
        if {(reader.pk, one) for one in mine} - set(self.account.lines):
            self.account.begin(reader.pk, first, Wishes(), at=self.clock.at)
        return reader

    # Luck.

    def _reader(self) -> Reader:
        here = Reader.objects.confirmed().order_by("pk")
        return self.luck.choice(list(here)) if here else self._new_reader()

    def _wishes(self) -> Wishes:
        luck = self.luck
        rhythm = luck.choice(["daily", "daily", "weekly", "at once"])
        hour = luck.randrange(24) if rhythm == "weekly" or luck.random() < 0.7 else None
        return Wishes(
            frozenset(self._topics(luck.randrange(1, 4))) if luck.random() < 0.5 else None,
            rhythm,
            luck.randrange(7),
            hour,
            luck.choice(ZONES),
            luck.choice(["", "", "fr"]),
            luck.choice(["html", "text"]),
        )

    def _topics(self, number: int) -> list[int]:
        return self.luck.sample(sorted(self.account.topics), number)

    def _recent(self, *, live: bool) -> Article | None:
        newest = Article.objects.filter(live=live).order_by("-pk")[:5]
        return self.luck.choice(list(newest)) if newest else None

    def _name(self, word: str) -> str:
        self.numbers += 1
        return f"{word}{self.numbers}"

    def _new_topic(self) -> None:
        name = self._name("t")
        self.account.topics.add(Topic.objects.create(slug=name, name=name).pk)

    def _new_digest(self, name: str, *, topics: list[int] | None = None, **fields: object) -> None:
        digest = Digest.objects.create(
            name=name, slug=name, begins=self.clock.at, every_topic=topics is None, **fields
        )
        digest.topics.set(topics or ())
        self.digests.append(digest)
        self.scopes[digest.pk] = None if topics is None else frozenset(topics)


def lived(seed: int, begins: datetime, days: int, *, readers: int = 4) -> dict[str, int]:
    """Live some days, of which nothing is kept; returns what happened how often."""
    with transaction.atomic(), clock.stopped(begins) as stopped:
        life = Life(seed, stopped, readers=readers)
        life.live_until(begins + timedelta(days=days))
        transaction.set_rollback(True)
    return dict(life.tally)


def _token(reader: Reader, purpose: str) -> str:
    return tokens.link(reader, purpose=purpose).rpartition("/")[2]


def _of(address: str) -> Reader:
    found = find(address)
    assert found is not None
    return found
