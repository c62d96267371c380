"""`pamphleteer sources add`: a feed, the feeds that a site names, or an archive page."""

import re
import sys
from collections.abc import Sequence

import click

from pamphleteer.collect.commands.selecting import selecting
from pamphleteer.collect.commands.showing import told
from pamphleteer.collect.errors import RefusedError
from pamphleteer.collect.models import Source
from pamphleteer.collect.pages import checked_selectors
from pamphleteer.collect.verbs.add import (
    add,
    check_partner,
    check_words,
    licence_named,
    partner_named,
    source_address,
)
from pamphleteer.collect.verbs.discover import Candidate, Found, discover
from pamphleteer.ground.terminal import Refused, as_json, emit, say, table
from pamphleteer.ground.text import one_line
from pamphleteer.register.models import Licence

# What people type of an address: a name of a server, with or without what is on it.
_BARE = re.compile(r"^(?:[\w-]{1,63}\.)+[^\W\d_]{2,24}(?=[:/?#]|$)(?!:[^\d])")
_FAILED = 5  # feeds that a page names and that are none, told one by one
_UNSEEN = 20  # feeds that a page names and that were not looked at, told one by one


@click.command("add")
@click.argument("url")
@click.option("--partner", default="", help="The outlet whose news it is; made if it is new.")
@click.option("--licence", default="", help="What may be done with its pieces: cc-by, for example.")
@click.option("--credit", default="", help="The words beside its pieces, in place of its name.")
@click.option("--site", default="", help="The address of the partner's own pages.")
@click.option("--pick", default="", metavar="N|ADDRESS|all", help="Which of several to add.")
@click.option("--page", is_flag=True, help="Take URL as an archive page, whatever feeds it names.")
@click.option("--unchecked", is_flag=True, help="Add URL as it is; fetch nothing.")
@selecting
@as_json
def command(
    url: str,
    partner: str,
    licence: str,
    credit: str,
    site: str,
    pick: str,
    page: bool,
    unchecked: bool,
    as_json: bool,
    **selectors: str,
) -> None:
    """Add what is at URL: a feed, one of the feeds that a page names, or the page itself.

    Where there are several, it asks which; a script says it with --pick. A page that names no feed,
    but lists headlines with leads and links, can be added with --page. A new partner needs a
    licence. The source is polled from the next round on. With --json nothing is asked; what there
    is to choose from is under `candidates`.

    \b
    Example:
      pamphleteer sources add https://example.org/ --partner "The Example" --licence cc-by
      pamphleteer sources add https://example.org/news/ --page --item ".teaser" --partner "The Example"
    """
    url = _BARE.sub(r"https://\g<0>", url.strip())
    found = Found(url, "", ())
    try:
        source_address(url)
        _check_use(partner, pick, unchecked=unchecked)
        said = checked_selectors(selectors)
        licence = _check_whose(partner, licence, credit, site, may_ask=not unchecked)
        as_page = page or bool(said)
        if unchecked:
            kind = Source.Kind.PAGE if as_page else Source.Kind.FEED
            chosen: Sequence[Candidate] = [Candidate(url, kind, "", "", 0, None, ())]
        else:
            found = discover(url, page=as_page, selectors=said, each=_tell_where)
            chosen = _chosen(found, pick, page=as_page)
        name = partner or _name(found)
        known = {"licence_slug": licence or _licence(name), "credit": credit, "partner_url": site}
        added = [
            add(
                one.url,
                partner_name=name,
                kind=Source.Kind(one.kind),
                selectors=said,
                looked_at=not unchecked,
                **known,
            )
            for one in chosen
        ]
    except RefusedError as error:
        if as_json and found.candidates:
            emit({"added": [], **_offered(found)})
        raise Refused(str(error)) from error
    if as_json:
        emit({"added": [told(source) for source in added], **_offered(found)})
        return
    for source in added:
        say(f"Added {source} of {source.partner}, under {source.partner.licence}.")


def _check_use(partner: str, pick: str, *, unchecked: bool) -> None:
    if not partner and (unchecked or not _can_ask()):
        raise click.UsageError("Missing option '--partner': the outlet whose news it is.")
    if unchecked and pick:
        raise click.UsageError(
            "With --unchecked nothing is looked at that --pick could choose from."
        )


def _check_whose(partner: str, licence: str, credit: str, site: str, *, may_ask: bool) -> str:
    """Check whose it is to be, before anything is fetched; return the licence, if that is known."""
    check_words(credit=credit, url=site)
    if not partner:
        if licence:
            licence_named(licence)
        return licence
    may_ask = may_ask and _can_ask()
    check_partner(partner, licence_slug=licence, credit=credit, url=site, may_ask=may_ask)
    return licence or _licence(partner)


