"""What the post hangs up at the desk: its pages, what goes out next, which relays are down, how a letter looks."""

from datetime import timedelta

from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from pamphleteer.desk.home import Line, Section
from pamphleteer.desk.models import Article, Look
from pamphleteer.desk.pages import Entry, Pages
from pamphleteer.desk.previews import Preview
from pamphleteer.ground import clock
from pamphleteer.post.letters import confirmation
from pamphleteer.post.letters import digest as letters
from pamphleteer.post.models import Digest, Edition, Reader
from pamphleteer.post.verbs import flaws
from pamphleteer.post.verbs.compose import last_hour, news
from pamphleteer.post.verbs.growth import readers_of
from pamphleteer.post.verbs.overdue import until
from pamphleteer.post.web.desk import digests as digest_pages
from pamphleteer.post.web.desk import doubted as doubted_pages
from pamphleteer.post.web.desk import editions as edition_pages
from pamphleteer.post.web.desk import held as held_pages
from pamphleteer.post.web.desk import letters as letter_pages
from pamphleteer.post.web.desk import lists as list_pages
from pamphleteer.post.web.desk import readers as reader_pages
from pamphleteer.post.web.desk import relays as relay_pages
from pamphleteer.post.web.desk.hours import worded
from pamphleteer.post.web.desk.notices import SEE, in_doubt, relays, unsigned
from pamphleteer.post.web.desk.pages import SETTLE, VIEW, mistake
from pamphleteer.post.web.desk.recorded import recorded
from pamphleteer.post.web.desk.returned import doubted, unfetched
from pamphleteer.post.web.desk.settings import Digests
from pamphleteer.press.dress import FORCED, Scheme
from pamphleteer.press.frame import try_on
from pamphleteer.register.models import Outlet, Person
from pamphleteer.register.numbers import grouped

__all__ = [
    "Digests", "doubted", "flawed", "going_out", "held", "in_doubt", "lacking", "letter", "look_dark", "look_light",
    "pages", "recorded", "relays", "unfetched", "unsigned", "waits",
]  # fmt: skip

_SHOWN = 5
_LETTERS = {
    "confirmation": lazy("the letter that asks to confirm"),
    "move": lazy("the letter to a new address"),
    "moved": lazy("the letter to an old address"),
    flaws.DIGEST: lazy("the letters of digests"),
}


def waits(person: Person) -> Section | None:
    """Return the editions that wait for an editor, to those who may let them go."""
    if not person.has_perm(SETTLE):
        return None
    found = Edition.objects.waiting().select_related("digest").order_by("cut_at")
    lines = tuple(
        Line(f"{one.digest}: {one.subject}", reverse("desk_edition", args=[one.pk]), _ends(one))
        for one in found
    )
    if not lines:
        return None
    heading = ngettext(
        "{count} edition waits for you", "{count} editions wait for you", len(lines)
    ).format(count=len(lines))
    return Section(heading, lines, wrong=True)


def _ends(edition: Edition) -> str:
    """Return what becomes of an edition that nobody looks at."""
    when = until(edition)
    if when is None:
        return ""
    if edition.digest.approval == Digest.Approval.DROPS:
        return _("dropped {when}").format(when=worded(when))
    return _("goes out {when}").format(when=worded(when))


def going_out(person: Person) -> Section | None:
    """Return the next letter of each digest, with its pieces so far, to those who publish."""
    if not person.has_perm("desk.publish_article"):
        return None
    lines = tuple(line for digest in Digest.objects.filter(active=True) for line in _letter(digest))
    return Section(_("What goes out today"), lines) if lines else None


def lacking(person: Person) -> Section | None:
    """Say that letters have no postal address at their foot, to those who can write one."""
    if not person.has_perm("register.change_outlet") or Outlet.objects.the().postal_address.strip():
        return None
    if not Reader.objects.confirmed().exists():
        return None
    return Section(
        _("Letters have no postal address"),
        (Line(_("In many countries the law wants one in each. Write it under “The outlet”.")),),
        wrong=True,
    )


def flawed(person: Person) -> Section | None:
    """Return which letters are made without the outlet's own templates, to those who publish."""
    if not person.has_perm("desk.publish_article"):
        return None
    found = flaws.told()
    if not found:
        return None
    return Section(
        _("Mistakes in the theme keep it out of letters"),
        tuple(
            Line(
                mistake(template=flaw.template, line=flaw.line, what=flaw.what),
                beside=", ".join(str(_LETTERS[name]) for name in flaw.letters),
            )
            for flaw in found
        ),
        _(
            "Letters go out all the same, made of Pamphleteer's own templates. Correct the template "
            "in the folder theme/, or remove it there."
        ),
        wrong=True,
    )


