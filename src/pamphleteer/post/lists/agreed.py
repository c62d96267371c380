"""Consents in a list of our own: what a reader agreed to, as JSON in one cell."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pamphleteer.ground.text import uncontrolled
from pamphleteer.post.lists.dates import moment_in
from pamphleteer.post.models import Consent

_MOST = 100  # of one reader
_WHERE, _WORDS, _NETWORK = 500, 10_000, 32


@dataclass(frozen=True)
class Agreed:
    """One yes of a reader; `network` is a hash that the outlet made which kept it."""

    kind: str
    at: datetime
    where: str
    words: str
    network: str = ""


def agreed_in(cell: str) -> tuple[Agreed, ...]:
    """Return the consents in a cell; raises `ValueError` if they can't be read."""
    try:
        found = json.loads(cell) if cell else []
    except RecursionError as error:
        raise ValueError from error
    if not isinstance(found, list) or len(found) > _MOST:
        raise ValueError
    return tuple(map(_agreed, found))


def _agreed(said: Any) -> Agreed:
    if not isinstance(said, dict) or said.get("kind") not in Consent.Kind.values:
        raise ValueError
    at = moment_in(_text(said, "at", _WHERE))
    if at is None:
        raise ValueError
    network = _text(said, "network_hash", _NETWORK)
    return Agreed(
        said["kind"], at, _text(said, "where", _WHERE), _text(said, "words", _WORDS), network
    )


def _text(said: Mapping[str, Any], name: str, most: int) -> str:
    # What has no place in text, such as zeros, is refused by PostgreSQL.
    return uncontrolled(str(said.get(name) or ""))[:most]
