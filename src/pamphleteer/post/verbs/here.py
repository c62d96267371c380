"""What readers can choose here: what a list wishes in words, understood, and our own choices in the same words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from pamphleteer.ground.text import fold
from pamphleteer.post import moments
from pamphleteer.post.lists.headings import plain
from pamphleteer.post.lists.spoken import DAYS, FORMS, RHYTHMS, day_name, hour_in
from pamphleteer.post.lists.wished import Wish
from pamphleteer.post.models import Choice, Digest, Form, Rhythm
from pamphleteer.post.wishes import Wishes
from pamphleteer.press.languages import tag
from pamphleteer.register.models import Outlet, Topic, TopicAddress, TopicMerge

_Meant = TypeVar("_Meant")
_LANGUAGE = 20
_NAMED, _LONG = 5, 60  # of what is unknown, so many are named, cut at so many characters


@dataclass(frozen=True)
class Understood:
    """What a reader gets of which digest, and what of it can't be had here."""

    choices: tuple[tuple[Digest, Wishes], ...]
    told: tuple[str, ...] = ()


class Here:
    """The digests and topics of this outlet, as they are now."""

    def __init__(self) -> None:
        digests = list(Digest.objects.order_by("pk"))
        self._first = Digest.objects.offered().order_by("pk").first()
        self._digests = {fold(one.name): one for one in reversed(digests)}
        self._digests |= {one.slug: one for one in digests}
        self._topics = _topics()
        self._zone = Outlet.objects.the().zone
        self._known: dict[tuple[Wish, ...], Understood] = {}

    def understood(self, wishes: tuple[Wish, ...]) -> Understood:
        """Return what wishes in words come to here."""
        if wishes not in self._known:
            self._known[wishes] = self._read(wishes)
        return self._known[wishes]

    def _read(self, wishes: tuple[Wish, ...]) -> Understood:
        told: list[str] = []
        choices: dict[int, tuple[Digest, Wishes]] = {}
        named = [(self._digest(wish, told), wish) for wish in wishes]
        if self._first and not any(digest for digest, _ in named):
            # Whoever comes with a list gets something.
            named = [(self._first, wish) for wish in wishes[:1]]
        if wishes and not any(digest for digest, _ in named):
            told.append("there is no digest yet, and so no letter")
        for digest, wish in named:
            if digest and digest.pk not in choices:
                choices[digest.pk] = digest, self._wishes(digest, wish, told)
        return Understood(tuple(choices.values()), tuple(dict.fromkeys(told)))

    def _digest(self, wish: Wish, told: list[str]) -> Digest | None:
        if not wish.digest:
            return self._first
        found = self._digests.get(wish.digest) or self._digests.get(fold(wish.digest))
        if found is None:
            told.append(f"there is no digest {_quoted([wish.digest])}")
        return found

    def _wishes(self, digest: Digest, wish: Wish, told: list[str]) -> Wishes:
        topics = self._some(wish.topics, told)
        form = _meant(FORMS, wish.form, "form", told) or str(Form.HTML)
        language = tag(wish.language)
        if wish.language and (not language or len(language) > _LANGUAGE):
            told.append(f"there is no language {_quoted([wish.language])}")
            language = ""
        day = _meant(DAYS, wish.weekday, "day", told)
        rhythm = _meant(RHYTHMS, wish.rhythm, "rhythm", told)
        rhythm = rhythm or (Rhythm.DAILY if day is None else Rhythm.WEEKLY).value
        if rhythm == Rhythm.AT_ONCE:
            return Wishes(topics, rhythm, language=language, form=form)
        weekly = rhythm == Rhythm.WEEKLY
        hour = _hour(wish, told)
        if weekly and hour is None:
            hour = digest.hour
        zone = "" if hour is None else self._zone_of(wish, told)
        return Wishes(topics, rhythm, (day or 0) if weekly else None, hour, zone, language, form)

    def _some(self, names: Sequence[str], told: list[str]) -> frozenset[int] | None:
        """Return topics, None for all: as at a sign-up, those that are not here count for nothing."""
        found = {name: self._topics.get(name) or self._topics.get(fold(name)) for name in names}
        unknown = [name for name, key in found.items() if key is None]
        known = frozenset(key for key in found.values() if key is not None)
        if unknown:
            said = f"there is no topic {_quoted(unknown)}"
            told.append(said if known else f"{said}: gets all topics")
        return known or None

    def _zone_of(self, wish: Wish, told: list[str]) -> str:
        if wish.zone and moments.zone(wish.zone) is None:
            told.append(f"there is no time zone {_quoted([wish.zone])}")
            return self._zone
        return wish.zone or self._zone


class Words:
    """Choices in the words of lists, each looked at once."""

    def __init__(self) -> None:
        self._digests = dict(Digest.objects.values_list("pk", "slug"))
        self._slugs = dict(Topic.objects.values_list("pk", "slug"))
        self._become = dict(TopicMerge.objects.values_list("key", "topic"))
        self._known: dict[int, Wish | None] = {}

    def of(self, choice: Choice) -> Wish | None:
        """Return a choice in words; None for one whose digest is not here."""
        if choice.pk not in self._known:
            self._known[choice.pk] = self._say(choice)
        return self._known[choice.pk]

    def _say(self, choice: Choice) -> Wish | None:
        digest = self._digests.get(choice.digest_id)
        if digest is None:
            return None
        topics: list[str] = []
        if choice.topics is not None:
            now = dict.fromkeys(self._become.get(key, key) for key in choice.topics)
            topics = [self._slugs[key] for key in now if key in self._slugs]
        return Wish(
            digest,
            tuple(topics),
            choice.rhythm,
            "" if choice.weekday is None else day_name(choice.weekday),
            "" if choice.hour is None else str(choice.hour),
            choice.zone,
            choice.language,
            choice.form,
        )


def _topics() -> dict[str, int]:
    """Return topics by their addresses, those that they had, and their names; an address before a name."""
    topics = list(Topic.objects.with_parents().order_by("-pk"))
    named = {fold(one.name): one.pk for one in topics}
    named |= {fold(one.full_name): one.pk for one in topics}
    named |= dict(TopicAddress.objects.values_list("slug", "topic"))
    return named | {one.slug: one.pk for one in topics}


def _hour(wish: Wish, told: list[str]) -> int | None:
    hour = hour_in(wish.hour)
    if wish.hour and hour is None:
        told.append(f"there is no hour {_quoted([wish.hour])}")
    return hour


def _meant(known: Mapping[str, _Meant], words: str, sort: str, told: list[str]) -> _Meant | None:
    found = known.get(plain(words))
    if words and found is None:
        told.append(f"there is no {sort} {_quoted([words])}")
    return found


def _quoted(names: Iterable[str]) -> str:
    said = list(names)
    shown = ", ".join(f"“{name[:_LONG]}”" for name in said[:_NAMED])
    return f"{shown} and others" if len(said) > _NAMED else shown
