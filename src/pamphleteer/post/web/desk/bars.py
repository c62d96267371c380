"""The bar of an edition: its parts in words and numbers, and how wide each is drawn."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from pamphleteer.post.meanings import words
from pamphleteer.post.verbs import fence, outlook
from pamphleteer.post.verbs.progress import Progress
from pamphleteer.post.web.desk.hours import worded

WIDTH, _LEAST = 1_000, 6  # of the bar, and of a part that has any mail
_POLL, _SLOW = 2, 10  # seconds between two looks; so many times longer than counting takes


@dataclass(frozen=True)
class Part:
    """Some mails of an edition that stand alike; `kind` names the pattern they are drawn in."""

    kind: str
    label: str
    number: int


@dataclass(frozen=True)
class Stretch:
    """A part of the bar, in thousandths of it."""

    kind: str
    x: int
    width: int


@dataclass(frozen=True)
class Bar:
    """An edition's mails by what became of them, and what was said of some later.

    `every` are the seconds to the next look; 0 when nothing moves.
    """

    progress: Progress
    parts: Sequence[Part]
    later: Sequence[Part]
    stretches: Sequence[Stretch]
    every: int

    @property
    def settled(self) -> int:
        """How many mails have an outcome."""
        return self.progress.total - self.progress.waiting

    @property
    def percent(self) -> int:
        """How many of a hundred have one; a hundred when all have."""
        return 100 * self.settled // self.progress.total if self.progress.total else 0


def bar(progress: Progress) -> Bar:
    """Return an edition's bar."""
    parts = [part for part in _parts(progress) if part.number]
    later = [part for part in _later(progress) if part.number]
    every = max(_POLL, round(progress.took * _SLOW)) if progress.moving else 0
    return Bar(progress, parts, later, _stretches(progress), every)


def _parts(progress: Progress) -> Iterator[Part]:
    yield Part("done", _("taken by a relay"), progress.done)
    yield Part("waits", _("with a relay, which has not answered yet"), progress.handed)
    yield Part("waits", _("taken up, goes in a moment"), progress.going - progress.handed)
    yield Part("waits", _next(), progress.due)
    yield Part("waits", _("planned for a later hour"), progress.later)
    for reason, number in progress.put_off.items():
        label = _("put off, tried again: {reason}").format(reason=words.said(reason))
        yield Part("waits", label, number)
    for reason, number in progress.refused.items():
        yield Part("refused", _("refused: {reason}").format(reason=words.said(reason)), number)
    yield Part("doubt", _("in doubt: a relay may have taken it"), progress.doubt)
    yield Part("doubt", _("in doubt, and left so"), progress.left)


def _later(progress: Progress) -> Iterator[Part]:
    for reason, number in progress.returned.items():
        yield Part("back", _("came back later: {reason}").format(reason=words.said(reason)), number)
    yield Part(
        "doubt", _("in doubt for a while, and sent again: may have come twice"), progress.again
    )
    yield Part("back", _("reported as spam by the reader"), progress.complaints)


def _next() -> str:
    """Say what mails wait for that could go now."""
    if fence.state():
        return _("held until somebody lets it go")
    if not settings.POST_RELAYS:
        return _("waits: the outlet has no relay")
    if outlook.silent():
        return _("waits for a relay that takes mail")
    if opens := outlook.paced():
        return _("waits for the relays' pace, which lets more go {when}").format(when=worded(opens))
    return _("goes next")


def _stretches(progress: Progress) -> Sequence[Stretch]:
    numbers = {
        "done": progress.done,
        "refused": progress.turned_away,
        "doubt": progress.doubt + progress.left,
        "waits": progress.waiting,
    }
    found, x = list[Stretch](), 0
    for kind, number in numbers.items():
        if number:
            width = max(round(WIDTH * number / progress.total), _LEAST)
            found.append(Stretch(kind, x, width))
            x += width
    return [Stretch(one.kind, one.x * WIDTH // x, one.width * WIDTH // x + 1) for one in found]
