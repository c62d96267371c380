"""Wishes: what a reader may ask of a digest, as a plain thing."""

import json
from dataclasses import dataclass
from hashlib import sha256

from pamphleteer.post.models import Form, Rhythm


@dataclass(frozen=True)
class Wishes:
    """What a reader asks of one digest.

    `topics` are the numbers of topics, None for all. Without an hour a daily letter goes out with its edition;
    `weekday` is 0 for Monday. `zone` is a name as of the IANA, `language` one as in BCP 47; empty means the outlet's.
    """

    topics: frozenset[int] | None = None
    rhythm: str = Rhythm.DAILY
    weekday: int | None = None
    hour: int | None = None
    zone: str = ""
    language: str = ""
    form: str = Form.HTML

    def key(self, digest: int) -> str:
        """Return the hash by which equal wishes for a digest are known."""
        topics = None if self.topics is None else sorted(self.topics)
        said = [
            digest, topics, self.rhythm, self.weekday, self.hour, self.zone, self.language, self.form,
        ]  # fmt: skip
        return sha256(json.dumps(said).encode()).hexdigest()
