"""The names of receiving sites in one process: their keyed hashes, and how many letters each took."""

from collections import Counter
from collections.abc import Sequence

from pamphleteer.ground import clock
from pamphleteer.ground.keyring import Key
from pamphleteer.post import sealing
from pamphleteer.post.sites.looking import Groups

MANY = 20  # letters to different readers of a site whose name may be kept
_PURPOSE = "sites of readers"


class Names:
    """What domains are called and counted under: their own names, and those of the companies that take their mail."""

    def __init__(self, groups: Groups | None) -> None:
        self._groups = groups
        self._key: Key | None = None
        self._hashes: dict[str, bytes] = {}
        self._known: dict[bytes, str] = {}
        self._taken: Counter[str] = Counter()
        self._before: Counter[str] = Counter()
        self._since = clock.now()

    def levels(self, domain: str) -> Sequence[str]:
        """Return the names that a domain counts under; of a company as soon as the DNS has told it."""
        group = (self._groups.of(domain) if self._groups else None) or domain
        return [domain] if group == domain else [domain, group]

    def pending(self, domain: str) -> bool:
        """Say whether the DNS is just being asked for whose a domain is."""
        return self._groups is not None and self._groups.of(domain) is None

    def sites(self, domain: str) -> Sequence[bytes]:
        """Return the same as hashes; raises `KeyMissing`."""
        return [self.site(name) for name in self.levels(domain)]

    def site(self, name: str) -> bytes:
        """Return the keyed hash of a site's name; raises `KeyMissing`."""
        if name not in self._hashes:
            self._key = self._key or sealing.for_reading().key
            found = self._key.hashed(name, purpose=_PURPOSE)
            self._hashes[name], self._known[found] = found, name
        return self._hashes[name]

    def name(self, site: bytes) -> str:
        """Return a site's name, if it took letters to many readers; else nothing."""
        name = self._known.get(site, "")
        return name if name and self._sum(name, self._taken) >= MANY else ""

    def took(self, domain: str) -> None:
        """Count a letter."""
        self._taken[domain] += 1

    def lately(self) -> None:
        """Begin to count anew what is measured."""
        self._before, self._since = self._taken.copy(), clock.now()

    def measured(self, name: str) -> float:
        """Return how many letters a second a site took lately."""
        took = self._sum(name, self._taken) - self._sum(name, self._before)
        return max(took, 1) / max((clock.now() - self._since).total_seconds(), 1.0)

    def _sum(self, name: str, counts: Counter[str]) -> int:
        if not self._groups:
            return counts[name]
        known = self._groups.known
        return sum(number for domain, number in counts.items() if name in (domain, known(domain)))
