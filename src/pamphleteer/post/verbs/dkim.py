"""Keys that sign letters: made, taken into use when the DNS knows them, replaced, and removed when nothing needs them.

Each step is one transaction on a row; the file of a key is there before its row, and goes after it.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from django.db import IntegrityError, transaction

from pamphleteer.ground import clock
from pamphleteer.ground.resolver import DnsError, Resolver
from pamphleteer.post import signers
from pamphleteer.post.dkim import Algorithm, SigningKey, files
from pamphleteer.post.dkim.records import Standing, name_of, standing
from pamphleteer.post.errors import DkimError
from pamphleteer.post.models import DkimKey
from pamphleteer.register.verbs import journal

# Servers try for five days to hand a letter on (RFC 5321, 4.5.4.1), and programs check it when it is fetched.
IN_FLIGHT = timedelta(days=7)

_State = DkimKey.State


@dataclass(frozen=True)
class Looked:
    """A key and what the DNS says of it; without a standing it could not be asked, and `said` tells why."""

    key: DkimKey
    standing: Standing | None
    said: str


def make(algorithm: Algorithm, *, selector: str = "") -> DkimKey:
    """Return the key of this kind that waits for its record: the one that waits already, or a new one.

    A key that somebody has laid under the selector before is taken as it is. Raises `DkimError`, and `OSError` if keys/
    can't be written.
    """
    domain = signers.domain()
    if "." not in domain:
        raise DkimError(f"nobody finds a key of {domain}: set post.sender to your address first")
    if found := _waiting(domain, algorithm):
        if selector and selector != found.selector:
            raise DkimError(f"{found.selector} waits for its record: use it, or drop it first")
        return found
    key = _given(selector, algorithm) if selector else _new(algorithm)
    try:
        with transaction.atomic():
            row = DkimKey.objects.create(
                selector=key.selector,
                domain=domain,
                algorithm=key.algorithm,
                proof=files.proof_of(key),
                since=clock.now(),
            )
            journal.write("dkim.made", row, selector=row.selector)
    except IntegrityError as error:
        # Somebody has made one at the same moment.
        if found := _waiting(domain, algorithm):
            return found
        raise DkimError(f"the selector {key.selector} is taken: name another one") from error
    return row


def used(domain: str) -> Sequence[DkimKey]:
    """Return the keys of a domain that are in use."""
    return list(DkimKey.objects.filter(domain=domain, state=_State.USED).order_by("-algorithm"))


def waiting(domain: str) -> Sequence[DkimKey]:
    """Return the keys of a domain that wait for their records."""
    return list(DkimKey.objects.filter(domain=domain, state=_State.WAITING).order_by("-algorithm"))


def named(selectors: Collection[str]) -> Sequence[DkimKey]:
    """Return the keys of these selectors; raises `DkimError` if there is none of one."""
    rows = {row.selector: row for row in DkimKey.objects.filter(selector__in=selectors)}
    for selector in selectors:
        if selector not in rows:
            raise DkimError(f"there is no key {selector}: see `pamphleteer dkim show`")
    return list(rows.values())


def look(row: DkimKey, *, resolver: Resolver) -> Looked:
    """Return what the DNS says of a key; raises `DkimError` if its file can't be read."""
    key = files.proven(signers.folder(), row.selector, row.proof)
    try:
        found = resolver.texts(name_of(row.selector, row.domain))
    except DnsError as error:
        return Looked(row, None, str(error))
    told = standing(key, found)
    if told.holds:
        DkimKey.objects.filter(pk=row.pk).update(seen_at=clock.now())
    return Looked(row, told, told.value)


def use(looked: Looked, *, anyway: bool = False) -> bool:
    """Sign with a key from now on, if its record was seen or somebody says so; the one before is at rest then.

    Returns whether it is in use. Raises `DkimError` if it is gone, or can't be read here.
    """
    holds = looked.standing is not None and looked.standing.holds
    if not (holds or anyway):
        return looked.key.state == _State.USED
    files.proven(signers.folder(), looked.key.selector, looked.key.proof)
    with transaction.atomic():
        kind = {"domain": looked.key.domain, "algorithm": looked.key.algorithm}
        # In one order, so that two who change them at once wait for each other.
        rows = {row.pk: row for row in _locked(**kind)}
        row = rows.get(looked.key.pk)
        if row is None:
            raise DkimError(f"{looked.key.selector} was dropped meanwhile")
        if row.state == _State.USED:
            return True
        now = clock.now()
        DkimKey.objects.filter(**kind, state=_State.USED).update(state=_State.RESTING, since=now)
        row.state, row.since, row.anyway = _State.USED, now, row.anyway or not holds
        row.save(update_fields=["state", "since", "anyway"])
        journal.write("dkim.used", row, selector=row.selector, seen=holds)
    return True


def free_from(row: DkimKey) -> datetime | None:
    """Return from when on nothing needs a key: None as long as it is in use."""
    if row.state == _State.USED:
        return None
    return row.since + IN_FLIGHT if row.state == _State.RESTING else row.since


def drop(selector: str, *, anyway: bool = False) -> None:
    """Remove a key for good; raises `DkimError` if letters need it, or there is none.

    `anyway` removes it though letters that it signed are on their way, or are still to be signed.
    """
    with transaction.atomic():
        row = next(iter(_locked(selector=selector)), None)
        if row is None and selector not in files.selectors(signers.folder()):
            raise DkimError(f"there is no key {selector}: see `pamphleteer dkim show`")
        if row is not None:
            if not anyway:
                _needed(row)
            journal.write("dkim.dropped", row, selector=selector)
            row.delete()
    files.drop(signers.folder(), selector)


def _needed(row: DkimKey) -> None:
    free = free_from(row)
    if free is None:
        raise DkimError(f"{row.selector} is in use: `pamphleteer dkim rotate` first")
    if free > clock.now():
        raise DkimError(
            f"{row.selector} stays until {free:%Y-%m-%d %H:%M} UTC, and its record too: "
            "letters that it has signed are still on their way"
        )


def _locked(**which: str) -> Sequence[DkimKey]:
    return list(DkimKey.objects.select_for_update().filter(**which).order_by("pk"))


def _waiting(domain: str, algorithm: Algorithm) -> DkimKey | None:
    return DkimKey.objects.filter(domain=domain, algorithm=algorithm, state=_State.WAITING).first()


def _given(selector: str, algorithm: Algorithm) -> SigningKey:
    """Return the key that lies under a selector, or a new one."""
    if selector not in files.selectors(signers.folder()):
        files.lay(signers.folder(), SigningKey.make(selector, algorithm))
    key = files.read(signers.folder(), selector)
    if key.algorithm is not algorithm:
        raise DkimError(f"the key {selector} that lies in keys/ is of {key.algorithm.short}")
    return key


def _new(algorithm: Algorithm) -> SigningKey:
    """Return a new key under a selector that nobody had."""
    taken = {
        *DkimKey.objects.values_list("selector", flat=True),
        *files.selectors(signers.folder()),
    }
    free = (one for one in _selectors(algorithm) if one not in taken)
    while not files.lay(signers.folder(), key := SigningKey.make(next(free), algorithm)):
        pass  # somebody laid one there at the same moment
    return key


def _selectors(algorithm: Algorithm) -> Iterator[str]:
    today = f"{algorithm.short}-{clock.now():%Y%m%d}"
    yield today
    for number in count(2):
        yield f"{today}-{number}"
