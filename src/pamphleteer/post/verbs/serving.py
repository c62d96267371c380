"""Serve choices whose moment has come: a letter for each group of readers, a delivery for each reader."""

from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Max, Q, QuerySet

from pamphleteer.ground import clock
from pamphleteer.ground.stopping import Stop, never
from pamphleteer.post.models import Choice, Digest, Edition, Piece, Rhythm, Subscription
from pamphleteer.post.verbs import had
from pamphleteer.post.verbs.arranging import Placed
from pamphleteer.post.verbs.group import Group, group_of
from pamphleteer.post.verbs.moment import missed, next_moment
from pamphleteer.post.verbs.turn import turn
from pamphleteer.post.verbs.unsent import take_back, waits
from pamphleteer.post.verbs.variants import Press

AT_ONCE = 20_000  # readers in one transaction
GRACE = timedelta(hours=1)  # letters on their way for less are not merged into the next one


def serve(digest: Digest, *, stop: Stop = never) -> int:
    """Plan the letters of a digest that are due; returns how many deliveries.

    Any number of processes may call this, and any of them may end at any point: a reader's position moves in the
    transaction that plans their letter.
    """
    planned = 0
    while not stop():
        with turn():
            batch = _Batch(digest)
            batch.work()
        planned += batch.planned
        if batch.done:
            break
    return planned


def position(digest: Digest | int, *, at_once: bool = False) -> int:
    """Return the position up to which there is something: of editions that are ready, or of all that is news."""
    if at_once:
        rows = Piece.objects.filter(digest=digest)
        return rows.aggregate(last=Max("pk"))["last"] or 0
    return Edition.objects.filter(digest=digest).settled().aggregate(last=Max("upto"))["last"] or 0


class _Batch:
    """Some of the choices of a digest that are due, in one transaction."""

    def __init__(self, digest: Digest) -> None:
        self.digest = digest
        self.now = clock.now()
        self.planned = self.moved = 0
        self.done = False
        self.press = Press(digest)
        self.frontier = {one: position(digest, at_once=one) for one in (False, True)}
        self.waits = waits(digest, before=self.now - GRACE)
        self.had: dict[tuple[int, int], had.Letters] = {}

    def work(self) -> None:
        """Serve until there is nothing left, or as much as one transaction takes."""
        for choice in self._due():
            if not self._serve(choice):
                return
        self.done = True

    def _due(self) -> "QuerySet[Choice]":
        timed = Q(due_at__lte=self.now)
        news = Q(due_at=None, served__lt=self.frontier[False]) & ~Q(rhythm=Rhythm.AT_ONCE)
        once = Q(rhythm=Rhythm.AT_ONCE, served__lt=self.frontier[True])
        return Choice.objects.filter(timed | news | once, digest=self.digest).order_by("pk")

    def _serve(self, choice: Choice) -> bool:
        """Serve the groups of a choice; False if there is more to do than this transaction takes."""
        frontier = self.frontier[choice.rhythm == Rhythm.AT_ONCE]
        rows = Subscription.objects.filter(choice=choice)
        if not missed(choice, self.digest, at=self.now):
            if self.waits:
                take_back(choice)
            behind = rows.filter(upto__lt=frontier).order_by("upto").values_list("upto", flat=True)
            while (after := behind.first()) is not None:
                if self.moved >= AT_ONCE:
                    return False
                self._move(choice, after, frontier)
        if rows.exists():
            choice.due_at, choice.served = next_moment(choice, at=self.now), frontier
            choice.save(update_fields=["due_at", "served"])
        else:
            choice.delete()
        return True

    def _move(self, choice: Choice, after: int, frontier: int) -> None:
        """Plan one group's letters, and move it behind them."""
        group = group_of(choice.pk, after, at_most=AT_ONCE - self.moved)
        window = self.press.window(after, frontier, at_once=choice.rhythm == Rhythm.AT_ONCE)
        placed = window.of(choice.topics)
        if placed:
            shares = had.of_group(group, self._letters(after, frontier, window.pieces))
            for articles, readers in shares.items():
                rest = [one for one in placed if one.piece.article_id not in articles]
                self._plan(choice, group, rest, only=readers)
            others = [reader for readers in shares.values() for reader in readers]
            self._plan(choice, group, placed, but=others)
        group.move(frontier)
        self.moved += group.size

    def _letters(self, after: int, frontier: int, pieces: Sequence[Piece]) -> had.Letters:
        key = after, frontier
        if key not in self.had:
            self.had[key] = had.letters(self.digest, [piece.article_id for piece in pieces])
        return self.had[key]

    def _plan(
        self,
        choice: Choice,
        group: Group,
        placed: Sequence[Placed],
        *,
        only: Sequence[int] = (),
        but: Sequence[int] = (),
    ) -> None:
        letter = self.press.letter(choice, placed)
        if letter:
            if choice.rhythm == Rhythm.AT_ONCE:
                keys = [one.piece.pk for one in placed if not one.piece.told]
                Piece.objects.filter(pk__in=keys).update(told=True)
            self.planned += group.plan(letter, at=self.now, only=only, but=but)
