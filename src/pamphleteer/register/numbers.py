"""Numbers as people write them in the language that is spoken."""

from django.utils.formats import number_format


def grouped(number: float | str) -> str:
    """Return a number with its digits in groups: 12,345 in English, 12 345 in French."""
    return str(number_format(number, force_grouping=True))
