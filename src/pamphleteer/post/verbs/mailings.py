"""Mailings: the letters of one edition, or one letter about a piece at once, and what came back of them."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from pamphleteer.post.bounces.results import Kind
from pamphleteer.post.errors import Scope
from pamphleteer.post.models import Delivery, Digest, Edition, Evidence, Letter, State


@dataclass(frozen=True, order=True)
class Mailing:
    """An edition's number among rows, or, where it is none's, a letter's."""

    edition: int
    letter: int

    def __str__(self) -> str:
        if self.edition:
            return str(Edition.objects.select_related("digest").get(pk=self.edition))
        return str(Letter.objects.get(pk=self.letter))

    @property
    def name(self) -> str:
        """What a command calls it."""
        return f"edition-{self.edition}" if self.edition else f"letter-{self.letter}"

    @property
    def of(self) -> Edition | Digest:
        """The edition, or the digest whose letter it is."""
        if self.edition:
            return Edition.objects.select_related("digest").get(pk=self.edition)
        return Letter.objects.select_related("digest").get(pk=self.letter).digest

    def where(self, to_letter: str) -> Q:
        """Return how rows are found that lead to a letter of it by this name."""
        if self.edition:
            return Q(**{f"{to_letter}__edition": self.edition})
        return Q(**{to_letter: self.letter})

    def evidence(self) -> QuerySet[Evidence]:
        """Return what was said of its readers as it was not taken."""
        rows = Evidence.objects.filter(self.where("delivery__letter"))
        return rows.filter(kind=Kind.BOUNCE.value, scope=Scope.READER.value)

    def taken(self) -> QuerySet[Delivery]:
        """Return the letters that relays took."""
        return Delivery.objects.filter(self.where("letter"), state=State.DONE)


def mailing_of(one: Evidence) -> Mailing:
    """Return the mailing that something was said of."""
    if one.delivery is None:
        raise ValueError("what is said of a notice is of no mailing")
    letter = one.delivery.letter
    return Mailing(letter.edition_id or 0, 0 if letter.edition_id else letter.pk)
