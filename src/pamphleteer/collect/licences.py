"""Licences as pieces and pages name them: by address, by short name, in words."""

import re
from dataclasses import dataclass

from pamphleteer.collect.found import Found
from pamphleteer.collect.vocabulary.licences import RESERVED
from pamphleteer.register.models import Licence, Partner

_CURRENT = "4.0"
_VERSIONS = ("1.0", "2.0", "2.1", "2.5", "3.0", _CURRENT)
# creativecommons.org/licenses/list: the jurisdictions that licences up to 3.0 were ported to.
_PORTS = re.compile(
    "am|ar|at|au|az|be|bg|br|ca|ch|cl|cn|co|cr|cz|de|dk|ec|ee|eg|es|fi|fr|ge|gr|gt|hk|hr|hu|ie|igo"
    "|il|in|it|jp|kr|lu|mk|mt|mx|my|ng|nl|no|nz|pe|ph|pl|pr|pt|ro|rs|scotland|se|sg|si|th|tw|ua|ug"
    "|uk|us|ve|vn|za"
)
_ADDRESS = re.compile(
    r"creativecommons\.org/(?:licen[sc]es/(?P<kind>[a-z][a-z+-]{1,20})"
    r"|publicdomain/(?P<public>zero|mark))"
    r"(?:/(?P<version>\d\.\d))?(?:/(?P<port>[a-z]{2,8})(?=[/?#\s\"'<>]|$))?",
    re.IGNORECASE,
)
_SHORT = re.compile(
    r"\bCC[ -]?(?P<kind>BY(?:[ -](?:NC|ND|SA)){0,2})(?!-?[A-Za-z])"
    r"(?:[ -]?v?(?P<version>\d\.\d))?(?:[ -](?P<port>(?-i:[A-Z]{2,3}))\b)?",
    re.IGNORECASE,
)
_LONG = re.compile(
    r"\bAttribution(?P<kind>(?:[ -–]{1,3}(?:Non[ -]?Commercial|No[ -]?Deriv(?:ative)?s?(?: Works)?"
    r"|Share[ -]?Alike)){0,2})(?:\s+(?P<version>\d\.\d))?",
    re.IGNORECASE,
)
_ZERO = re.compile(r"\bCC[ -]?0(?:[ -]1\.0)?\b(?!\.)|\bCC Zero\b", re.IGNORECASE)
_LONGEST = 5_000


@dataclass(frozen=True)
class _Named:
    """A licence of Creative Commons: the marks behind BY, its version and port."""

    marks: frozenset[str]
    version: str = _CURRENT
    port: str = ""
    public: str = ""

    @property
    def slug(self) -> str:
        if self.public:
            return {"zero": "cc0", "mark": "public-domain"}[self.public]
        family = "-".join(["cc", *self._order()])
        later = [] if self.version == _CURRENT else [self.version.replace(".", "-"), self.port]
        return "-".join([family, *filter(None, later)])

    @property
    def name(self) -> str:
        return " ".join(
            filter(None, ["CC", "-".join(self._order()).upper(), self.version, self.port.upper()])
        )

    @property
    def url(self) -> str:
        parts = ["-".join(self._order()), self.version, self.port]
        return f"https://creativecommons.org/licenses/{'/'.join(filter(None, parts))}/"

    def _order(self) -> list[str]:
        return ["by", *(mark for mark in ("nc", "nd", "sa") if mark in self.marks)]


def recognise(said: str) -> Licence | None:
    """Return the licence that an address, a short name or some words name; None unless one only."""
    named = _named(said)
    return _row(named) if named else None


def licence_for(found: Found, partner: Partner) -> Licence:
    """Return the licence of a piece: the one it links to, if we know it, else its partner's.

    What it merely says of rights can take away from what these allow, but never add to it.
    """
    ours = partner.licence
    linked = _known(found.licence_url, ours)
    if linked and not found.licence_is_feeds:
        return linked
    if linked and RESERVED.search(found.own_rights):
        return ours  # of the feed's other pieces, but not of this one
    allowed = linked or ours
    said = _known(found.own_rights if linked else found.own_rights or found.rights, ours)
    return said if said and not said.allows_more_than(allowed) else allowed


def _known(said: str, ours: Licence) -> Licence | None:
    named = _named(said)
    if not named:
        return None
    return ours if ours.slug == named.slug else _row(named)


def _row(named: _Named) -> Licence:
    row = Licence.objects.filter(slug=named.slug).first()
    if row:
        return row
    row, _ = Licence.objects.get_or_create(
        slug=named.slug,
        defaults={
            "name": named.name,
            "url": named.url,
            "full_text": True,
            "derivatives": "nd" not in named.marks,
            "commercial": "nc" not in named.marks,
            "share_alike": "sa" in named.marks,
        },
    )
    return row


def _named(said: str) -> _Named | None:
    text = said[:_LONGEST]
    found: set[_Named | None] = {_addressed(m) for m in _ADDRESS.finditer(text)}
    if not found and "creativecommons.org/" not in text.lower():
        found = {_Named(frozenset(), public="zero")} if _ZERO.search(text) else set()
        found |= {_worded(m, m["port"] or "") for m in _SHORT.finditer(text)}
        found = found or {_worded(m, "") for m in _LONG.finditer(text) if _sure(m)}
    return found.pop() if len(found) == 1 else None


def _sure(long: re.Match[str]) -> bool:
    """Whether "Attribution" is meant as the licence: it has marks, a version, or its maker's name."""
    return bool(long["kind"] or long["version"] or "creative commons" in long.string.lower())


def _addressed(found: re.Match[str]) -> _Named | None:
    if found["public"]:
        return _Named(frozenset(), public=found["public"].lower())
    kind = found["kind"].lower()
    if kind == "publicdomain":
        return _Named(frozenset(), public="mark")
    parts = kind.strip("-").split("-")
    marks = frozenset(parts) - {"by"}
    if "by" not in parts or not marks <= {"nc", "nd", "sa"}:
        return None
    return _checked(marks, found["version"] or "", (found["port"] or "").lower())


def _worded(found: re.Match[str], port: str) -> _Named | None:
    return _checked(_marks(found["kind"]), found["version"] or "", port.lower())


def _checked(marks: frozenset[str], version: str, port: str) -> _Named | None:
    if {"nd", "sa"} <= marks or (version and version not in _VERSIONS):
        return None
    version = version or _CURRENT
    ported = port if _PORTS.fullmatch(port) and version != _CURRENT else ""
    return _Named(marks, version, ported)


def _marks(words: str) -> frozenset[str]:
    said = re.sub(r"[^a-z]", "", words.lower())
    long = {"noncommercial": "nc", "noderiv": "nd", "sharealike": "sa"}
    short = {part for part in re.split(r"[ -]", words.lower()) if part in {"nc", "nd", "sa"}}
    return frozenset(short | {mark for word, mark in long.items() if word in said})
