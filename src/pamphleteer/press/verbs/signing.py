"""Keep the roll of authors: who has a piece on the site stands in it."""

from django.db import transaction

from pamphleteer.desk.models import Author
from pamphleteer.press import roll, things
from pamphleteer.press.models import Signer, Tally
from pamphleteer.register.statements import in_parts


def settle(author: int, *, has_pieces: bool) -> set[str]:
    """Let an author stand in the roll by the name or not, and return the things that have changed."""
    key = Author.objects.filter(pk=author).values_list("key", flat=True).first()
    if key is None:
        return set()
    rows, changed = Signer.objects.filter(author=author), set[str]()
    stood = rows.values_list("at", flat=True).first()
    at = roll.coded(key) if has_pieces else None
    if stood is not None and stood != at:
        rows.delete()
        changed |= _told(roll.decoded(stood), came=False)
    if at is not None and stood != at:
        Signer.objects.create(author=author, at=at)
        changed |= _told(key, came=True)
    return changed


def renamed(author: int) -> set[str]:
    """Let an author stand in the roll by the name of now, and return the things that name it."""
    rows = Signer.objects.filter(author=author)
    if not rows.exists():
        return set()
    changed = settle(author, has_pieces=True)
    at = rows.values_list("at", flat=True).get()
    beginning = roll.decoded(at)
    return changed | {things.roll(beginning[:length]) for length in range(len(beginning) + 1)}


def _told(key: str, *, came: bool) -> set[str]:
    """Return what has changed where a name came or went."""
    changed: set[str] = set()
    for beginning in (key[:length] for length in range(min(roll.DEPTH, len(key) + 1))):
        changed.add(things.roll(beginning))
        count = roll.count(beginning)
        # It has just been split, or was so until now.
        if count == roll.EACH + came:
            changed.add(things.split(beginning))
        if count + (not came) <= roll.EACH:
            break
    return changed


def gather() -> None:
    """Bring the roll in line with the lists, as after rows were lost."""
    rows = Tally.objects.filter(list__startswith="author:", count__gt=0)
    keys = things.keys(set(rows.values_list("list", flat=True)), "author")
    with transaction.atomic():
        Signer.objects.all().delete()
        for some in in_parts(keys):
            named = Author.objects.filter(pk__in=some).values_list("pk", "key")
            Signer.objects.bulk_create(
                [Signer(author=one, at=roll.coded(key)) for one, key in named]
            )
