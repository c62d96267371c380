"""What a server answered, and what the head of its answer means."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

from pamphleteer.ground import clock

_LINKS = 500
_QUOTED = r"(?:[^\"\\]|\\.)*"
_PARAMETER = rf";\s*[^\s=;,\"<>]+(?:\s*=\s*(?:\"{_QUOTED}\"|[^\s;,\"<>]*))?"
_LINK = re.compile(rf"<([^<>]{{1,2000}})>((?:\s*{_PARAMETER})*)")
_NAMED = re.compile(rf";\s*([^\s=;,\"<>]+)(?:\s*=\s*(?:\"({_QUOTED})\"|([^\s;,\"<>]*)))?")
_AGE = re.compile(r"(?:^|[\s,])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)
_UNSTORED = re.compile(r"(?:^|[\s,])no-(?:store|cache)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Link:
    """One link of a Link header (RFC 8288), with one relation, in lower case."""

    url: str
    rel: str


@dataclass(frozen=True)
class Answer:
    """A document and where it was found at last; `unchanged` if we have it already (304).

    `moved_to` is where permanent redirects alone lead, `max_age` the seconds it may be kept,
    `headers` the whole head, its names in lower case.
    """

    url: str
    content: bytes
    content_type: str
    etag: str
    last_modified: str
    unchanged: bool
    moved_to: str = ""
    max_age: float | None = None
    links: tuple[Link, ...] = ()
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)

    def linked(self, rel: str) -> list[str]:
        """Return the addresses that the Link header gives a relation such as `hub`."""
        return [link.url for link in self.links if link.rel == rel]


def links(header: str, *, base: str) -> tuple[Link, ...]:
    """Return the links of a Link header (RFC 8288, section 3), resolved; broken ones left out."""
    found: list[Link] = []
    for link in _LINK.finditer(header):
        parameters = _parameters(link[2])
        names = parameters.get("rel", "").lower().split()
        try:
            # A link with an anchor is one of another document, or of a part of this one.
            if names and urljoin(base, parameters.get("anchor", base)) == base:
                url = urljoin(base, link[1].strip())
                found += (Link(url, name) for name in names)
        except ValueError:
            continue
        if len(found) >= _LINKS:
            break
    return tuple(found[:_LINKS])


def _parameters(told: str) -> dict[str, str]:
    """Return the parameters of a link by their names; the first of a name counts."""
    found: dict[str, str] = {}
    for name, quoted, bare in _NAMED.findall(told):
        found.setdefault(name.lower(), quoted or bare.strip("'"))
    return found


def max_age(headers: Mapping[str, str]) -> float | None:
    """Return the seconds for which an answer is fresh (RFC 9111, section 4.2), if it says so."""
    control = headers.get("cache-control", "")
    if _UNSTORED.search(control):
        return None
    if told := _AGE.search(control):
        age = headers.get("age", "").strip()
        past = float(age) if age.isascii() and age.isdecimal() and len(age) < 10 else 0.0
        return max(0.0, float(told[1]) - past)
    until = _moment(headers.get("expires", ""))
    if until is None:
        return None
    return max(0.0, (until - (_moment(headers.get("date", "")) or clock.now())).total_seconds())


def seconds_of(retry_after: str) -> float | None:
    """Return the seconds of a Retry-After header (RFC 9110, section 10.2.3), if it tells any."""
    text = retry_after.strip()
    if text.isascii() and text.isdecimal():
        return float(text[:9])
    until = _moment(text)
    return None if until is None else max(0.0, (until - clock.now()).total_seconds())


def kept(value: str, longest: int) -> str:
    """Return a header's value, or nothing if it is too long or strange to be kept."""
    plain = value.isascii() and value.isprintable() and len(value) <= longest
    return value if plain else ""


def _moment(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
