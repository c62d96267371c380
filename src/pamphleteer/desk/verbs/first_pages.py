"""The first drafts of the pages that every outlet should have, to be filled in and published by an editor.

What they say of the machine has to be so. What only the outlet knows stands in brackets that end in
"…": a page with such brackets is not published.
"""

from django.conf import settings
from django.db import transaction
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override

from pamphleteer.desk.models import FixedPage
from pamphleteer.desk.verbs.fixed import free_slug, hold
from pamphleteer.register.models import Outlet, Person
from pamphleteer.register.verbs import journal

_Section = tuple[str, tuple[str, ...]]


def begin(*, by: Person | None = None) -> list[FixedPage]:
    """Draft the usual pages in the outlet's language; nothing if there is a fixed page already."""
    with transaction.atomic():
        hold()
        if FixedPage.objects.exists():
            return []
        outlet = Outlet.objects.the()
        known = outlet.language.split("-")[0].lower()
        spoken = known if known in dict(settings.LANGUAGES) else "en"
        with override(spoken):
            drafts = (_about(outlet), _contact(outlet), _privacy(), _support())
            pages = [
                FixedPage.objects.create(
                    title=title,
                    slug=free_slug(title),
                    body=_html(sections),
                    language="" if spoken == known else spoken,
                    place=number,
                )
                for number, (title, sections) in enumerate(drafts, start=1)
            ]
        for page in pages:
            journal.write("fixedpage.drafted", page, by=by)
    return pages


def _html(sections: tuple[_Section, ...]) -> SafeString:
    return format_html_join(
        "",
        "{}{}",
        (
            (
                format_html("<h2>{}</h2>", heading) if heading else "",
                format_html_join("", "<p>{}</p>", ((words,) for words in paragraphs)),
            )
            for heading, paragraphs in sections
        ),
    )


def _about(outlet: Outlet) -> tuple[str, tuple[_Section, ...]]:
    first = _("{outlet} is [what you report on, for whom, and since when…].")
    return _("About us"), (
        ("", (first.format(outlet=outlet.name),)),
        (_("Who we are"), (_("[Who writes and edits, and who is answerable for it…]"),)),
        (
            _("Who pays"),
            (_("[Where your money comes from, and what those who give it have no say in…]"),),
        ),
        (
            _("How we work"),
            (
                _("[How you check what you publish…]"),
                _(
                    "Where a piece was wrong, a correction stands under it, with its date. A piece "
                    "that we take back leaves a page that says so."
                ),
                _(
                    "Pieces of partners carry the partner's name, a link to the original and its "
                    "licence."
                ),
            ),
        ),
    )


def _contact(outlet: Outlet) -> tuple[str, tuple[_Section, ...]]:
    return _("Contact"), (
        ("", (_("[An e-mail address that somebody reads every day…]"),)),
        (_("By post"), (outlet.postal_address or _("[Your postal address…]"),)),
        (
            _("In confidence"),
            (
                _(
                    "[How somebody reaches you without being known: a number in Signal, a key for "
                    "encrypted mail…]"
                ),
            ),
        ),
        (
            _("Something is wrong"),
            (_("If a piece is wrong, tell us which one and what: [whom to write to…]"),),
        ),
    )


def _privacy() -> tuple[str, tuple[_Section, ...]]:
    return _("Privacy"), (
        (
            _("When you read"),
            (
                _(
                    "These pages are plain files. They set no cookies, hold no scripts, and ask no "
                    "other site for anything."
                ),
                _("[What your web server's log keeps of a visit, and for how long…]"),
            ),
        ),
        (
            _("When you search"),
            (_("What you search for is sent to our own server, and is kept in no list there."),),
        ),
        (
            _("When you ask for the digest"),
            (
                _(
                    "We keep your e-mail address, when you asked and when you confirmed, and which "
                    "letters were sent to you. We also keep a mark of the network that you asked "
                    "from, so that nobody signs up the whole world: it is another one each day, and "
                    "nobody without our server's key can tell the network from it."
                ),
                _(
                    "Our letters hold no hidden picture, and their links count nothing: we don't "
                    "know whether you open them."
                ),
                _(
                    "[Which mail providers carry your letters, and in which countries: they see your "
                    "readers' addresses…]"
                ),
            ),
        ),
        (
            _("When you leave"),
            (
                _(
                    "Each letter has a link with which you leave, with one click. We then keep your "
                    "address as one that has left. If you want it erased, with all that we know of "
                    "it, write to us: [whom to write to…]"
                ),
                _("[How long your backups are kept…]"),
            ),
        ),
    )


def _support() -> tuple[str, tuple[_Section, ...]]:
    return _("Support us"), (
        ("", (_("[What it takes to bring this out, and what is missing…]"),)),
        (_("With money"), (_("[How, and what you do with it…]"),)),
        (
            _("Without money"),
            (
                _(
                    "Ask for the digest, and pass it on: it reaches people whom no platform reaches."
                ),
                _("[What else helps: translations, tips, a mirror of this site…]"),
            ),
        ),
    )
