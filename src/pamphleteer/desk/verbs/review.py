"""Hand an article in, and hand it back."""

from django.db import transaction
from django.utils.translation import gettext as _

from pamphleteer.desk.errors import Refused
from pamphleteer.desk.models import Article
from pamphleteer.desk.verbs.locking import locked
from pamphleteer.desk.verbs.notes import note
from pamphleteer.ground import clock
from pamphleteer.register.models import Person
from pamphleteer.register.verbs import journal


def submit(article: Article, *, by: Person | None = None) -> None:
    """Ask an editor to publish the newest version; twice is once. Raises `Refused`."""
    with transaction.atomic():
        held = locked(article)
        if held.live and not held.has_unpublished_changes:
            raise Refused(_("“{article}” is published already, as it is.").format(article=held))
        if not held.submitted_at:
            before = held.state
            held.submitted_at, held.submitted_by = clock.now(), by
            held.save(update_fields=["submitted_at", "submitted_by"])
            journal.write("article.submitted", held, by=by, came_from=before, to=held.state)
        article.refresh_from_db()


def send_back(article: Article, words: str, *, by: Person | None = None) -> None:
    """Ask its writer to go over it again, with a note that says why. Raises `Refused`."""
    with transaction.atomic():
        held = locked(article)
        if not held.submitted_at:
            raise Refused(_("“{article}” was not handed in.").format(article=held))
        before = held.state
        held.submitted_at = held.submitted_by = None
        held.save(update_fields=["submitted_at", "submitted_by"])
        note(held, words, by=by)
        journal.write("article.sent_back", held, by=by, came_from=before, to=held.state)
        article.refresh_from_db()
