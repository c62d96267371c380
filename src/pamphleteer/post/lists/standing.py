"""How a reader stood in the system that a list comes from: whether they took its mail, and who had ended it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pamphleteer.post.lists.headings import Column, plain

# They had said no themselves.
_LEFT = {
    "unsubscribed", "left", "complained", "opted out", "u", "p", "baja", "dado de baja", "dada de baja", "desabonne",
    "desinscrit", "ملغى",
}  # fmt: skip
# Others had ended it, or nobody had said yes; single letters are those of Newsletter (of WordPress).
_OUT = {
    "cleaned", "bounced", "hard bounced", "undeliverable", "disabled", "blocklisted", "blacklisted", "blocked",
    "unconfirmed", "not confirmed", "unactivated", "pending", "validating", "invalid", "asked", "inactive", "paused",
    "archived", "deleted", "removed", "cancelled", "canceled", "spammy", "suspended", "non subscribed",
    "nonsubscribed", "never subscribed", "transactional", "s", "b", "inactivo", "pendiente", "inactif", "en attente",
    "معطل",
}  # fmt: skip
_NO = {"false", "no", "0", "non", "f", "n", "لا"}
_YES = {"true", "yes", "1", "oui", "si", "t", "y", "نعم"}


@dataclass(frozen=True)
class Out:
    """Why somebody took no mail there; `left` if they had said so themselves."""

    why: str
    left: bool = False


def out_of(cells: Mapping[Column, Sequence[str]]) -> Out | None:
    """Return why a row's reader takes no mail, None if they do; `cells` is what stands in the columns of a kind."""
    found = [
        out for column, words in cells.items() for cell in words if (out := _out(column, cell))
    ]
    return max(found, key=lambda out: out.left) if found else None


def _out(column: Column, cell: str) -> Out | None:
    if column in _ENDED:
        return _ENDED[column] if cell else None
    words = plain(cell)
    if column in _SAID:
        those, out = _SAID[column]
        return out if words in those else None
    if words in _LEFT or words in _OUT:
        return Out(f"is “{words}” in the list", words in _LEFT and column is Column.STATUS)
    return None


_NOTHING = "took no mail there"
_ENDED = {
    Column.ENDED: Out("had ended it there", left=True),
    Column.CUT_OFF: Out("was taken off there"),
}
_SAID = {
    Column.TAKES: (_NO, Out(_NOTHING, left=True)),
    Column.REFUSES: (_YES, Out(_NOTHING, left=True)),
    Column.ACCEPTS: (_NO, Out(_NOTHING)),
    Column.CUT: (_YES, Out(_NOTHING)),
    Column.CONFIRMED: (_NO, Out("had not confirmed there")),
}
STANDING = (Column.STATUS, Column.STATUS_OF_A_LIST, *_ENDED, *_SAID)
