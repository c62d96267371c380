"""Mail that came back, in words: what became of a letter, why somebody gets none, which mailings are doubted."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from pamphleteer.desk.home import Line, Section
from pamphleteer.post.models import Delivery, Notice, Pickup, State, Suppressed
from pamphleteer.post.verbs.doubting import Doubted
from pamphleteer.post.verbs.doubting import doubted as found
from pamphleteer.post.web.desk.pages import apart
from pamphleteer.post.web.desk.wishing import STATES
from pamphleteer.register.models import Person
from pamphleteer.register.numbers import grouped

VIEW = "post.view_reader"
_Reason = Suppressed.Reason
GIVEN_UP = {_Reason.FAILING, _Reason.UNKNOWN}
_WHY = {
    _Reason.UNSAID: lazy("They had left, or asked to be forgotten."),
    _Reason.FAILING: lazy("Their mail came back time after time, and none arrived between."),
    _Reason.UNKNOWN: lazy("There is no such mailbox any more."),
    _Reason.LEFT: lazy("They had left elsewhere: a list that was brought in says so."),
    _Reason.COMPLAINED: lazy("They called a letter spam."),
    _Reason.FORGOTTEN: lazy("They asked to be forgotten."),
}


def kept_off_words(row: Suppressed) -> str:
    """Return why no mail goes to a reader, and since when."""
    since = _("No mail goes there since {time}.").format(
        time=date_format(row.at, "DATETIME_FORMAT")
    )
    return f"{since} {_WHY[_Reason(row.reason)]}"


def became(mail: Delivery | Notice) -> tuple[Any, str]:
    """Return how a mail stands, and what was said of it last."""
    said = {one.kind: one.said for one in mail.evidence.all()}
    if "complaint" in said:
        return _("they called it spam"), said["complaint"] or mail.reply
    if mail.returned_at:
        return _("came back"), said.get("bounce") or mail.reply
    return STATES[State(mail.state)], mail.reply


def doubted(person: Person) -> Section | None:
    """Return the mailings that came back from too many readers at once, to those who see readers."""
    if not person.has_perm(VIEW):
        return None
    lines = tuple(Line(came_back(one), page_of(one)) for one in found())
    if not lines:
        return None
    return Section(
        _("Too much mail came back at once to be believed"),
        lines,
        _(
            "More likely a provider is broken than all of these readers gone: they are kept on the list until "
            "somebody decides on these pages, or with the command “pamphleteer bounces doubted”."
        ),
        wrong=True,
    )


def came_back(one: Doubted) -> str:
    """Say how much of a mailing came back, in a sentence, and what was said."""
    return ngettext(
        "{what}: of {letters} letters, {count} came back as if its reader were gone. “{said}”",
        "{what}: of {letters} letters, {count} came back as if their readers were gone. “{said}”",
        one.readers,
    ).format(
        what=apart(str(one.mailing)),
        letters=grouped(one.letters),
        count=grouped(one.readers),
        said=apart(one.said),
    )


def page_of(one: Doubted) -> str:
    """Return where it is decided."""
    edition = one.mailing.edition
    return reverse("desk_edition", args=[edition]) if edition else reverse("desk_doubted")


def unfetched(person: Person) -> Section | None:
    """Return why the mailbox of mail that came back can't be read, to those who see readers."""
    if not person.has_perm(VIEW):
        return None
    found = Pickup.objects.filter(pk=settings.POST_MAILBOX, since__isnull=False).first()
    if found is None or found.since is None:
        return None
    since = _("since {time}").format(time=date_format(found.since, "DATETIME_FORMAT"))
    line = Line(f"{found.name}: {found.said}", beside=since)
    words = _("Letters go out all the same. It is tried again each minute.")
    return Section(_("Mail that came back can't be fetched"), (line,), words, wrong=True)
