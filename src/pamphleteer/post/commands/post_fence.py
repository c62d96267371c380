"""`pamphleteer post hold` and `post release`: no mail goes out, until a person lets it go."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import click

from pamphleteer.ground.terminal import Refused, as_json, dry_run, emit, say, table
from pamphleteer.ground.text import one_line
from pamphleteer.post.errors import PostError
from pamphleteer.post.fenced import WHY
from pamphleteer.post.models import Edition, Fence
from pamphleteer.post.verbs import fence, releasing
from pamphleteer.post.verbs.fence import CLOSED, UNWRITTEN, Held
from pamphleteer.post.verbs.releasing import Waiting

LAST = "last"


class Moment(click.ParamType[datetime | str]):
    """A moment as in ISO 8601, in UTC where it names no zone; or `last`, when mail last went from here."""

    name = "moment"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime | str:
        """Return a moment, or the word."""
        if value == LAST or isinstance(value, datetime):
            return str(value) if value == LAST else value
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"“{value}” is no moment: 2026-11-29T07:05, or last.", param, ctx)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@click.command()
@click.argument("why", default="held by hand")
def hold(*, why: str) -> None:
    """Let no mail go out until `post release`; WHY is shown to whoever looks.

    Do so before an outlet runs again from a snapshot of its whole machine: nothing inside tells the two apart.

    \b
    Example:
      pamphleteer post hold "restored from Sunday's snapshot"
    """
    held = fence.raise_(one_line(why))
    say(held_words(held))


@click.command()
@click.option(
    "--went-before",
    type=Moment(),
    metavar="TIME",
    help="Set aside, in doubt, what was written before that time (UTC), or before mail went that these rows "
    "know nothing of: `last`.",
)
@click.option(
    "--went",
    multiple=True,
    metavar="DIGEST/NUMBER",
    help="Set the letters of an edition aside, such as daily/17, because it has gone; may be repeated.",
)
@as_json
@dry_run
def release(
    *, went_before: datetime | str | None, went: tuple[str, ...], as_json: bool, dry_run: bool
) -> None:
    """Let mail go again that is held after a restore or in a copy; look with --dry-run first.

    \b
    Example:
      pamphleteer post release --dry-run
      pamphleteer post release --went-before last --went daily/17
    """
    held = fence.look()
    editions = [_edition(one) for one in went]
    if dry_run:
        _tell(held, releasing.would_go(), as_json=as_json)
        return
    if held and held.why in {CLOSED, UNWRITTEN}:
        raise Refused(held_words(held))
    before = _until() if went_before == LAST else went_before
    try:
        let = releasing.release(
            went_before=before if isinstance(before, datetime) else None,
            editions=[one.pk for one in editions],
        )
    except PostError as error:
        raise Refused(str(error)) from error
    if as_json:
        emit({"going": let.going, "set_aside": let.aside})
    else:
        say(f"Mail goes out again: {let.going} wait to go. {let.aside} are set aside, in doubt.")


def held_words(held: Held) -> str:
    """Return in words that all mail is held, why, and what to do."""
    words = f" “{held.words}”" if held.words else ""
    since = f" since {held.since:%Y-%m-%d %H:%M} UTC" if held.since else ""
    told = f"No mail goes out{since}. {WHY[held.why]}{words}"
    if held.why == CLOSED:
        return told
    if held.why == UNWRITTEN:
        return f"{told} Mend that; mail goes by itself then."
    return f"{told}\nSee what would go: `pamphleteer post release --dry-run`; let it go: `pamphleteer post release`."


def _until() -> datetime:
    row = Fence.objects.the()
    until = releasing.went_until(row) if row else None
    if until is None:
        raise Refused("Nothing tells that mail went which the rows do not know: name a time.")
    return until


def _edition(named: str) -> Edition:
    slug, _, number = named.partition("/")
    found = None
    if number.isascii() and number.isdigit():
        found = Edition.objects.filter(digest__slug=slug, number=int(number[:9])).first()
    if found is None:
        raise Refused(
            f"There is no edition “{named}”: name a digest and a number, such as daily/17. "
            "`pamphleteer post release --dry-run` lists what would go."
        )
    return found


def _tell(held: Held | None, waiting: Sequence[Waiting], *, as_json: bool) -> None:
    row = Fence.objects.the()
    until = releasing.went_until(row) if row else None
    if as_json:
        emit(
            {
                "held": held and held.why,
                "since": held and held.since,
                "words": held.words if held else "",
                "went_until": until,
                "would_go": [_data(one) for one in waiting],
            }
        )
        return
    say(held_words(held) if held else "Mail goes out: nothing holds it.")
    if waiting:
        table(
            ("what", "mails", "written from", "until", "gone before"),
            [_cells(one) for one in waiting],
        )
    else:
        say("Nothing waits to go.")
    if until:
        say(
            f"Mail went until {until:%Y-%m-%d %H:%M:%S} UTC, which these rows do not know all of. What was written "
            "before has probably gone: `--went-before last` sets it aside."
        )
    for one in waiting:
        if one.again and one.edition:
            say(
                f"{_name(one)} was cut after that, though its hour had come before: its readers have probably had it. "
                f"`--went {one.edition.digest.slug}/{one.edition.number}` sets it aside."
            )


def _name(one: Waiting) -> str:
    if one.edition:
        return str(one.edition)
    return f"{one.digest}, pieces at once" if one.digest else one.kind


def _cells(one: Waiting) -> tuple[object, ...]:
    first, last = one.written
    form = "%Y-%m-%d %H:%M"
    return (_name(one), one.mails, f"{first:{form}}", f"{last:{form}} UTC", one.gone)


def _data(one: Waiting) -> dict[str, object]:
    return {
        "kind": one.kind,
        "digest": one.digest.slug if one.digest else None,
        "edition": one.edition.number if one.edition else None,
        "mails": one.mails,
        "written_from": one.written[0],
        "written_until": one.written[1],
        "gone_before": one.gone,
        "cut_again": one.again,
    }
