"""Cut a digest: what became news since the last cut is an edition from then on, frozen."""

from collections.abc import Sequence

from django.db.models import Max

from pamphleteer.desk.models import Article
from pamphleteer.ground import clock
from pamphleteer.post.letters.freezing import frozen
from pamphleteer.post.letters.subjects import subject
from pamphleteer.post.models import Digest, Edition, Piece
from pamphleteer.post.verbs.arranging import Sections
from pamphleteer.post.verbs.news import carried, note
from pamphleteer.register.models import Outlet
from pamphleteer.register.verbs import journal


def cut(digest: Digest) -> Edition | None:
    """Make the next edition of a digest, within a turn; one that still waits for an editor is cut anew.

    None without news, and none without readers: then the pieces wait for the next edition.
    """
    if not digest.readers.confirmed().exists():
        return None
    note(digest)
    waiting = Edition.objects.filter(digest=digest).waiting().first()
    pieces = _taken(digest, waiting)
    if not pieces:
        return None
    edition = waiting or Edition(digest=digest)
    _freeze(edition, pieces)
    if digest.approval == Digest.Approval.NONE:
        let_go(edition)
    return edition


def let_go(edition: Edition) -> None:
    """Make an edition ready, within a turn: it gets its number and its page, and letters may carry it."""
    edition.number = next_number(edition.digest)
    edition.state = Edition.State.READY
    edition.ready_at = clock.now()
    edition.save(update_fields=["number", "state", "ready_at"])
    journal.write("edition.composed", edition)


def next_number(digest: Digest) -> int:
    """Return the number of the edition that is let go next."""
    last = Edition.objects.filter(digest=digest).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _taken(digest: Digest, waiting: Edition | None) -> list[Piece]:
    """Return the pieces of the next edition.

    What was withdrawn before its cut leaves the digest, and what is of none of its topics any more.
    """
    rows = Piece.objects.filter(digest=digest)
    mine = rows.open() | (rows.filter(edition=waiting) if waiting else rows.none())
    fitting = mine.filter(article__in=carried(digest).values("pk"))
    gone = rows.filter(pk__in=list(mine.exclude(pk__in=fitting).values_list("pk", flat=True)))
    gone.filter(told=False).delete()
    gone.update(over=True, rank=None)  # it was in letters already: it is not to come again
    found = fitting.select_related("article__partner").defer("article__body")
    return list(found.prefetch_related("article__topics"))


def ranked(
    digest: Digest, articles: Sequence[Article], *, lead: int | None = None
) -> list[tuple[Article, str]]:
    """Return articles in the digest's order, each with the name of the topic it stands under, if any.

    `lead` is the key of the one that stands first, if not the one that the digest has waiting for its next edition.
    """
    first = lead or digest.lead_id
    newest = sorted(articles, key=lambda one: (-one.place, -one.pk))
    newest.sort(key=lambda one: one.pk != first)
    if digest.order == Digest.Order.NEWEST:
        return [(one, "") for one in newest]
    sections = Sections(digest)
    under = {one.pk: sections.of([topic.pk for topic in one.topics.all()]) for one in newest}
    led = [(one, "") for one in newest if one.pk == first]
    rest = [one for one in newest if one.pk != first]
    rest.sort(key=lambda one: under[one.pk].place)
    return led + [(one, under[one.pk].name) for one in rest]


def _freeze(edition: Edition, pieces: list[Piece]) -> None:
    digest = edition.digest
    edition.cut_at = clock.now()
    if _begins_to_wait(edition, pieces):
        edition.waits_from = edition.cut_at
    edition.upto = max(piece.pk for piece in pieces)
    edition.state, edition.number = Edition.State.WAITING, None
    edition.lead_id = digest.lead_id or edition.lead_id
    if not edition.noted:
        edition.opening = digest.opening
    edition.save()
    _keep_words(pieces)
    order(edition, pieces)
    Piece.objects.filter(digest=digest, edition=None).update(edition=edition)
    if digest.lead_id:
        digest.lead = None
        digest.save(update_fields=["lead"])


def _begins_to_wait(edition: Edition, pieces: Sequence[Piece]) -> bool:
    """Tell whether the hours of an edition begin now.

    Cut anew, it goes out no later than it would have: or with news each day it never would. But nothing is dropped
    before it has waited for all of its hours.
    """
    if edition.waits_from is None:
        return True
    drops = edition.digest.approval == Digest.Approval.DROPS
    return drops and any(piece.edition_id is None for piece in pieces)


def order(edition: Edition, pieces: Sequence[Piece]) -> None:
    """Put the pieces of an edition in order, within a turn; its subject follows, unless it was written by hand."""
    digest, of = edition.digest, {piece.article_id: piece for piece in pieces}
    placed = ranked(digest, [piece.article for piece in pieces], lead=edition.lead_id)
    for rank, (article, section) in enumerate(placed, 1):
        piece = of[article.pk]
        piece.edition, piece.rank, piece.section = edition, rank, section
        piece.over = rank > digest.most
    Piece.objects.bulk_update(pieces, ["edition", "rank", "section", "over"], batch_size=200)
    if not edition.worded:
        edition.subject = suggested(edition, [of[article.pk].headline for article, _ in placed])
        edition.save(update_fields=["subject"])


def suggested(edition: Edition, headlines: Sequence[str]) -> str:
    """Return the subject that the digest's template makes of the headlines of an edition."""
    outlet = Outlet.objects.the()
    at = edition.cut_at
    return subject(edition.digest, headlines, outlet=outlet, language=outlet.language, at=at)


def _keep_words(pieces: Sequence[Piece]) -> None:
    for piece in pieces:
        for name, said in frozen(piece.article).items():
            setattr(piece, name, said)
    Piece.objects.bulk_update(pieces, list(frozen(pieces[0].article)), batch_size=200)
