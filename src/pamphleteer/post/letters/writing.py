"""From a row to the letter that a relay carries."""

from collections.abc import Mapping, Sequence

from django.conf import settings

from pamphleteer.post import returning, tokens
from pamphleteer.post.letters import confirmation, headers, moving
from pamphleteer.post.letters.mime import Bodies
from pamphleteer.post.letters.variant import bodies_of
from pamphleteer.post.making import Encoded, Own, encode, fields
from pamphleteer.post.making.fields import Field
from pamphleteer.post.models import Delivery, Notice, Sending, Trial
from pamphleteer.post.relays import Letter
from pamphleteer.register.models import Outlet


class Writer:
    """Writes letters, one after another; what many readers get is looked up and encoded once."""

    def __init__(self) -> None:
        self._outlet = Outlet.objects.the()
        self._encoded: dict[int, Encoded] = {}

    def written(self, row: Sending, *, key: int = 0) -> Letter:
        """Return the letter of a row, ready for its envelope; `key` is what it is known by on its way.

        Raises `NotOurs` if nothing is left to say, `SealError`, and `KeyMissing`.
        """
        content = (
            self._delivery(row) if isinstance(row, Delivery) else self._one(row, self._bodies(row))
        )
        return Letter(key, returning.sender_of(row), row.address, content)

    def _delivery(self, row: Delivery) -> bytes:
        reader = row.reader.key
        leave, choices = (
            tokens.token_for(reader, purpose=purpose, at=row.dated).encode()
            for purpose in (tokens.LEAVE, tokens.CHOOSE)
        )
        slots = {"leave": leave, "choices": choices}
        own = _fields(headers.own(reader, leave=leave.decode()))
        return self._variant(row, slots).letter(
            Own(row.address, row.message_id, row.dated, own, slots)
        )

    def _variant(self, row: Delivery, slots: Mapping[str, bytes]) -> Encoded:
        letter = row.letter
        if letter.pk not in self._encoded:
            number = letter.edition.number if letter.edition else None
            of = headers.List(letter.digest.pk, letter.digest.slug, number or 0)
            bodies = bodies_of(letter, outlet=self._outlet)
            shared = self._shared(bodies, headers.of_letter(of, self._outlet))
            lengths = {name: len(value) for name, value in slots.items()}
            self._encoded[letter.pk] = encode(
                html=bodies.html, text=bodies.text, lengths=lengths, shared=shared
            )
        return self._encoded[letter.pk]

    def _one(self, row: Sending, bodies: Bodies) -> bytes:
        shared = self._shared(bodies, headers.NOTICE)
        once = encode(html=bodies.html, text=bodies.text, lengths={}, shared=shared)
        return once.letter(Own(row.address, row.message_id, row.dated, [], {}))

    def _bodies(self, row: Sending) -> Bodies:
        if isinstance(row, Trial):
            return Bodies(row.subject, row.html, row.text)
        if not isinstance(row, Notice):
            raise TypeError(f"{row!r} is no mail that somebody writes")
        if row.kind != Notice.Kind.CONFIRM:
            return moving.bodies(row, outlet=self._outlet)
        link = tokens.link(row.reader, purpose=tokens.CONFIRM)
        return confirmation.bodies(self._outlet, link=link)

    def _shared(self, bodies: Bodies, more: Mapping[str, str]) -> Sequence[Field]:
        sender = fields.sender(self._outlet.name, settings.POST_SENDER)
        return [sender, fields.field("Subject", bodies.subject), *_fields(more)]


def written(row: Sending) -> Letter:
    """Return the letter of one row; see `Writer.written`."""
    return Writer().written(row)


def _fields(headers: Mapping[str, str]) -> Sequence[Field]:
    return [fields.field(name, value) for name, value in headers.items()]
