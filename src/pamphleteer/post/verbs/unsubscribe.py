"""Obey a mail to the address for leaving: whoever's token stands in whom it is for leaves, at once."""

from collections.abc import Iterable

from pamphleteer.post import leaving
from pamphleteer.post.errors import LinkError
from pamphleteer.post.verbs.signup import Change, leave_as

LONGEST = 1_000_000  # bytes of a mail that are looked at: its head is at the beginning


def unsubscribe(mail: bytes, *, to: Iterable[str] = ()) -> list[Change]:
    """Take off the list whoever a mail is for, whatever else it says; raises `LinkError` if that is nobody.

    `to` are its recipients as the mail server had them, which count as well as those in its head. Who it says
    that it is from counts for nothing: anybody can write that.
    """
    named = "\n".join(to).encode(errors="replace")
    keys = leaving.written_to(named + b"\n" + leaving.recipients(mail[:LONGEST]))
    if not keys:
        raise LinkError("the mail is for no address by which one of our readers leaves")
    return [leave_as(key) for key in keys]
