"""What the checks of mail are about, and whom they may ask."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from yarl import URL

from pamphleteer.ground.http.asking import Limits, fetching
from pamphleteer.ground.resolver import Resolver
from pamphleteer.post import signers

Fetch = Callable[[str], bytes]
_SECONDS, _BYTES = 15.0, 100_000


@dataclass(frozen=True)
class Asked:
    """The outlet's domains and relays, the DNS, and how a document is fetched, if one may be.

    `sender` is the domain readers see, `returns` the one mail comes back to, `signs` the one of DKIM.
    """

    sender: str
    returns: str
    signs: str
    relays: Sequence[Mapping[str, Any]] = ()
    resolver: Resolver = field(default_factory=Resolver)
    fetch: Fetch | None = None

    @property
    def domains(self) -> Sequence[str]:
        """The domains that readers' servers ask about, each once."""
        return list(dict.fromkeys([self.sender, self.returns]))


@contextmanager
def the_outlet(*, fetch: bool = False) -> Iterator[Asked]:
    """Give what the checks are about for this outlet; they fetch documents only if they may."""
    limits = Limits(seconds=_SECONDS, size=_BYTES, redirects=0, allow=settings.COLLECT_ALLOW)
    about: dict[str, Any] = {
        "sender": _domain(settings.POST_SENDER),
        "returns": _domain(settings.POST_BOUNCES or settings.POST_SENDER),
        "signs": signers.domain(),
        "relays": settings.POST_RELAYS,
        "resolver": Resolver(settings.POST_RESOLVER),
    }
    if not fetch:
        yield Asked(**about)
        return
    with fetching(agent="Pamphleteer doctor", limits=limits) as fetches:
        yield Asked(**about, fetch=lambda url: fetches.start(url, accept="*/*").result().content)


def _domain(address: str) -> str:
    name = address.rpartition("@")[2]
    return URL.build(scheme="https", host=name).raw_host or name
