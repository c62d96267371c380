"""Look for words in what is written, in every alphabet."""

from functools import reduce
from operator import and_, or_

from django.db.models import Q

_AT_MOST = 8  # words


def said(words: str, *fields: str) -> Q:
    """Return what picks the rows that have each of the words in one of the fields."""
    # No text of ours holds a NUL, and PostgreSQL takes no question that does.
    each = (_said(word, fields) for word in words.replace("\0", " ").split()[:_AT_MOST])
    return reduce(and_, each, Q())


def _said(word: str, fields: tuple[str, ...]) -> Q:
    # SQLite knows no other capitals than those of ASCII.
    shapes = [word] if word.isascii() else {word, word.lower(), word.upper(), word.capitalize()}
    return reduce(or_, (Q(**{f"{name}__icontains": one}) for name in fields for one in shapes))
