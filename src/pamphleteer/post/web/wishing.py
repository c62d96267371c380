"""The form of what a reader gets: as it is shown, and as it comes back."""

import zoneinfo
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from babel.dates import get_day_names
from django.http import QueryDict

from pamphleteer.post import moments
from pamphleteer.post.models import Digest, Form, Rhythm
from pamphleteer.post.verbs.choices import Current
from pamphleteer.post.wishes import Wishes
from pamphleteer.press.languages import direction
from pamphleteer.press.voice import LANGUAGES, locale_of, name_of
from pamphleteer.register.models import Outlet, Topic
from pamphleteer.register.models.topic import arranged

_NO_HOUR = -1
_DIGITS = 18  # of a number that a database takes
_OLD = ("Etc/", "SystemV/", "US/", "posix/", "right/")
_FIRST = Wishes()


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be chosen."""

    value: str
    name: str
    chosen: bool
    level: int = 0
    language: str = ""
    direction: str = ""


@dataclass
class Asked:
    """What the form says of all digests together, and of each."""

    zone: str = ""
    language: str = ""
    form: str = str(Form.HTML)
    wishes: dict[int, Wishes] = field(default_factory=dict)
    wanted: set[int] = field(default_factory=set)

    def said(self, digests: Iterable[Digest]) -> dict[Digest, Wishes]:
        """Return what is wished of each digest that is wanted."""
        return {one: self.wishes[one.pk] for one in digests if one.pk in self.wanted}


def asked_now(current: Sequence[Current], zone: str) -> Asked:
    """Return the form as a reader's choices and their time zone fill it in."""
    asked = Asked(zone, wishes={one.digest.pk: one.wishes for one in current})
    asked.wanted = set(asked.wishes)
    for one in current[:1]:
        asked.language, asked.form = one.wishes.language, one.wishes.form
    return asked


def asked_by(sent: QueryDict, digests: Iterable[Digest]) -> Asked:
    """Return the form as it was sent: whatever stands in it, of the shape that wishes have."""
    asked = Asked(sent.get("zone", ""), sent.get("language", ""), sent.get("form", ""))
    asked.wanted = set(_numbers(sent.getlist("digest")))
    for digest in digests:
        asked.wishes[digest.pk] = _wishes(sent, digest, asked)
    return asked


def shown(asked: Asked, digests: Sequence[Digest], outlet: Outlet) -> dict[str, object]:
    """Return what the template shows."""
    zone = asked.zone if moments.zone(asked.zone) else outlet.zone
    own = Option("", name_of(outlet.language), not asked.language)
    others = [one for one in LANGUAGES if one != outlet.language]
    return {
        "several": len(digests) > 1,
        "digests": [_digest(one, asked, outlet) for one in digests],
        "regions": _regions(zone),
        "languages": [own, *(_language(one, asked.language) for one in others)],
        "text": asked.form == Form.TEXT,
    }


def _digest(digest: Digest, asked: Asked, outlet: Outlet) -> Mapping[str, object]:
    wishes = asked.wishes.get(digest.pk, _FIRST)
    chosen = wishes.topics or frozenset()
    offered = Topic.objects.all() if digest.every_topic else digest.topics.all()
    days = get_day_names("wide", "stand-alone", locale_of(outlet.language))
    return {
        "pk": digest.pk,
        "name": digest.name,
        "wanted": digest.pk in asked.wanted,
        "some": wishes.topics is not None,
        "topics": [
            Option(str(one.pk), one.name, one.pk in chosen, level)
            for one, level in arranged(offered)
        ],
        "rhythm": wishes.rhythm,
        "days": [Option(str(n), days[n], n == (wishes.weekday or 0)) for n in range(7)],
        "ready": f"{digest.hour:02}:00",
        "hours": [Option(str(n), f"{n:02}:00", n == wishes.hour) for n in range(24)],
    }


def _wishes(sent: QueryDict, digest: Digest, asked: Asked) -> Wishes:
    def said(name: str) -> str:
        return sent.get(f"{name}-{digest.pk}", "")

    rhythm, hour = said("rhythm"), _hour(said("hour"))
    if rhythm == Rhythm.WEEKLY and hour is None:
        hour = digest.hour
    some = frozenset(_numbers(sent.getlist(f"topic-{digest.pk}")))
    return Wishes(
        topics=some if said("topics") == "some" else None,
        rhythm=rhythm,
        weekday=_number(said("weekday")),
        hour=hour,
        zone=asked.zone,
        language=asked.language,
        form=asked.form,
    )


def _hour(said: str) -> int | None:
    """Return an hour, or None for none; nonsense is an hour that there is not."""
    number = _number(said)
    return _NO_HOUR if said and number is None else number


def _numbers(said: Iterable[str]) -> list[int]:
    return [number for number in map(_number, said) if number is not None]


def _number(said: str) -> int | None:
    return int(said) if said.isascii() and said.isdigit() and len(said) <= _DIGITS else None


def _language(language: str, chosen: str) -> Option:
    runs = direction(language)
    return Option(language, name_of(language), language == chosen, 0, language, runs)


def _regions(chosen: str) -> list[tuple[str, list[Option]]]:
    """Return all zones under their regions, and the one that is chosen whatever it is."""
    regions: dict[str, list[Option]] = {}
    for name in sorted({*_zones(), chosen}):
        region, _, place = name.partition("/")
        shown = Option(name, (place or region).replace("_", " "), name == chosen)
        regions.setdefault(region, []).append(shown)
    return list(regions.items())


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    names = zoneinfo.available_timezones()
    return frozenset(
        name for name in names if name == "UTC" or ("/" in name and not name.startswith(_OLD))
    )
