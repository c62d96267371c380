"""Keep the roll of authors: who has a piece on the site stands in it."""

from django.db import transaction

from pamphleteer.desk.models import Author
from pamphleteer.press import roll, things
from pamphleteer.press.models import Signer, Tally
from pamphleteer.press.statements import in_parts


def settle(author: int, *, has_pieces: bool) -> set[str]:
    """Let an author stand in the roll or not, and return the things that have changed."""
    key = Author.objects.filter(pk=author).values_list("key", flat=True).first()
    rows = Signer.objects.filter(author=author)
    if key is None or rows.exists() == has_pieces:
        return set()
    if has_pieces:
        Signer.objects.create(author=author, at=roll.coded(key))
    else:
        rows.delete()
    changed: set[str] = set()
    for beginning in (key[:length] for length in range(min(roll.DEPTH, len(key) + 1))):
        changed.add(things.roll(beginning))
        count = roll.count(beginning)
        # It has just been split, or was so until now.
        if count == roll.EACH + has_pieces:
            changed.add(things.split(beginning))
        if count + (not has_pieces) <= roll.EACH:
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
