"""`pamphleteer digest`: look at the next letter, compose it, see how the last one went."""

from collections.abc import Callable
from typing import TypeVar

import click

from pamphleteer.ground.terminal import Refused, as_json, dry_run, emit, say
from pamphleteer.post import editions
from pamphleteer.post.commands.digest_status import status
from pamphleteer.post.errors import NotWaiting
from pamphleteer.post.letters.links import absolute
from pamphleteer.post.models import Delivery, Digest, Edition
from pamphleteer.post.verbs import approving
from pamphleteer.post.verbs import compose as verbs
from pamphleteer.post.verbs.preview import of_next
from pamphleteer.post.wishes import Wishes

T = TypeVar("T")


@click.group(short_help="Editions of the regular letters.")
def command() -> None:
    """Look at the next letter, compose it, see how the last one went.

    \b
    Example:
      pamphleteer -C my-outlet digest preview daily
    """


@command.command()
@click.argument("digest")
@click.option("--html", "as_html", is_flag=True, help="Print the HTML instead of the text.")
@as_json
def preview(*, digest: str, as_html: bool, as_json: bool) -> None:
    """Print what the next edition would say; write nothing.

    \b
    Example:
      pamphleteer digest preview daily --html > letter.html
    """
    shown = of_next(_digest(digest), Wishes(), at_desk=False)
    if shown is None:
        _nothing(as_json=as_json)
        return
    if as_json:
        emit({"subject": shown.subject, "html": shown.html, "text": shown.text})
    elif as_html:
        say(shown.html)
    else:
        say(f"Subject: {shown.subject}\n\n{shown.text}")


@command.command()
@click.argument("digest", required=False)
@as_json
@dry_run
def compose(*, digest: str | None, as_json: bool, dry_run: bool) -> None:
    """Make the next edition now, without waiting for its hour; of all digests, or of one.

    Without news there is none. The mails go out with `pamphleteer post`, or while `run` runs.

    \b
    Example:
      pamphleteer digest compose daily
    """
    chosen = [_digest(digest)] if digest else list(Digest.objects.filter(active=True))
    if dry_run:
        _tell_news(chosen, as_json=as_json)
        return
    made = [edition for one in chosen if (edition := verbs.compose(one))]
    if as_json:
        emit([_as_data(edition) for edition in made])
        return
    for edition in made:
        pieces, mails = (
            edition.pieces.count(),
            Delivery.objects.filter(letter__edition=edition).count(),
        )
        if edition.state == Edition.State.WAITING:
            wait = "1 piece waits" if pieces == 1 else f"{pieces} pieces wait"
            say(f"{edition.digest}: {wait} for an editor: {edition.subject}")
        else:
            say(f"{edition}: {pieces} pieces for {mails} readers: {edition.subject}")
    if not made:
        say("No edition: there is no news, or there are no readers.")


@command.command()
@click.argument("digest")
def approve(*, digest: str) -> None:
    """Let the edition go that waits for an editor.

    \b
    Example:
      pamphleteer digest approve daily
    """
    edition = _settled(approving.approve, digest)
    mails = Delivery.objects.filter(letter__edition=edition).count()
    say(f"{edition} goes out, to {mails} readers now.")


@command.command()
@click.argument("digest")
def drop(*, digest: str) -> None:
    """Let the edition that waits for an editor go nowhere; its pieces come in no later one.

    \b
    Example:
      pamphleteer digest drop daily
    """
    _settled(approving.drop, digest)
    say(f"{digest}: the edition that waited is dropped.")


command.add_command(status)


def _settled(deed: Callable[[Edition], T], slug: str) -> T:
    """Do something with the edition that waits; refuse in words if there is none."""
    edition = approving.waiting(_digest(slug))
    if edition is None:
        raise Refused(f"No edition of “{slug}” waits for an editor.")
    try:
        return deed(edition)
    except NotWaiting as error:
        raise Refused(str(error)) from error


def _digest(slug: str) -> Digest:
    found = Digest.objects.filter(slug=slug).first()
    if found:
        return found
    known = ", ".join(Digest.objects.values_list("slug", flat=True)) or "none"
    raise Refused(f"There is no digest “{slug}”. There is: {known}.")


def _nothing(*, as_json: bool) -> None:
    if as_json:
        emit(None)
    else:
        say("There is no news: no edition would be made.")


def _tell_news(digests: list[Digest], *, as_json: bool) -> None:
    found = {one.slug: len(verbs.news(one)) for one in digests}
    readers = {one.slug: one.readers.confirmed().count() for one in digests}
    if as_json:
        emit([{"digest": s, "pieces": n, "readers": readers[s]} for s, n in found.items()])
        return
    for slug, number in found.items():
        say(f"{slug} would carry {number} pieces to {readers[slug]} readers.")


def _as_data(edition: Edition) -> dict[str, object]:
    return {
        "digest": edition.digest.slug,
        "edition": edition.number,
        "subject": edition.subject,
        "page": absolute(editions.path_of(edition.digest.slug, edition.number))
        if edition.number
        else None,
        "pieces": edition.pieces.count(),
        "deliveries": Delivery.objects.filter(letter__edition=edition).count(),
    }
