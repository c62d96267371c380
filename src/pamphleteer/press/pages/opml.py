"""The feeds of all partners as a list that readers of feeds take in (OPML 2.0)."""

import ipaddress
import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlsplit

from django.conf import settings

from pamphleteer.collect import outlines
from pamphleteer.collect.models import Source
from pamphleteer.collect.outlines import Outline
from pamphleteer.press import partners, paths, things
from pamphleteer.press.kinds import Kind, Things
from pamphleteer.press.models import Shelf
from pamphleteer.press.page import Page
from pamphleteer.press.partners import Carried
from pamphleteer.press.site import Site

# A word in an address that is long and of letters and digits alike may be somebody's key to it.
_KEY = re.compile(r"(?=[^-]*\d)(?=[^-]*[A-Za-z])[A-Za-z0-9_]{16,}|[0-9a-fA-F]{16,}")
_NAMED = re.compile(r"key|token|auth|secret|pass|sign?|session|user", re.IGNORECASE)
_INSIDE = (".local", ".localhost", ".internal", ".lan", ".onion", ".test")


def is_public(url: str) -> bool:
    """Tell whether an address can be told to everybody: it holds no key, and leads to no private network."""
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    if "@" in parts.netloc or "." not in host or host.endswith(_INSIDE) or _is_private(host):
        return False
    queried = parse_qsl(parts.query, keep_blank_values=True)
    if any(_NAMED.search(name) for name, _value in queried):
        return False
    words = [*parts.path.split("/"), *(value for _name, value in queried)]
    return not any(_KEY.fullmatch(word.partition(".")[0]) for word in words)


def _is_private(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host.strip("[]")).is_global
    except ValueError:
        return False


def _make(site: Site, key: str) -> Page | None:
    del key
    carried = {one.pk: one for one in partners.with_pieces(site)}
    if not carried:
        return None
    title = f"Partners of {site.outlet.name}"
    return Page(paths.OPML, outlines.write(_outlines(carried), title=title))


def _outlines(carried: dict[int, Carried]) -> Iterable[Outline]:
    """Yield the partners' own feeds; of who has none that can be told, the one that is made here."""
    rows = Source.objects.filter(partner__in=carried, active=True, kind=Source.Kind.FEED)
    own = [row for row in sorted(rows.values_list("partner", "url")) if is_public(row[1])]
    without = carried.keys() - {partner for partner, _url in own}
    for partner, url in [*own, *((key, _made(carried[key])) for key in sorted(without))]:
        one = carried[partner]
        yield Outline(url=url, title=one.name, site=one.url, partner=one.name)


def _made(partner: Carried) -> str:
    return paths.absolute(paths.folder(partner.path) + paths.FEED, settings.SITE_URL)


def _every() -> Iterable[str]:
    carried = Shelf.objects.filter(list__startswith="partner:", count__gt=0).exists()
    return ("",) if carried else ()


def _keys_of(changed: Things) -> Iterable[str]:
    told = things.keys(changed, "source") or things.lists(changed, "partner")
    return ("",) if told else ()


kind = Kind(
    name="opml",
    path=lambda _key: paths.OPML,
    make=_make,
    every=_every,
    keys_of=_keys_of,
    version=2,
    shared=lambda site: repr((settings.SITE_URL, site.outlet.name)),
)