def _letter(digest: Digest) -> list[Line]:
    pieces = news(digest)
    when = worded(last_hour(digest.hour) + timedelta(days=1))
    readers = readers_of(digest)
    to = ngettext("{count} reader", "{count} readers", readers).format(count=grouped(readers))
    if not pieces:
        words = _("{digest}, {when}: nothing yet, and without news none goes to {readers}.")
        return [Line(words.format(digest=digest, when=when, readers=to))]
    words = ngettext(
        "{digest}, {when}: {count} piece so far, to {readers}.",
        "{digest}, {when}: {count} pieces so far, to {readers}.",
        len(pieces),
    )
    count = grouped(len(pieces))
    told = [Line(words.format(digest=digest, when=when, count=count, readers=to))]
    told += [Line(str(piece)) for piece in pieces[:_SHOWN]]
    if len(pieces) > _SHOWN:
        more = len(pieces) - _SHOWN
        told.append(
            Line(ngettext("and {count} more", "and {count} more", more).format(count=grouped(more)))
        )
    return told


def _letter_with(article: Article) -> str:
    """Return the next letter with the article on top, and what else is in it so far."""
    digest = Digest.objects.filter(active=True).first() or Digest(name="Digest", slug="digest")
    others = news(digest) if digest.pk else ()
    pieces = [article, *(one for one in others if one.pk != article.pk)]
    outlet, now = Outlet.objects.the(), clock.now()
    bodies = letters.bodies(digest, pieces, outlet=outlet, at=now, unsaved=article)
    return letters.of_nobody(bodies).html


def _letter_in(look: Look, scheme: Scheme) -> str:
    """Return a letter of the newest pieces in a look that nobody has saved, as programs of a scheme show it."""
    outlet = Outlet.objects.the()
    try_on(outlet, look, scheme)
    pieces = list(
        Article.objects.live().newest_first().select_related("partner", "picture")[:_SHOWN]
    )
    if pieces:
        digest = Digest.objects.filter(active=True).first() or Digest(name="Digest", slug="digest")
        bodies = letters.bodies(digest, pieces, outlet=outlet, at=clock.now())
        html = letters.of_nobody(bodies).html
    else:
        html = confirmation.bodies(outlet, link=letters.nobody()).html
    return html.replace("(prefers-color-scheme: dark)", FORCED[scheme]) if scheme else html


pages = Pages(
    addresses=(
        path("digests/", digest_pages.listed, name="desk_digests"),
        path("digests/<int:key>/", digest_pages.shown, name="desk_digest"),
        path("digests/<int:key>/lead/", digest_pages.lead, name="desk_lead_digest"),
        path("digests/<int:key>/letter/", letter_pages.shown, name="desk_letter"),
        path("digests/<int:key>/letter/body/", letter_pages.body, name="desk_letter_body"),
        path("digests/<int:key>/letter/send/", letter_pages.send, name="desk_send_letter"),
        path("editions/<int:key>/", edition_pages.shown, name="desk_edition"),
        path("editions/<int:key>/approve/", edition_pages.approve, name="desk_approve_edition"),
        path("editions/<int:key>/drop/", edition_pages.drop, name="desk_drop_edition"),
        path("held/", held_pages.shown, name="desk_held"),
        path("editions/<int:key>/progress/", edition_pages.moving, name="desk_edition_progress"),
        path("editions/<int:key>/again/", edition_pages.doubt_again, name="desk_doubt_again"),
        path("editions/<int:key>/leave/", edition_pages.doubt_left, name="desk_doubt_left"),
        path("digests/<int:key>/again/", digest_pages.doubt_again, name="desk_digest_again"),
        path("digests/<int:key>/leave/", digest_pages.doubt_left, name="desk_digest_left"),
        path("doubted/", doubted_pages.shown, name="desk_doubted"),
        path("doubted/believe/", doubted_pages.believe, name="desk_believe"),
        path("doubted/dismiss/", doubted_pages.dismiss, name="desk_dismiss"),
        path("relays/", relay_pages.shown, name="desk_relays"),
        path("relays/try/", relay_pages.tried, name="desk_try_relay"),
        path("relays/mails/", relay_pages.mails, name="desk_fault_mails"),
        path("readers/", reader_pages.listed, name="desk_readers"),
        path("readers/lists/", list_pages.listed, name="desk_lists"),
        path("readers/lists/out/", list_pages.export, name="desk_export_readers"),
        path("readers/lists/<int:key>/", list_pages.shown, name="desk_list"),
        path("readers/lists/<int:key>/report/", list_pages.report, name="desk_list_report"),
        path("readers/<int:key>/", reader_pages.shown, name="desk_reader"),
        path("readers/<int:key>/address/", reader_pages.whole, name="desk_show_reader"),
        path("readers/<int:key>/forget/", reader_pages.forgetting, name="desk_forget_reader"),
    ),
    entries=(
        Entry("digests", lazy("Digests"), "mail", 340, "desk_digests", VIEW),
        Entry("relays", lazy("Relays"), "rotate", 342, "desk_relays", SEE),
        Entry("readers", lazy("Readers"), "group", 345, "desk_readers", reader_pages.VIEW),
    ),
)
held = held_pages.home
letter = Preview("letter", lazy("In the letter"), _letter_with)
look_light = Preview(
    "letter-light", lazy("A letter, light"), lambda look: _letter_in(look, "light")
)
look_dark = Preview("letter-dark", lazy("A letter, dark"), lambda look: _letter_in(look, "dark"))
