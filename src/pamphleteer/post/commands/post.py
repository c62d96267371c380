"""`pamphleteer post`: hand over the mail that is due; hold all of it, and let it go again."""

import sys

import click
from django.conf import settings

from pamphleteer.ground.stopping import asked
from pamphleteer.ground.terminal import Refused, as_json, dry_run, emit, say
from pamphleteer.post.commands.post_fence import held_words, hold, release
from pamphleteer.post.errors import DkimError
from pamphleteer.post.meanings import words
from pamphleteer.post.models import Rest
from pamphleteer.post.verbs import circuits, fence, pacing, recalling, status
from pamphleteer.post.verbs.deliver import ROUND, Delivered, deliver

_ENDED_BY = 128  # as a shell says which signal ended a command
_ENDING = "It ends once relays have answered for the mails on their way; again ends it at once."


@click.group(invoke_without_command=True, short_help="One round of delivering mail.")
@click.option("--drain", is_flag=True, help="Rounds until nothing is due.")
@click.option(
    "--now",
    is_flag=True,
    help="Try relays too that were left alone until somebody mends something: it is mended.",
)
@as_json
@dry_run
@click.pass_context
def command(ctx: click.Context, *, drain: bool, now: bool, as_json: bool, dry_run: bool) -> None:
    """Hand over the mail that is due: confirmations and digests.

    Nothing goes out twice: run it as often as you like. While `pamphleteer run` runs, it does this by itself.
    Ctrl-C or SIGTERM ends it once relays have answered for the mails on their way, so that none is in doubt; pressed
    again, at once.

    A relay that took no mail lately is tried at once, and for no longer left alone if that fails; but one that somebody
    has to mend, such as for a wrong password, when its time has come, or with --now.

    \b
    Example:
      pamphleteer -C my-outlet post --drain
    """
    if ctx.invoked_subcommand:
        return
    if dry_run:
        _tell_due(as_json=as_json)
        return
    if not settings.POST_RELAYS:
        _without_relay(as_json=as_json)
        return
    with asked(_ENDING) as stop:
        recalling.round_(stop)
        try:
            tally = deliver(stop=stop, at_most=None if drain else ROUND, anyway=True, mended=now)
        except DkimError as error:
            raise Refused(f"Nothing went out: {error}.") from error
    if as_json:
        emit(
            {
                **_counts(tally),
                "relays": tally.said,
                "full": pacing.full(),
                "resting": _resting(),
                "held": tally.held and tally.held.why,
            }
        )
    elif not tally.held:
        say(_sentence(tally))
        _tell_full()
        for rest in circuits.resting():
            say(_rest_words(rest))
    if stop.signal:
        sys.exit(_ENDED_BY + stop.signal)
    _complain(tally)


command.add_command(hold)
command.add_command(release)


def _tell_due(*, as_json: bool) -> None:
    due, held = status.due(), fence.look()
    relays = [relay["name"] for relay in settings.POST_RELAYS]
    if as_json:
        emit({"due": due, "relays": relays, "held": held and held.why})
        return
    through = f"through {', '.join(relays)}" if relays else "if there were a relay"
    say(f"{due['notices']} confirmations and {due['deliveries']} digests would go out {through}.")
    if held:
        say(held_words(held))


def _tell_full() -> None:
    """Say what waits for the pace of relays."""
    full, due = pacing.full(), sum(status.due().values())
    if full and due:
        names = "; ".join(f"{name} goes on at {at:%H:%M} UTC" for name, at in full.items())
        say(f"{due} mails wait for the next hour or day of a relay: {names}.")


def _resting() -> dict[str, object]:
    """Return the relays that are left alone, for a machine."""
    return {
        rest.relay: {"until": rest.until, "reason": rest.reason, "said": rest.said}
        for rest in circuits.resting()
    }


def _rest_words(rest: Rest) -> str:
    """Return that a relay is left alone, why, until when, and how to try it now."""
    now = "once it is mended, `pamphleteer post --now` tries it at once"
    if not rest.lasting:
        now = "`pamphleteer post` tries it at once"
    return (
        f"{rest.relay} takes no mail: {words.said(rest.reason)}. It said: {rest.said}\n"
        f"    It is tried again at {rest.until:%Y-%m-%d %H:%M} UTC; {now}."
    )


def _without_relay(*, as_json: bool) -> None:
    waiting = status.waiting()
    if as_json:
        emit(
            {
                **_counts(Delivered(waiting=waiting)),
                "relays": {},
                "full": {},
                "resting": {},
                "held": None,
            }
        )
    elif not waiting:
        say("Nothing is due.")
    if waiting:
        raise Refused(
            f"{waiting} mails wait, and there is no relay to hand them to: "
            "add a [[relay]] to outlet.toml."
        )


def _counts(tally: Delivered) -> dict[str, int]:
    return {
        "done": tally.done,
        "refused": tally.refused,
        "waiting": tally.waiting,
        "doubt": tally.doubt,
    }


def _sentence(tally: Delivered) -> str:
    if not any(_counts(tally).values()):
        return "Nothing is due." if not sum(status.due().values()) else "Nothing went out."
    return (
        f"{tally.done} done, {tally.refused} refused, {tally.waiting} waiting, "
        f"{tally.doubt} in doubt."
    )


def _complain(tally: Delivered) -> None:
    """Exit with 1 if all mail is held, a mail was refused, or no relay took any."""
    if tally.held:
        raise Refused(held_words(tally.held))
    said = "; ".join(f"{relay} said: {reply}" for relay, reply in tally.said.items())
    idle = bool(circuits.resting()) and not any(_counts(tally).values())
    if idle and any(status.due().values()):
        raise Refused("No relay takes mail now; it is kept and tried again.")
    if tally.waiting and not tally.done:
        if not said:
            raise Refused("All of it was put off where it is to go; it is kept and tried again.")
        raise Refused(f"No relay takes mail now; it is kept and tried again. {said}")
    if tally.refused:
        raise Refused(
            f"{tally.refused} mails were refused for good. "
            f"{said or 'See which with `pamphleteer digest status`.'}"
        )