def _offered(found: Found) -> dict[str, object]:
    """Return what was found, for a machine."""
    return {
        "candidates": [vars(one) for one in found.candidates],
        "failed": [{"url": url, "fault": words} for url, words in found.failed],
        "unseen": found.unseen,
    }


class _ChoiceError(RefusedError):
    """A choice that is none of those offered."""


def _tell_where(url: str) -> None:
    if sys.stderr.isatty():
        click.echo(f"Looking at {one_line(url)[:200]}", err=True)


def _for_a_machine() -> bool:
    return bool(click.get_current_context().params.get("as_json"))


def _can_ask() -> bool:
    return not _for_a_machine() and sys.stdin.isatty() and sys.stdout.isatty()


def _chosen(found: Found, pick: str, *, page: bool) -> Sequence[Candidate]:
    """Return which of what was found is to be added; raises `RefusedError`."""
    for address, words in () if _for_a_machine() else found.failed[:_FAILED]:
        say(f"{address}, which the page names, {words}.")
    if not found.candidates:
        names = "names no feed that could be read" if found.failed else "names no feed"
        raise RefusedError(
            f"{found.url} is a page that {names}, there is none in the usual places "
            f"({found.tried} looked at), and no list of headlines with leads and links can be told "
            "from the rest of it: say where they are with --item and --headline."
        )
    if not pick and (found.is_feed or page or _is_clear(found)):
        return [_new(found.candidates[0])]
    _show(found)
    while not pick and _can_ask():
        try:
            return [_new(one) for one in _picked(found.candidates, _asked(found))]
        except _ChoiceError as error:
            say(str(error))
    return [_new(one) for one in _picked(found.candidates, pick or _asked(found))]


def _is_clear(found: Found) -> bool:
    first, *others = found.candidates
    is_feed = first.kind == Source.Kind.FEED and not first.comments
    return is_feed and not others and not found.unseen


def _new(one: Candidate) -> Candidate:
    if one.known_of:
        raise RefusedError(f"{one.url} is a source already, of {one.known_of}.")
    return one


def _show(found: Found) -> None:
    if _for_a_machine():
        return
    table(
        ["", "address", "title", "what it is", "pieces", "newest"],
        [
            (
                number,
                one.url,
                one.title,
                one.format + (", of comments" if one.comments else ""),
                one.pieces,
                f"a source already, of {one.known_of}"
                if one.known_of
                else (f"{one.newest:%Y-%m-%d %H:%M} UTC" if one.newest else ""),
            )
            for number, one in enumerate(found.candidates, 1)
        ],
    )
    for one in found.candidates:
        if one.kind == Source.Kind.PAGE:
            none = "no feed of pieces" if len(found.candidates) > 1 else "no feed"
            say(f"There is {none}; of the page itself these would be taken:")
            for headline in one.headlines:
                say(f"  {one_line(headline)}")
    if found.unseen:
        say(f"{found.url} names {len(found.unseen):,} more, which were not looked at:")
        for address in found.unseen[:_UNSEEN]:
            say(f"  {address}")
        say("`sources add` with the address of one adds that.")


def _asked(found: Found) -> str:
    is_page = [one.kind for one in found.candidates] == [Source.Kind.PAGE]
    if not _can_ask():
        how = "--page" if is_page else "--pick N, --pick ADDRESS or --pick all"
        raise RefusedError(f"Nothing was added: say it with {how}.")
    if is_page:
        return "1" if click.confirm("Add the page?", default=True) else "0"
    return str(
        click.prompt("Which (a number, several with commas, or all; 0 for none)", default="1")
    )


def _picked(candidates: Sequence[Candidate], pick: str) -> list[Candidate]:
    if pick.strip() == "all":
        if new := [one for one in candidates if not one.known_of]:
            return new
        raise RefusedError("Nothing was added: all of them are sources already.")
    if pick.strip() == "0":
        raise RefusedError("Nothing was added.")
    addresses = {one.url: one for one in candidates}
    if pick.strip() in addresses:
        return [addresses[pick.strip()]]
    numbers = {str(number): one for number, one in enumerate(candidates, 1)}
    words = [word.strip() for word in pick.split(",")]
    if wrong := next((word for word in words if word not in numbers), None):
        raise _ChoiceError(
            f"“{one_line(wrong)[:200]}” is none of them: a number from 1 to {len(candidates)}, "
            "an address from the list, or all is expected."
        )
    return [numbers[word] for word in dict.fromkeys(words)]


def _name(found: Found) -> str:
    return str(click.prompt("The partner's name", default=one_line(found.title)[:200] or None))


def _licence(partner: str) -> str:
    """Ask for the licence of a partner who is new, where somebody can answer."""
    if not _can_ask() or partner_named(partner):
        return ""
    known = list(Licence.objects.order_by("slug").values_list("slug", flat=True))
    return str(click.prompt(f"{partner} is new: its licence", type=click.Choice(known)))
