"""`pamphleteer digest status`: what became of the letters, which relays carry, and why what waits waits."""

from collections.abc import Iterator, Mapping

import click

from pamphleteer.ground.terminal import Refused, as_json, emit, say, table
from pamphleteer.post.commands.post_fence import held_words
from pamphleteer.post.meanings import words
from pamphleteer.post.models import Site
from pamphleteer.post.verbs import fence, outlook
from pamphleteer.post.verbs import status as standing
from pamphleteer.post.verbs.fence import Held
from pamphleteer.post.verbs.status import Gone, Regular

_LAST = 3  # editions of each digest


@click.command()
@click.option(
    "--last",
    type=click.IntRange(min=1, max=1000),
    default=_LAST,
    show_default=True,
    help="How many editions of each digest are shown, beside those of which mail is open still.",
)
@as_json
def status(*, last: int, as_json: bool) -> None:
    """Say how each digest stands, what became of the mails of its last editions, and which relays are left alone.

    Exits with 1 while all mail is held.

    \b
    Example:
      pamphleteer digest status --json
    """
    held = fence.look()
    if as_json:
        emit(_all(held, last=last))
    else:
        _tell(last=last)
    if held:
        raise Refused(held_words(held))


def _tell(*, last: int) -> None:
    table(
        ("digest", "hour", "readers", "last edition"), [_digest(one) for one in standing.digests()]
    )
    gone = standing.editions(last)
    if gone:
        table(
            ("edition", "taken", "waiting", "refused", "in doubt", "came back"),
            [_edition(one) for one in gone],
        )
    for one in gone:
        for line in _reasons(one):
            say(line)
    for relay in outlook.relays():
        if relay.rest:
            rest = relay.rest
            say(
                f"{relay.name} takes no mail and is tried again at {rest.until:%H:%M} UTC: "
                f"{words.said(rest.reason)}. It said: {rest.said}"
            )
    named, unnamed = outlook.sites()
    for site in named:
        say(f"{site.name} gets mail later, from {site.until:%H:%M} UTC: {words.said(site.reason)}.")
    for some in unnamed:
        say(f"{some.number} small sites get mail later: {words.said(some.reason)}.")


def _digest(one: Regular) -> tuple[object, ...]:
    hour = f"{one.digest.hour}:00" if one.digest.active else "off"
    last = f"{one.last.number}, {one.last.cut_at:%Y-%m-%d %H:%M} UTC" if one.last else "–"
    return (
        one.digest.slug,
        hour,
        one.readers,
        f"{last}; one waits for an editor" if one.waiting else last,
    )


def _edition(one: Gone) -> tuple[object, ...]:
    progress = one.progress
    doubt = f"{progress.doubt + progress.left} now, {one.doubts} ever"
    back = sum(one.returned.values())
    return (one.edition, progress.done, progress.waiting, progress.turned_away, doubt, back)


def _reasons(one: Gone) -> Iterator[str]:
    """Yield why mails of an edition wait, or did not go."""
    progress = one.progress
    if progress.later:
        yield f"{one.edition}: {progress.later} wait for their reader's hour."
    for reason, number in progress.put_off.items():
        yield f"{one.edition}: {number} wait: {words.said(reason)}."
    for reason, number in progress.refused.items():
        yield f"{one.edition}: {number} did not go: {words.said(reason)}."


def _all(held: Held | None, *, last: int) -> Mapping[str, object]:
    named, unnamed = outlook.sites()
    return {
        "held": {"why": held.why, "since": held.since, "words": held.words} if held else None,
        "digests": [_of_digest(one) for one in standing.digests()],
        "editions": [_of_edition(one) for one in standing.editions(last)],
        "at_once": standing.at_once(),
        **standing.others(),
        "relays": [_of_relay(one) for one in outlook.relays()],
        "sites": {
            "named": [_of_site(one) for one in named],
            "others": [
                {"reason": one.reason, "sites": one.number, "until": one.until} for one in unnamed
            ],
        },
    }


def _of_digest(one: Regular) -> Mapping[str, object]:
    return {
        "digest": one.digest.slug,
        "hour": one.digest.hour,
        "active": one.digest.active,
        "readers": one.readers,
        "edition": one.last.number if one.last else None,
        "cut_at": one.last.cut_at if one.last else None,
        "waits_for_an_editor": one.waiting is not None,
    }


def _of_edition(one: Gone) -> Mapping[str, object]:
    progress = one.progress
    return {
        "digest": one.edition.digest.slug,
        "edition": one.edition.number,
        "cut_at": one.edition.cut_at,
        "mails": progress.total,
        "done": progress.done,
        "waiting": {
            "going": progress.going,
            "due": progress.due,
            "later": progress.later,
            "put_off": progress.put_off,
        },
        "refused": progress.refused,
        "doubt": {"open": progress.doubt, "left": progress.left, "ever": one.doubts},
        "returned": one.returned,
    }


def _of_relay(one: outlook.Standing) -> Mapping[str, object]:
    rest = one.rest
    return {
        "relay": one.name,
        "share": one.share,
        "taken": {"minute": one.rates.minute, "hour": one.rates.hour, "day": one.rates.day},
        "ever": one.ever,
        "resting": rest
        and {
            "since": rest.since,
            "until": rest.until,
            "reason": rest.reason,
            "said": rest.said,
            "failures": rest.failures,
        },
    }


def _of_site(one: Site) -> Mapping[str, object]:
    return {
        "site": one.name,
        "relay": one.relay or None,
        "until": one.until,
        "reason": one.reason,
        "said": one.said,
    }
