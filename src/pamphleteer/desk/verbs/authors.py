"""Rename an author, or merge one into another: bylines stay as they were written, and addresses lead on."""

from django.db import transaction
from django.utils.translation import gettext as _

from pamphleteer.desk.errors import Refused
from pamphleteer.desk.models import Author, Byline
from pamphleteer.ground import bylines
from pamphleteer.ground.text import squeeze
from pamphleteer.register.models import Person
from pamphleteer.register.verbs import journal


def named(name: str) -> Author | None:
    """Return the author whom a name means, however it is written."""
    keys = bylines.names(name)
    row = Author.objects.filter(key__in=keys).select_related("into").first() if keys else None
    return (row.into or row) if row else None


def key_of(name: str) -> str:
    """Return what a name is known by; raises `Refused` unless it is one name."""
    found = bylines.names(name)
    if len(found) != 1 or next(iter(found.values())) != squeeze(name):
        raise Refused(
            _("“{name}” is not read as one name: leave commas and “and” out.").format(name=name)
        )
    return next(iter(found))


def rename(author: Author, name: str, *, by: Person | None = None) -> Author:
    """Let pages call an author so, and return the row.

    The name that stood before goes on to mean the same author, in bylines and at its address.
    Raises `Refused` for what is no name, or is another author's.
    """
    key = key_of(name)
    with transaction.atomic():
        # Whoever publishes waits at the journal: nobody makes an author of the new name meanwhile.
        journal.write("author.changed", author, by=by, name=[author.name, squeeze(name)])
        row = _held(author)
        if key != row.key:
            _take(row, key, name)
        row.name = squeeze(name)
        row.save()
    return row


def merge(gone: Author, kept: Author, *, by: Person | None = None) -> Author:
    """Let one author be another one from now on, and return that.

    Raises `Refused` for one author, or where one was merged a moment ago.
    """
    if gone.pk == kept.pk:
        raise Refused(_("“{name}” can't be merged into itself.").format(name=gone))
    with transaction.atomic():
        journal.write(
            "author.merged", kept, by=by, came_from=str(gone), to=str(kept), address=gone.slug
        )
        for one in sorted((gone, kept), key=lambda one: one.pk):
            _held(one)
        signed = Byline.objects.filter(author=kept.pk).values("article")
        Byline.objects.filter(author=gone.pk, article__in=signed).delete()
        Byline.objects.filter(author=gone.pk).update(author=kept.pk)
        Author.objects.filter(into=gone.pk).update(into=kept.pk)
        Author.objects.filter(pk=gone.pk).update(into=kept.pk)
    return kept


def _held(author: Author) -> Author:
    row = Author.objects.select_for_update().filter(pk=author.pk, into=None).first()
    if row is None:
        raise Refused(
            _("“{name}” was merged a moment ago: look at the list of authors again.").format(
                name=author
            )
        )
    return row


def _take(row: Author, key: str, name: str) -> None:
    """Give an author another name, and leave a row with the one before."""
    other = Author.objects.filter(key=key).first()
    if other and other.into_id != row.pk:
        raise Refused(
            _("“{name}” is another author already: merge the two.").format(name=other.into or other)
        )
    before = {"key": row.key, "slug": row.slug, "name": row.name}
    row.key, row.slug = key, other.slug if other else Author.objects.free_slug(name)
    if other:
        # Back to a name of before: the two rows change places, by way of what is no name.
        rows = Author.objects.filter(pk=other.pk)
        rows.update(key=f"~{other.pk}", slug=f"~{other.pk}")
        row.save()
        rows.update(**before)
    else:
        row.save()
        Author.objects.create(into=row, **before)
