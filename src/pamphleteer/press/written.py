"""Articles as they are read, many at once: as rows of the fields that pages show."""

from datetime import datetime
from typing import NamedTuple


class Written(NamedTuple):
    """The fields of an article of which pages are made, but for its body."""

    id: int
    headline: str
    slug: str
    lead: str
    authors: str
    language: str
    credit: str
    original_url: str
    date: datetime | None
    partner_id: int | None
    licence_id: int | None
    picture_id: int | None
    audio_id: int | None
    audio_url: str
    transcript: str
    transcript_url: str
    place: int
    first_published_at: datetime | None
    last_published_at: datetime | None

    @property
    def pk(self) -> int:
        """Its key, as rows call it."""
        return self.id
