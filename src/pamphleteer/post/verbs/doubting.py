"""Doubt what is said of too many readers at once: more likely somebody else is at fault than all of them."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q

from pamphleteer.ground import clock
from pamphleteer.post.models import Edition, Evidence
from pamphleteer.post.verbs.mailings import Mailing, mailing_of

SHARE = 0.05  # of a mailing's letters; providers close accounts for as much
FEW = 3  # that may be gone, however small the mailing
OF_SITE = 5  # readers with mailboxes at one place
SHOWN = timedelta(days=30)
_LOOKED_AT = 20_000  # letters that arrived, among which those of one place are sought


@dataclass(frozen=True)
class Doubted:
    """A mailing of which too much came back: for how many readers, of how many letters, since when, in whose words."""

    mailing: Mailing
    readers: int
    letters: int
    since: datetime
    said: str


def doubtful(mailing: Mailing, condemned: Sequence[Evidence]) -> Collection[int]:
    """Return the keys of what is not to be believed; raises `KeyMissing` and `SealError`."""
    known = mailing.evidence().filter(Q(clear=True) | Q(standing=Evidence.Standing.DOUBTED))
    hits = {*known.values_list("pk", flat=True), *(one.pk for one in condemned)}
    if not usual(len(hits), letters(mailing, hits)):
        return [one.pk for one in condemned]
    return _of_odd_sites(mailing, condemned)


def usual(gone: int, letters: int) -> bool:
    """Return whether so many of a mailing's readers may be gone: one always, and never most of them."""
    return gone <= 1 or (gone <= max(FEW, SHARE * letters) and 2 * gone <= letters)


def letters(mailing: Mailing, hits: Collection[int]) -> int:
    """Return how many letters of a mailing were taken or came to a word about their reader."""
    refused = Evidence.objects.filter(pk__in=hits).exclude(delivery__state="done").count()
    return mailing.taken().count() + refused


def doubted(edition: Edition | None = None) -> Sequence[Doubted]:
    """Return the mailings of the last weeks of which too much came back, the newest first; or that of an edition."""
    rows = Evidence.objects.filter(
        standing=Evidence.Standing.DOUBTED, at__gt=clock.now() - SHOWN
    ).select_related("delivery__letter")
    if edition:
        rows = rows.filter(delivery__letter__edition=edition)
    found: dict[Mailing, list[Evidence]] = {}
    for row in rows.order_by("at").iterator(chunk_size=2_000):
        found.setdefault(mailing_of(row), []).append(row)
    return [
        Doubted(
            mailing,
            len(some),
            letters(mailing, [one.pk for one in some]),
            some[0].at,
            Counter(one.said for one in some).most_common(1)[0][0],
        )
        for mailing, some in sorted(found.items(), key=lambda one: one[1][0].at, reverse=True)
    ]


def named(name: str) -> Doubted | None:
    """Return what is doubted of the mailing that commands call so."""
    return next((one for one in doubted() if one.mailing.name == name), None)


def stamp(mailing: Mailing) -> str:
    """Return what is doubted of a mailing now, for somebody who decides about that and nothing else."""
    rows = mailing.evidence().filter(standing=Evidence.Standing.DOUBTED)
    found = rows.aggregate(number=Count("pk"), newest=Max("pk"))
    return f"{found['number']}-{found['newest'] or 0}"


def _of_odd_sites(mailing: Mailing, condemned: Sequence[Evidence]) -> Collection[int]:
    """Return what is said of several readers of one place at which hardly anybody else got the letter."""
    sites = {one.pk: _site(one.reader.address) for one in condemned}
    many = {site: n for site, n in Counter(sites.values()).items() if n >= OF_SITE}
    if not many:
        return ()
    arrived = Counter[str]()
    silent = mailing.taken().filter(returned_at=None).select_related("reader")
    for row in silent.order_by("pk")[:_LOOKED_AT].iterator(chunk_size=1_000):
        arrived[_site(row.reader.address)] += 1
        if all(arrived[site] >= n for site, n in many.items()):
            return ()
    odd = {site for site, n in many.items() if arrived[site] < n}
    return [key for key, site in sites.items() if site in odd]


def _site(address: str) -> str:
    return address.rpartition("@")[2].lower()
