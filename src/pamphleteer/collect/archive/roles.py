"""Which paragraphs of a text page are titles and which are bodies, learnt from the page itself.

A hidden Markov model reads the sequence of paragraphs: some furniture, then titles and bodies that
alternate, then some furniture. Titles are rather short, rarely end or contain a sentence and may have
capitals throughout; bodies are rather long and made of sentences. Those are only first guesses: Viterbi
training (Juang and Rabiner, "The segmental K-means algorithm", 1990) fits lengths, endings and the habit
of alternation to the page in hand, so a page whose headlines end in question marks, or whose leads are
short, teaches its own rules. No word of any language is known here.
"""

import math
import re
import statistics
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from pamphleteer.collect.archive.endings import CLOSERS, MARKS, STOPS, Ending, ending
from pamphleteer.collect.archive.units import Unit, breadth


class Role(IntEnum):
    """What a paragraph is on its page."""

    BEFORE = 0  # above the first piece: skip links, menus
    TITLE = 1
    BODY = 2
    AFTER = 3  # below the last piece: page numbers, links


_WITHIN = re.compile(
    rf"(?<!\b\w)(?:[.{MARKS}{STOPS[3:]}])[{re.escape(CLOSERS)}]*\s+(?=[^\Wa-z])|[。！？｡].*\w"
)
_WORD = re.compile(r"[^\W\d_]+")
_ROUNDS = 12
_LESSON = 1000  # paragraphs that are enough to learn from
_WEIGHT = 4.0  # paragraphs that a first guess is worth
_SMALLEST_SPREAD = 0.2


@dataclass(frozen=True)
class Look:
    """What a paragraph looks like: the natural logarithm of its breadth, and three answers."""

    length: float
    ending: Ending
    sentences: bool
    capitals: bool | None


def look(text: str) -> Look:
    """Return what a paragraph looks like, its language unknown."""
    bare = "".join(c for c in text if unicodedata.category(c) != "Cf").strip()
    return Look(
        length=math.log(max(breadth(bare), 1)),
        ending=ending(bare),
        sentences=bool(_WITHIN.search(bare)),
        capitals=_capitals(bare),
    )


def _capitals(text: str) -> bool | None:
    """Tell whether most words begin with a capital; None where the script or the brevity hides it."""
    words = [word for word in _WORD.findall(text) if word[0].lower() != word[0].upper()]
    later = [word for word in words[1:] if len(word) > 3]
    if len(later) < 2:
        return None
    return bool(sum(word[0].isupper() for word in later) > 0.6 * len(later))


@dataclass(frozen=True)
class _Manner:
    """How paragraphs of one role look: counts, begun with first guesses and added to."""

    count: float
    total: float
    squares: float
    answers: tuple[tuple[float, ...], ...]

    def likelihood(self, seen: Look) -> float:
        spread, mean = self._spread(), self.total / self.count
        found = -0.5 * ((seen.length - mean) ** 2 / spread + math.log(spread))
        for counts, answer in zip(self.answers, _answers(seen), strict=True):
            if answer is not None:
                found += math.log(counts[answer] / sum(counts))
        return found

    def likelihood_of(self, guess: "_Manner") -> float:
        """Return how likely the paragraphs are that a first guess stands for."""
        spread, mean = self._spread(), self.total / self.count
        away = guess.squares - 2 * mean * guess.total + guess.count * mean**2
        found = -0.5 * (away / spread + guess.count * math.log(spread))
        return found + sum(map(_likelihood_of, self.answers, guess.answers))

    def taught(self, looks: Sequence[Look]) -> "_Manner":
        answers = Counter(
            (question, answer) for seen in looks for question, answer in enumerate(_answers(seen))
        )
        return _Manner(
            count=self.count + len(looks),
            total=self.total + sum(seen.length for seen in looks),
            squares=self.squares + sum(seen.length**2 for seen in looks),
            answers=tuple(
                tuple(count + answers[question, answer] for answer, count in enumerate(counts))
                for question, counts in enumerate(self.answers)
            ),
        )

    def _spread(self) -> float:
        mean = self.total / self.count
        return max(self.squares / self.count - mean * mean, _SMALLEST_SPREAD**2)


def _answers(seen: Look) -> tuple[int | None, ...]:
    return seen.ending, seen.sentences, seen.capitals


def _likelihood_of(counts: Sequence[float], guess: Sequence[float]) -> float:
    whole = sum(counts)
    return sum(times * math.log(count / whole) for count, times in zip(counts, guess, strict=True))


def _guess(
    size: float, spread: float, endings: Sequence[float], *, sentences: float, capitals: float
) -> _Manner:
    mean = math.log(size)
    shares = (tuple(endings), (1 - sentences, sentences), (1 - capitals, capitals))
    return _Manner(
        count=_WEIGHT,
        total=_WEIGHT * mean,
        squares=_WEIGHT * (mean**2 + spread**2),
        answers=tuple(tuple(_WEIGHT * share for share in answer) for answer in shares),
    )


_Pair = tuple[Role, Role]
_Steps = dict[tuple[Role, Role, bool], float]


@dataclass(frozen=True)
class _Habits:
    """How paragraphs look in each role, and how roles follow one another, glued or not."""

    manners: dict[Role, _Manner]
    steps: _Steps

    def step(self, before: Role, after: Role, *, glued: bool) -> float:
        """Return the logarithm of the chance, minus infinity for what no page does."""
        return self._logs.get((before, after, glued), -math.inf)

    @cached_property
    def _logs(self) -> _Steps:
        leaving = Counter[Role]()
        for (before, _, _), count in self.steps.items():
            leaving[before] += count  # type: ignore[assignment]
        return {step: math.log(count / leaving[step[0]]) for step, count in self.steps.items()}

    def likelihood_of(self, guess: "_Habits") -> float:
        found = sum(times * self._logs[step] for step, times in guess.steps.items())
        return found + sum(
            manner.likelihood_of(guess.manners[role]) for role, manner in self.manners.items()
        )


