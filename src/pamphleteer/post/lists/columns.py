"""The columns of a list, known by their headings, in the languages that we speak and as other systems call them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from pamphleteer.ground import clock
from pamphleteer.ground.text import fold

_PARTS = re.compile(r"[\W_]+")
_EARLIEST = 1990

ADDRESS, STATUS, CONFIRMED, ASKED, NETWORK, ENDED, TAKES, REFUSES = range(8)

# Mailchimp, listmonk, Ghost, Substack and Mailman, and what people write by hand.
_HEADINGS = {
    ADDRESS: (
        "email", "e mail", "email address", "e mail address", "mail", "mail address", "subscriber", "subscriber email",
        "address", "member address", "correo", "correo electronico", "direccion de correo",
        "direccion de correo electronico", "direccion de email", "courriel", "adresse e mail", "adresse email",
        "adresse mail", "adresse electronique", "adresse courriel", "البريد", "البريد الالكتروني", "البريد الإلكتروني",
        "عنوان البريد الالكتروني", "عنوان البريد الإلكتروني", "بريد الكتروني", "بريد إلكتروني",
    ),
    STATUS: (
        "status", "state", "subscription status", "member status", "estado", "statut", "etat", "الحالة",
    ),
    CONFIRMED: (
        "confirm time", "confirmed at", "confirmed", "confirmado", "fecha de confirmacion", "confirme le",
        "date de confirmation", "تاريخ التأكيد",
    ),
    ASKED: (
        "optin time", "opt in time", "created at", "subscribed at", "signup date", "sign up date", "start date",
        "date added", "asked at", "fecha de alta", "fecha de suscripcion", "date d inscription", "inscrit le",
        "تاريخ الاشتراك",
    ),
    NETWORK: ("confirm ip", "optin ip", "opt in ip", "signup ip", "ip", "ip address"),
    ENDED: (
        "unsub time", "unsubscribed at", "clean time", "deleted at", "left at", "fecha de baja", "desabonne le",
        "date de desabonnement", "تاريخ الإلغاء",
    ),
    TAKES: ("subscribed to emails", "subscribed", "suscrito", "abonne", "مشترك"),
    REFUSES: ("email disabled", "unsubscribed", "blocklisted", "bounced"),
}  # fmt: skip
_KNOWN = {words: column for column, names in _HEADINGS.items() for words in names}
_OUT = {
    "unsubscribed", "cleaned", "bounced", "disabled", "blocklisted", "blacklisted", "unconfirmed", "pending", "left",
    "asked", "complained", "inactive", "archived", "deleted", "non subscribed", "nonsubscribed", "transactional",
    "baja",
    "dado de baja", "dada de baja", "inactivo", "pendiente", "desabonne", "desinscrit", "inactif", "en attente",
    "ملغى", "معطل",
}  # fmt: skip
_NO = {"false", "no", "0", "non", "f", "n", "لا"}
_YES = {"true", "yes", "1", "oui", "si", "t", "y", "نعم"}


@dataclass(frozen=True)
class Said:
    """What a row says of a reader: the address as written, why it is left out, when it was agreed, and from where."""

    address: str
    out: str = ""
    at: datetime | None = None
    ip: str = ""


@dataclass(frozen=True)
class Columns:
    """Where in a row what stands; a list may have no headings."""

    places: dict[int, int]
    heading: bool
    left_out: tuple[str, ...] = ()

    def read(self, cells: Sequence[str]) -> Said:
        """Return what a row says."""
        address = _bare(self._cell(cells, ADDRESS))
        if out := self._out(cells):
            return Said(address, out)
        at = _moment(self._cell(cells, CONFIRMED)) or _moment(self._cell(cells, ASKED))
        return Said(address, at=at, ip=self._cell(cells, NETWORK))

    def _out(self, cells: Sequence[str]) -> str:
        status = _plain(self._cell(cells, STATUS))
        if status in _OUT:
            return f"is “{status}” in the list"
        if self._cell(cells, ENDED):
            return "had ended it there"
        if _plain(self._cell(cells, TAKES)) in _NO or _plain(self._cell(cells, REFUSES)) in _YES:
            return "took no mail there"
        return ""

    def _cell(self, cells: Sequence[str], column: int) -> str:
        place = self.places.get(column, -1)
        return cells[place].strip() if 0 <= place < len(cells) else ""


def matched(cells: Sequence[str]) -> Columns | None:
    """Return the columns of a list by its first row; None if none of them holds addresses."""
    places: dict[int, int] = {}
    left_out = []
    for place, words in enumerate(cells):
        column = _KNOWN.get(_plain(words))
        if column is None or column in places:
            left_out.append(words.strip())
        else:
            places[column] = place
    if ADDRESS in places:
        return Columns(places, heading=True, left_out=tuple(filter(None, left_out)))
    for place, words in enumerate(cells):
        if "@" in words:
            return Columns({ADDRESS: place}, heading=False)
    return None


def _plain(words: str) -> str:
    return _PARTS.sub(" ", fold(words)).strip()


def _bare(words: str) -> str:
    """Return the address of “Name <address>”, as Mailman lists them."""
    return words[words.rindex("<") + 1 : -1] if words.endswith(">") and "<" in words else words


def _moment(words: str) -> datetime | None:
    """Return a moment that a list names, in UTC unless it says otherwise; None for what can't be."""
    try:
        found = datetime.fromisoformat(words)
        found = found if found.tzinfo else found.replace(tzinfo=UTC)
        return found if found.year >= _EARLIEST and found <= clock.now() else None
    except ValueError:
        return None
