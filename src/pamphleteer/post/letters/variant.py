"""The bodies of a letter that many readers get: made of frozen words, without what was withdrawn since.

They are made when the first mail needs them and held for those that follow: nearly all mails of a letter follow
one another.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from pamphleteer.post import editions
from pamphleteer.post.errors import NotOurs
from pamphleteer.post.letters import rendering
from pamphleteer.post.letters.contents import Contents, Item
from pamphleteer.post.letters.house import house_of, item_of, words
from pamphleteer.post.letters.links import absolute
from pamphleteer.post.letters.mime import Bodies
from pamphleteer.post.letters.subjects import subject
from pamphleteer.post.models import Form, Letter, Piece
from pamphleteer.press import paths, theme, voice
from pamphleteer.press.dates import day
from pamphleteer.register.models import Outlet

_HELD = 32  # letters, of 100 KB each


def bodies_of(letter: Letter, *, outlet: Outlet) -> Bodies:
    """Return a letter's bodies, with slots, as they are at this moment; raises `NotOurs` if nothing is left of it."""
    live = letter.enclosures.filter(piece__article__live=True)
    left = tuple(live.order_by("rank").values_list("piece", "section"))
    if not left:
        raise NotOurs("all that stood in it was withdrawn")
    shared = (theme.fingerprint(), house_of(outlet), outlet.zone)
    return _made(letter.pk, (letter.key, letter.made_at, *shared), left)


def forget() -> None:
    """Hold no bodies any more."""
    _made.cache_clear()


@lru_cache(maxsize=_HELD)
def _made(letter: int, _as: tuple[object, ...], left: tuple[tuple[int, str], ...]) -> Bodies:
    row = Letter.objects.select_related("digest", "edition").get(pk=letter)
    found = Piece.objects.filter(pk__in=[key for key, _ in left]).select_related(
        "article__partner", "article__picture"
    )
    found = found.defer("article__body").prefetch_related("article__topics")
    rows = {piece.pk: piece for piece in found}
    placed, outlet = [(rows[key], section) for key, section in left], Outlet.objects.the()
    if len(left) < row.enclosures.count():
        row.subject = _subject(row, [piece.headline for piece, _ in placed], outlet)
    return rendered(row, placed, outlet)


def _subject(letter: Letter, left: Sequence[str], outlet: Outlet) -> str:
    """Return the subject of what is left, which names nothing that was withdrawn; one that was written stays."""
    edition = letter.edition
    if edition and edition.worded and edition.subject == letter.subject:
        return letter.subject
    headlines = [*left, *[""] * letter.more]  # the first one is named, the others are counted
    at = edition.cut_at if edition else letter.made_at
    return subject(letter.digest, headlines, outlet=outlet, language=letter.language, at=at)


def rendered(
    letter: Letter, placed: Sequence[tuple[Piece, str]], outlet: Outlet, *, at_desk: bool = False
) -> Bodies:
    """Return the bodies of a letter with these pieces, with slots; `at_desk` where nobody is to get it.

    Each comes with the name of the topic that it stands under, if any.
    """
    edition, language, slug = letter.edition, letter.language, letter.digest.slug
    at = edition.cut_at if edition else letter.made_at
    number = edition.number if edition else None
    archive = absolute(editions.folder(slug) + paths.FRONT)
    # What is left out of several editions is on the page of each.
    merged = len({piece.edition_id for piece, _ in placed}) > 1
    contents = Contents(
        language=language,
        name=words(letter.digest.name),
        date=day(at, zone=outlet.tz, language=language),
        subject=letter.subject,
        items=tuple(_item(*one, language, at_desk) for one in placed),
        more=letter.more,
        more_url=archive if merged else "",
        note=edition.opening if edition else "",
        web_url=absolute(editions.path_of(slug, number)) if number else "",
        archive_url=archive,
        choices=True,
    )
    bodies = rendering.digest(contents, house_of(outlet))
    return replace(bodies, html="") if letter.form == Form.TEXT else bodies


def _item(piece: Piece, section: str, language: str, at_desk: bool) -> Item:
    """Return a piece with the words of its cut; its picture, topics and address are those of now."""
    by = voice.say(language, "By {authors}", authors=piece.authors) if piece.authors else ""
    item, heading = item_of(piece.article, language=language, at_desk=at_desk), words(section)
    return replace(
        item,
        section=heading,
        topics=tuple(one for one in item.topics if one.words != heading),
        headline=piece.headline,
        lead=piece.lead,
        byline=" · ".join(filter(None, [by, piece.credit])),
    )
