"""What stands on pages: pieces, the topics they stand under, and what became of those that are gone."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from pamphleteer.desk.models import Article
from pamphleteer.ground.html import plain
from pamphleteer.ground.text import fold, squeeze
from pamphleteer.press import dates, paths, pictures
from pamphleteer.press.audio import Heard, heard
from pamphleteer.press.languages import direction, tag
from pamphleteer.press.pictures import Figure
from pamphleteer.press.written import Written
from pamphleteer.register.models import Licence, Outlet, Partner, Topic

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# The words with which most bodies begin.
_BEGINS = re.compile(r"(?:<p>)?([^<&]{100,300})")
_FIRST = 20  # characters, folded
_AT_ONCE = timedelta(seconds=1)  # between two looks at the clock while one thing is published


@dataclass(frozen=True, slots=True)
class Heading:
    """A topic as pages show it."""

    pk: int
    slug: str
    name: str
    description: str
    path: str
    feed: str
    parent: int | None = None
    picture: Figure | None = None

    @property
    def href(self) -> str:
        """The way to its page from the folder of the site."""
        return paths.link(self.path)

    @property
    def feed_href(self) -> str:
        """The way to its feed from the folder of the site."""
        return paths.link(self.feed)


@dataclass(frozen=True, slots=True)
class Notice:
    """What was corrected in a piece, and when, as pages show it."""

    words: str
    day: str
    exact: str


@dataclass(frozen=True, slots=True)
class Gone:
    """Where a piece stood: it has moved to another path, or was withdrawn on a day."""

    path: str
    moved_to: str = ""
    day: str = ""
    exact: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A live article as pages show it, without its body."""

    pk: int
    headline: str
    lead: str
    authors: str
    path: str
    language: str  # "" where it is the outlet's
    date: datetime | None
    day: str
    exact: str
    year: int | None  # by the outlet's clocks
    changed: datetime
    publisher: str
    credit: str
    original: str
    partner_url: str
    partner_path: str
    licence: Licence | None
    full_text: bool
    topics: tuple[Heading, ...]
    corrections: tuple[Notice, ...] = ()
    picture: Figure | None = None
    audio: Heard | None = None

    @property
    def href(self) -> str:
        """The way to its page from the folder of the site."""
        return paths.link(self.path)

    @property
    def partner_href(self) -> str:
        """The way to its partner's page from the folder of the site."""
        return paths.link(self.partner_path)

    @property
    def direction(self) -> str:
        """Where its own language runs; nothing where that is the outlet's."""
        return direction(self.language) if self.language else ""

    @property
    def licence_url(self) -> str:
        """Where its licence can be read."""
        return paths.outward(self.licence.url) if self.licence else ""


def piece_of(article: Article) -> Piece:
    """Return an article as pages will show it, also one that nobody has saved yet."""
    outlet = Outlet.objects.the()
    topics = tuple(heading(topic) for topic in article.topics.all())
    shown = piece(article, outlet, article.partner, article.effective_licence, topics)
    shown = replace(shown, audio=heard(article, article.audio, at_desk=True))
    if article.picture:
        shown = replace(shown, picture=pictures.at_desk(article.picture))
    if not article.pk:
        return shown
    notices = (Notice(one.words, *dated(one.at, outlet)) for one in article.corrections.all())
    return replace(shown, corrections=tuple(notices))


def begins_with(body: str, lead: str) -> bool:
    """Tell whether the words of a body begin with its lead, which need not stand twice then."""
    if _differ(body.removeprefix("<p>")[:1], lead[:1]):
        return False
    # Most begin with other words, which is soon seen.
    begins, opens = _BEGINS.match(body), _beginning(lead)
    if begins and opens and _beginning(begins[1]) != opens:
        return False
    opening = fold(squeeze(lead)).rstrip(" .…")
    words = plain(body[: 2 * len(lead) + 1000])[: 2 * len(lead)]
    return bool(opening) and fold(words).startswith(opening)


def _differ(one: str, other: str) -> bool:
    """Tell whether two characters are other letters or digits, of those that no accent makes others."""
    return one.lower() != other.lower() and (one + other).isascii() and (one + other).isalnum()


def _beginning(text: str) -> str:
    """Return the first characters of a text, folded; nothing of a short one."""
    folded = fold(squeeze(text[: 5 * _FIRST]))
    return folded[:_FIRST] if len(folded) > 2 * _FIRST else ""


def heading(topic: Topic) -> Heading:
    """Return a topic as pages show it, without its picture."""
    return Heading(
        pk=topic.pk,
        slug=topic.slug,
        name=topic.name,
        description=topic.description,
        path=paths.topic(topic.slug),
        feed=paths.topic_feed(topic.slug),
        parent=topic.parent_id,
    )


def _changed(article: Article | Written) -> datetime:
    """Return when it was published last; the date of what was never changed since."""
    first, last = article.first_published_at, article.last_published_at
    if article.date and (last is None or first is None or last - first < _AT_ONCE):
        return article.date
    at = last or _EPOCH + timedelta(microseconds=max(0, article.place))
    return max(at, article.date) if article.date else at


def dated(at: datetime, outlet: Outlet) -> tuple[str, str]:
    """Return a moment as readers and as machines read it."""
    return dates.day(at, zone=outlet.tz, language=outlet.language), dates.exact(at, zone=outlet.tz)


def piece(
    article: Article | Written,
    outlet: Outlet,
    partner: Partner | None,
    licence: Licence | None,
    topics: tuple[Heading, ...],
    *,
    corrections: tuple[Notice, ...] = (),
    picture: Figure | None = None,
    audio: Heard | None = None,
) -> Piece:
    """Return an article as pages show it."""
    language = tag(article.language)
    date = article.date
    day, exact = dated(date, outlet) if date else ("", "")
    return Piece(
        pk=article.pk,
        headline=article.headline,
        lead=article.lead,
        authors=article.authors,
        path=paths.article(article.slug),
        language=language if language.lower() != outlet.language.lower() else "",
        date=date,
        day=day,
        exact=exact,
        year=date.astimezone(outlet.tz).year if date else None,
        changed=_changed(article),
        publisher=partner.credit_line if partner else article.credit,
        credit=article.credit or (partner.credit_line if partner else ""),
        original=paths.outward(article.original_url),
        partner_url=paths.outward(partner.url) if partner else "",
        partner_path=paths.partner(partner.slug) if partner else "",
        licence=licence,
        full_text=licence.full_text if licence else partner is None,
        topics=topics,
        corrections=corrections,
        picture=picture,
        audio=audio,
    )
