"""From a row to the letter that a relay carries."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings

from pamphleteer.post import leaving, returning, signers, tokens
from pamphleteer.post.letters import confirmation, headers, moving
from pamphleteer.post.letters.mime import Bodies
from pamphleteer.post.letters.variant import bodies_of
from pamphleteer.post.mails import Mail, OfLetter, OfRow, mail_of
from pamphleteer.post.making import Encoded, Own, encode, fields
from pamphleteer.post.making.fields import Field, Form
from pamphleteer.post.models import Letter as LetterRow
from pamphleteer.post.models import Notice, Sending, Trial
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
    own: Sequence[Form]
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
        self._leave, self._choose = tokens.signer(tokens.LEAVE), tokens.signer(tokens.CHOOSE)
        self._place, self._at = place, now
        self._outlet = Outlet.objects.the()
        for variant in self._variants.values():
            variant.fresh = False

    def written(self, mail: Mail, *, key: int = 0) -> Letter:
        """Return a mail as a letter, ready for its envelope; `key` is what it is known by on its way.

        Raises `NotOurs` if nothing is left to say, `SealError`, and `KeyMissing`.
        """
        to = mail.address
        encoded, own = self._made(mail, to)
        return Letter(
            key,
            returning.sender(mail.kind, mail.pk, mail.message_id),
            to,
            encoded.letter(own, signer=self._signer),
            dotless=encoded.dotless(own),
            refusals=max(mail.attempts - mail.doubts, 0),
        )

    def _made(self, mail: Mail, to: str) -> tuple[Encoded, Own]:
        if isinstance(mail, OfLetter):
            return self._of_letter(mail, to)
        if isinstance(mail, OfRow):
            return self._of_row(mail, to)
        raise TypeError(f"{mail!r} is no mail that somebody writes")

    def _of_letter(self, mail: OfLetter, to: str) -> tuple[Encoded, Own]:
        who = tokens.words_for(mail.reader)
        slots = {
            "leave": self._leave.sign(who, at=mail.dated).encode(),
            "choices": self._choose.sign(who, at=mail.dated).encode(),
            "mail": leaving.address_for(mail.reader, at=mail.dated).encode(),
        }
        variant = self._variant(mail.letter, slots)
        more = [form.filled(slots) for form in variant.own]
        return variant.encoded, Own(to, mail.message_id, mail.dated, more, slots)

    def _variant(self, letter: int, slots: Mapping[str, bytes]) -> _Variant:
        held = self._variants.get(letter)
        if held is None or not held.fresh:
            held = self._looked_up(letter, slots, held)
        return held

    def _looked_up(self, key: int, slots: Mapping[str, bytes], before: _Variant | None) -> _Variant:
        letter = LetterRow.objects.select_related("digest", "edition").get(pk=key)
        bodies = bodies_of(letter, outlet=self._outlet)
        number = letter.edition.number if letter.edition else None
        of = headers.List(letter.digest.pk, letter.digest.slug, number or 0)
        shared = self._shared(bodies, headers.of_letter(of, self._outlet))
        theirs = headers.own(leave=slots["leave"].decode(), by_mail=slots["mail"].decode())
        own = [Form.of(field, slots) for field in _fields(theirs)]
        if before and (before.bodies, before.shared, before.own) == (bodies, shared, own):
            before.fresh = True
            return before
        lengths = {name: len(value) for name, value in slots.items()}
        encoded = encode(html=bodies.html, text=bodies.text, lengths=lengths, shared=shared)
        while len(self._variants) >= _HELD:
            self._variants.pop(next(iter(self._variants)))
        self._variants[key] = _Variant(bodies, shared, own, encoded)
        return self._variants[key]

    def _of_row(self, mail: OfRow, to: str) -> tuple[Encoded, Own]:
        bodies = self._bodies(mail.row)
        shared = self._shared(bodies, headers.NOTICE)
        once = encode(html=bodies.html, text=bodies.text, lengths={}, shared=shared)
        return once, Own(to, mail.message_id, mail.dated, [], {})

    def _bodies(self, row: Notice | Trial) -> Bodies:
        if isinstance(row, Trial):
            return Bodies(row.subject, row.html, row.text)
        if row.kind != Notice.Kind.CONFIRM:
            return moving.bodies(row, outlet=self._outlet)
        link = tokens.link(row.reader, purpose=tokens.CONFIRM)
        return confirmation.bodies(self._outlet, link=link)

    def _shared(self, bodies: Bodies, more: Mapping[str, str]) -> Sequence[Field]:
        sender = fields.sender(self._outlet.name, settings.POST_SENDER)
        return [sender, fields.field("Subject", bodies.subject), *_fields(more)]


def written(row: Sending) -> Letter:
    """Return the letter of one row; see `Writer.written`."""
    return Writer().written(mail_of(row))


def _fields(headers: Mapping[str, str]) -> Sequence[Field]:
    return [fields.field(name, value) for name, value in headers.items()]
