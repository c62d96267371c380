"""What hangs on each key of readers' addresses, and the end of one on which nothing does."""

from dataclasses import dataclass

from django.db.models import Count

from pamphleteer.post import keys, sealing
from pamphleteer.post.errors import KeyInUse
from pamphleteer.post.models import Reader, Seal, Suppressed


@dataclass(frozen=True)
class KeyUse:
    """One key: whether its file is there, what it is now, and how many rows can't be read without it."""

    number: int
    there: bool
    standing: str
    readers: int
    suppressed: int


def uses() -> list[KeyUse]:
    """Return all keys that lie in the ring or that rows need, the oldest first."""
    seal = Seal.objects.filter(pk=Seal.THE).first()
    there = keys.ring().numbers()
    counted = Suppressed.objects.order_by().values_list("key").annotate(number=Count("pk"))
    suppressed: dict[int, int] = dict(counted)
    standing = _standing(seal)
    numbers = sorted({*there, *suppressed, *standing})
    return [
        KeyUse(
            number,
            number in there,
            standing.get(number, "at rest"),
            _readers(number) if number in standing else 0,
            suppressed.get(number, 0),
        )
        for number in numbers
    ]


def drop(number: int) -> None:
    """Remove the file of a key for good; raises `KeyInUse`, and `KeyMissing` if there is none."""
    [*found] = (use for use in uses() if use.number == number)
    if found and (found[0].readers or found[0].suppressed or found[0].standing != "at rest"):
        use = found[0]
        raise KeyInUse(
            f"Key {number} stays: {use.readers} readers and {use.suppressed} suppressed addresses "
            f"need it, and it is {use.standing}."
        )
    keys.ring().drop(number)


def _standing(seal: Seal | None) -> dict[int, str]:
    if seal is None:
        return {}
    standing = {seal.key: "in use"}
    if seal.following:
        standing[seal.following] = "following"
    return standing


def _readers(number: int) -> int:
    return Reader.objects.filter(**{f"{sealing.column(number)}__isnull": False}).count()
