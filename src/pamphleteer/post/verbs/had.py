"""What readers of one digest have had already from another one, or from the same before they came back."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from django.db import connection

from pamphleteer.post.models import Digest, Enclosure
from pamphleteer.post.verbs.group import Group

_OF_GROUP = """
    SELECT d.reader_id, d.letter_id
    FROM post_subscription s JOIN post_delivery d ON d.reader_id = s.reader_id
    WHERE s.choice_id = %s AND s.upto = %s AND s.id <= %s
    AND d.letter_id BETWEEN %s AND %s AND d.state <> 'refused'
"""
Letters = Mapping[int, frozenset[int]]


def letters(digest: Digest, articles: Collection[int]) -> Letters:
    """Return which letters of other digests hold some of these articles, and which."""
    rows = Enclosure.objects.filter(piece__article__in=articles).exclude(piece__digest=digest)
    found: dict[int, set[int]] = defaultdict(set)
    for letter, article in rows.order_by().values_list("letter", "piece__article"):
        found[letter].add(article)
    return {letter: frozenset(some) for letter, some in found.items()}


def of_group(group: Group, letters: Letters) -> dict[frozenset[int], list[int]]:
    """Return the readers of a group, by their keys, who have had some articles in these letters."""
    if not letters:
        return {}
    seen: dict[int, frozenset[int]] = {}
    with connection.cursor() as cursor:
        given = [group.choice, group.after, group.last, min(letters), max(letters)]
        cursor.execute(_OF_GROUP, given)
        for reader, letter in cursor.fetchall():
            if letter in letters:
                seen[reader] = seen.get(reader, frozenset()) | letters[letter]
    shares: dict[frozenset[int], list[int]] = defaultdict(list)
    for reader, articles in seen.items():
        shares[articles].append(reader)
    return shares
