"""What people are told at home and on the digests' pages when mail does not go as it should."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pamphleteer.desk.home import Line, Section
from pamphleteer.ground import clock
from pamphleteer.post import signers
from pamphleteer.post.errors import DkimError
from pamphleteer.post.meanings import words
from pamphleteer.post.models import Digest, Edition, Rest
from pamphleteer.post.verbs import outlook
from pamphleteer.post.web.desk import held
from pamphleteer.post.web.desk.hours import worded
from pamphleteer.post.web.desk.pages import SETTLE
from pamphleteer.register.models import Person
from pamphleteer.register.numbers import grouped

_SHOWN = 5  # relays that are told one by one
SEE, TRY = "post.view_traffic", "post.try_relay"


def relays(person: Person) -> Section | None:
    """Return the relays that take no mail at present, and what to do; what each said stands on their page."""
    rests = outlook.resting() if person.has_perm(SEE) else ()
    if not rests:
        return None
    heading = ngettext(
        "{count} relay takes no mail", "{count} relays take no mail", len(rests)
    ).format(count=len(rests))
    more = Line(_("Relays and sites"), reverse("desk_relays"))
    first = sorted(rests, key=lambda rest: not rest.lasting)[:_SHOWN]  # what somebody has to mend
    lines = [_rest(rest) for rest in first]
    if left := len(rests) - len(lines):
        told = ngettext("and {count} more", "and {count} more", left)
        lines.append(Line(told.format(count=grouped(left)), more.url))
    return Section(heading, tuple(lines), silence(), wrong=True, more=more)


def unsigned(person: Person) -> Section | None:
    """Return that mail waits because none of the keys that sign it can be read."""
    if not person.has_perm(SEE):
        return None
    try:
        signers.signer()
    except DkimError:
        told = _(
            "None of the keys that sign letters can be read, and what is not signed may be refused. Nothing is lost. "
            "Whoever looks after the machine finds the reason with “pamphleteer doctor”."
        )
        return Section(_("All mail waits"), words=told, wrong=True)
    return None


def in_doubt(person: Person) -> Section | None:
    """Return the editions and digests with mails in doubt, to those who may decide about them."""
    if not person.has_perm(SETTLE):
        return None
    found, at_once = outlook.doubtful(), outlook.doubtful_at_once()
    if not found and not at_once:
        return None
    editions = Edition.objects.filter(pk__in=found).select_related("digest").order_by("-cut_at")
    lines = [
        Line(f"{one}: {one.subject}", reverse("desk_edition", args=[one.pk]), _mails(found[one.pk]))
        for one in editions
    ]
    for digest in Digest.objects.filter(pk__in=at_once):
        name = _("{digest}, pieces at once").format(digest=digest)
        lines.append(
            Line(name, reverse("desk_digest", args=[digest.pk]), _mails(at_once[digest.pk]))
        )
    told = _("Nobody can tell whether they arrived. Decide on these pages.")
    return Section(_("Mails are in doubt"), tuple(lines), told, wrong=True)


def notices(person: Person) -> Sequence[Section]:
    """Return all of them, for the pages of digests and editions."""
    return [found for part in (held.home, unsigned, relays, in_doubt) if (found := part(person))]


def silence() -> str:
    """Say what becomes of mail while no relay takes any; empty if one does."""
    when = outlook.silent()
    if when is None:
        return ""
    return _(
        "No relay takes mail now. What is to go out waits, nothing is lost, and it is tried again {when}."
    ).format(when=again(when))


def again(when: datetime) -> str:
    """Return when a relay is tried again."""
    return _("with the next mail") if when <= clock.now() else worded(when)


def _rest(rest: Rest) -> Line:
    told = _("{why}; tried again {when}. {advice}").format(
        why=words.said(rest.reason), when=again(rest.until), advice=words.advice(rest.reason)
    )
    return Line(rest.relay, beside=told)


def _mails(number: int) -> str:
    return ngettext("{count} mail", "{count} mails", number).format(count=grouped(number))
