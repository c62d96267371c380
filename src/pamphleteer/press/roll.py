"""The roll of authors: pages by how names begin; where one has too many, a page for each next letter."""

from collections.abc import Iterator

from django.db.models import QuerySet

from pamphleteer.press.models import Signer

EACH = 300  # names on a page
DEPTH = 24  # letters by which names are told apart
MOST = 1000  # names or pages that one page lists, where letters tell nothing apart
_DIGITS = 5  # hex digits of a character


def coded(beginning: str) -> str:
    """Return how the place of a name begins that begins so."""
    return "".join(f"{ord(character):0{_DIGITS}x}" for character in beginning[:DEPTH])


def decoded(at: str) -> str:
    """Return how a name begins that stands at a place."""
    return "".join(chr(int(at[n : n + _DIGITS], 16)) for n in range(0, len(at), _DIGITS))


def under(beginning: str) -> QuerySet[Signer]:
    """Return the authors whose names begin so, in the order of the roll."""
    code = coded(beginning)
    # Behind all hex digits comes "g".
    return Signer.objects.filter(at__gte=code, at__lt=f"{code}g").order_by("at", "author")


def count(beginning: str) -> int:
    """Return how many names begin so, as far as a page has room, or one or two more."""
    return len(under(beginning).values_list("author")[: EACH + 2])


def is_split(beginning: str) -> bool:
    """Tell whether so many names begin so that they stand on pages of their next letters."""
    return len(beginning) < DEPTH and count(beginning) > EACH


def stands(beginning: str) -> bool:
    """Tell whether there is a page of names that begin so."""
    return not beginning or (is_split(beginning[:-1]) and under(beginning).exists())


def next_letters(beginning: str) -> Iterator[str]:
    """Yield how the names go on that begin so, a letter further."""
    code = coded(beginning)
    after = code
    for _page in range(MOST):
        rows = Signer.objects.filter(at__gt=after, at__lt=f"{code}g").order_by("at")
        found = rows.values_list("at", flat=True).first()
        if found is None:
            return
        letter = chr(int(found[len(code) : len(code) + _DIGITS], 16))
        yield beginning + letter
        after = f"{coded(beginning + letter)}g"
