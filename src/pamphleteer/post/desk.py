"""What the post shows at the desk: what goes out next, which relays are down, how a letter looks."""

from datetime import datetime, timedelta

from pamphleteer.desk.home import Line, Section
from pamphleteer.desk.models import Article
from pamphleteer.desk.previews import Preview
from pamphleteer.ground import clock
from pamphleteer.post.letters import digest as letters
from pamphleteer.post.models import Digest, Rest
from pamphleteer.post.verbs.compose import last_hour, news
from pamphleteer.register.models import Outlet, Person

_SHOWN = 5


def going_out(person: Person) -> Section | None:
    """Return the next letter of each digest, with its pieces so far, to those who publish."""
    if not person.has_perm("desk.publish_article"):
        return None
    lines = tuple(line for digest in Digest.objects.filter(active=True) for line in _letter(digest))
    return Section("What goes out today", lines) if lines else None


def relays(person: Person) -> Section | None:
    """Return the relays that take no mail at present."""
    if not person.has_perm("desk.publish_article"):
        return None
    resting = Rest.objects.filter(until__gt=clock.now()).order_by("relay")
    lines = tuple(
        Line(f"{rest.relay}: {rest.said}", beside=f"tried again {_clock(rest.until)}")
        for rest in resting
    )
    if not lines:
        return None
    heading = "A relay takes no mail" if len(lines) == 1 else f"{len(lines)} relays take no mail"
    return Section(heading, lines, wrong=True)


def _letter(digest: Digest) -> list[Line]:
    pieces = news(digest)
    when = _clock(last_hour(digest.hour) + timedelta(days=1))
    readers = digest.readers.confirmed().count()
    to = f"{readers:,} {'reader' if readers == 1 else 'readers'}"
    if not pieces:
        return [Line(f"{digest}, {when}: nothing yet, and without news none goes to {to}.")]
    count = "1 piece" if len(pieces) == 1 else f"{len(pieces):,} pieces"
    told = [Line(f"{digest}, {when}: {count} so far, to {to}.")]
    told += [Line(str(piece)) for piece in pieces[:_SHOWN]]
    if len(pieces) > _SHOWN:
        told.append(Line(f"and {len(pieces) - _SHOWN:,} more"))
    return told


def _clock(moment: datetime) -> str:
    """Return a moment of today or tomorrow by the outlet's clocks."""
    zone = Outlet.objects.the().tz
    there, here = moment.astimezone(zone), clock.now().astimezone(zone)
    day = "today" if there.date() == here.date() else "tomorrow"
    if there.date() > here.date() + timedelta(days=1):
        day = f"on {there:%d %B}"
    return f"{day} at {there:%H:%M}"


def _letter_with(article: Article) -> str:
    """Return the next letter with the article on top, and what else is in it so far."""
    digest = Digest.objects.filter(active=True).first() or Digest(name="Digest", slug="digest")
    others = news(digest) if digest.pk else ()
    pieces = [article, *(one for one in others if one.pk != article.pk)]
    bodies = letters.bodies(digest, pieces, outlet=Outlet.objects.the(), at=clock.now())
    return letters.personal(bodies, leave=letters.nobody()).html


letter = Preview("letter", "In the letter", _letter_with)