def _steps(guesses: dict[_Pair, tuple[float, float]]) -> _Steps:
    return {
        (*pair, glued): _WEIGHT * follows * (share if glued else 1 - share)
        for pair, (follows, share) in guesses.items()
        for glued in (False, True)
    }


_FURNITURE = _guess(22, 0.9, (0.84, 0.08, 0.08), sentences=0.06, capitals=0.5)
_TITLE = _guess(48, 0.6, (0.78, 0.14, 0.08), sentences=0.06, capitals=0.45)
_BODY = _guess(220, 0.9, (0.12, 0.13, 0.75), sentences=0.6, capitals=0.03)
_FIRST = _Habits(
    manners={
        Role.BEFORE: _FURNITURE,
        Role.TITLE: _TITLE,
        Role.BODY: _BODY,
        Role.AFTER: _FURNITURE,
    },
    # How often one follows the other, and how often it is glued to it then.
    steps=_steps(
        {
            (Role.BEFORE, Role.BEFORE): (0.5, 0.5),
            (Role.BEFORE, Role.TITLE): (0.5, 0.1),
            (Role.TITLE, Role.BODY): (0.85, 0.3),
            (Role.TITLE, Role.TITLE): (0.15, 0.4),
            (Role.BODY, Role.TITLE): (0.8, 0.05),
            (Role.BODY, Role.BODY): (0.16, 0.3),
            (Role.BODY, Role.AFTER): (0.04, 0.3),
            (Role.AFTER, Role.AFTER): (1.0, 0.5),
        }
    ),
)
_STARTS = {Role.BEFORE: math.log(0.6), Role.TITLE: math.log(0.4)}
_ENDS = {Role.BEFORE, Role.BODY, Role.AFTER}


def roles(found: Sequence[Unit]) -> list[Role]:
    """Return the role of each paragraph.

    Training starts from several readings of the page (by looks, by endings, by length, and as
    strictly alternating from either end) and keeps the one that explains the page best.
    """
    if not found:
        return []
    page = _Page([look(unit.text) for unit in found], [unit.gap == 0 for unit in found])
    lesson = _Page(page.looks[:_LESSON], page.glued[:_LESSON])
    readings = {tuple(_trained(lesson, start)) for start in _starts(lesson)}
    best = max(sorted(readings), key=lambda reading: _explained(lesson, reading))
    return _read(page, _learnt(lesson, best))


@dataclass(frozen=True)
class _Page:
    looks: Sequence[Look]
    glued: Sequence[bool]


def _starts(page: _Page) -> Iterator[list[Role]]:
    yield _read(page, _FIRST)
    middle = statistics.fmean(seen.length for seen in page.looks)
    yield [_title_if(seen.ending == Ending.OPEN) for seen in page.looks]
    yield [_title_if(seen.ending != Ending.STOP) for seen in page.looks]
    yield [_title_if(seen.length < middle) for seen in page.looks]
    yield [_title_if(number % 2 == 0) for number in range(len(page.looks))]
    yield [_title_if(number % 2 == 1) for number in range(len(page.looks))]


def _title_if(condition: bool) -> Role:
    return Role.TITLE if condition else Role.BODY


def _trained(page: _Page, start: list[Role]) -> list[Role]:
    reading = start
    for _ in range(_ROUNDS):
        again = _read(page, _learnt(page, reading))
        if again == reading:
            break
        reading = again
    return reading


def _learnt(page: _Page, reading: Sequence[Role]) -> _Habits:
    seen = Counter(zip(reading, reading[1:], page.glued[1:], strict=False))
    manners = dict(_FIRST.manners)
    for role in (Role.TITLE, Role.BODY):
        its = [one for one, its_role in zip(page.looks, reading, strict=True) if its_role == role]
        manners[role] = manners[role].taught(its)
    return _Habits(manners, {step: count + seen[step] for step, count in _FIRST.steps.items()})


def _read(page: _Page, habits: _Habits) -> list[Role]:
    """Return the likeliest roles under these habits (the Viterbi algorithm)."""
    best = {role: _start(role, page.looks[0], habits) for role in Role}
    trail: list[dict[Role, Role]] = []
    for seen, stuck in zip(page.looks[1:], page.glued[1:], strict=True):
        ways = {
            here: max((best[role] + habits.step(role, here, glued=stuck), role) for role in Role)
            for here in Role
        }
        trail.append({here: role for here, (_, role) in ways.items()})
        best = {here: ways[here][0] + habits.manners[here].likelihood(seen) for here in Role}
    reading = [max(_ENDS, key=lambda role: (best[role], role))]
    for choices in reversed(trail):
        reading.append(choices[reading[-1]])
    return reading[::-1]


def _start(role: Role, seen: Look, habits: _Habits) -> float:
    return _STARTS.get(role, -math.inf) + habits.manners[role].likelihood(seen)


def _explained(page: _Page, reading: tuple[Role, ...]) -> float:
    """Return how well a reading explains the page, and how well first guesses bear with it."""
    habits = _learnt(page, reading)
    found = _start(reading[0], page.looks[0], habits) + habits.likelihood_of(_FIRST)
    for number in range(1, len(reading)):
        before, here = reading[number - 1 : number + 1]
        found += habits.step(before, here, glued=page.glued[number])
        found += habits.manners[here].likelihood(page.looks[number])
    return found
