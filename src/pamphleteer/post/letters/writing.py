"""From a row to the letter that a relay carries."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings

from pamphleteer.post import returning, signers, tokens
from pamphleteer.post.letters import confirmation, headers, moving
from pamphleteer.post.letters.mime import Bodies
from pamphleteer.post.letters.variant import bodies_of
from pamphleteer.post.making import Encoded, Own, encode, fields
from pamphleteer.post.making.fields import Field
from pamphleteer.post.models import Delivery, Notice, Sending, Trial
from pamphleteer.post.models import Letter as LetterRow
from pamphleteer.post.relays import Letter
from pamphleteer.register.models import Outlet
from pamphleteer.register.verbs import journal

_FRESH = 1.0  # seconds: what no line of the journal tells of is looked up as often
_HELD = 32  # letters, of 100 KB each


@dataclass(slots=True)
class _Variant:
    """What all readers of a letter get, and whether it is known to be what it should be now."""

    bodies: Bodies
    shared: Sequence[Field]
    encoded: Encoded
    fresh: bool = True


class Writer:
    """Writes letters, one after another; what many readers get is looked up and encoded once.

    To make one raises `DkimError` if letters are to be signed and can't be.
    """

    def __init__(self) -> None:
        self._variants: dict[int, _Variant] = {}
        self._place, self._at = -1, 0.0
        self.refresh()

    def refresh(self) -> None:
        """Look at the outlet and at what letters carry again, if anything happened in the house or a second went by.

        Raises `DkimError`.
        """
        place, now = journal.newest(), time.monotonic()
        if place == self._place and now - self._at < _FRESH:
            return
        self._signer = signers.signer()
        self._place, self._at = place, now
        self._outlet = Outlet.objects.the()
        for variant in self._variants.values():
            variant.fresh = False

    def written(self, row: Sending, *, key: int = 0) -> Letter:
        """Return the letter of a row, ready for its envelope; `key` is what it is known by on its way.

        Raises `NotOurs` if nothing is left to say, `SealError`, and `KeyMissing`.
        """
        to = row.address
        refusals = max(row.attempts - row.doubts, 0)
        return Letter(key, returning.sender_of(row), to, self._content(row, to), refusals)

    def _content(self, row: Sending, to: str) -> bytes:
        if isinstance(row, Delivery):
            return self._delivery(row, to)
        return self._one(row, to, self._bodies(row))

    def _delivery(self, row: Delivery, to: str) -> bytes:
        reader = row.reader.key
        leave, choices = (
            tokens.token_for(reader, purpose=purpose, at=row.dated).encode()
            for purpose in (tokens.LEAVE, tokens.CHOOSE)
        )
        slots = {"leave": leave, "choices": choices}
        more = _fields(headers.own(reader, leave=leave.decode()))
        own = Own(to, row.message_id, row.dated, more, slots)
        return self._variant(row, slots).letter(own, signer=self._signer)

    def _variant(self, row: Delivery, slots: Mapping[str, bytes]) -> Encoded:
        held = self._variants.get(row.letter_id)
        if held is None or not held.fresh:
            held = self._looked_up(row.letter_id, slots, held)
        return held.encoded

    def _looked_up(self, key: int, slots: Mapping[str, bytes], before: _Variant | None) -> _Variant:
        letter = LetterRow.objects.select_related("digest", "edition").get(pk=key)
        bodies = bodies_of(letter, outlet=self._outlet)
        number = letter.edition.number if letter.edition else None
        of = headers.List(letter.digest.pk, letter.digest.slug, number or 0)
        shared = self._shared(bodies, headers.of_letter(of, self._outlet))
        if before and (before.bodies, before.shared) == (bodies, shared):
            before.fresh = True
            return before
        lengths = {name: len(value) for name, value in slots.items()}
        encoded = encode(html=bodies.html, text=bodies.text, lengths=lengths, shared=shared)
        while len(self._variants) >= _HELD:
            self._variants.pop(next(iter(self._variants)))
        self._variants[key] = _Variant(bodies, shared, encoded)
        return self._variants[key]

    def _one(self, row: Sending, to: str, bodies: Bodies) -> bytes:
        shared = self._shared(bodies, headers.NOTICE)
        once = encode(html=bodies.html, text=bodies.text, lengths={}, shared=shared)
        own = Own(to, row.message_id, row.dated, [], {})
        return once.letter(own, signer=self._signer)

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
