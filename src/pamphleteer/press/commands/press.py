"""`pamphleteer press`: bring `public/` up to date, or tell how it differs."""

from dataclasses import asdict

import click

from pamphleteer.ground import terminal
from pamphleteer.press.errors import PressError
from pamphleteer.press.verbs import indexing, packing
from pamphleteer.press.verbs.check import Differences, check
from pamphleteer.press.verbs.press import Pressed, press
from pamphleteer.register.models import Outlet

_SHOWN = 20  # paths of each sort


@click.command("press")
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help="Make each file anew, in a tree beside public/ that is then moved into place.",
)
@click.option(
    "--check", "only_check", is_flag=True, help="Tell how public/ differs, and change nothing."
)
@click.option(
    "--words",
    "only_words",
    is_flag=True,
    help="Read the words of all pieces anew, by which the search finds them, and make no file.",
)
@terminal.as_json
def command(everything: bool, only_check: bool, only_words: bool, as_json: bool) -> None:
    """Bring public/ up to date with the desk.

    Pages whose words have not changed are left alone, files that were removed or changed by hand
    are made again, and pages that nothing belongs to any more are removed. Other files in public/
    stay as they are. Packed copies (.gz) for web servers are laid beside the pages that have none.
    While `pamphleteer run` runs, this happens by itself at each change.

    A page whose template has a mistake stays as it was, and all others are made: each mistake is
    told with its place, and the exit code is 1. With --check it is 1 if a file differs from what
    the desk says, or if the search would find a piece by other words than it has.

    \b
    Example:
      pamphleteer -C my-outlet press
      12 files written, 1 removed, 240 unchanged.
    """
    if everything + only_check + only_words > 1:
        raise click.UsageError("--all, --check and --words each go alone.")
    try:
        if only_check:
            _compare(as_json=as_json)
        elif only_words:
            _read(as_json=as_json)
        else:
            _press(everything=everything, as_json=as_json)
    except PressError as error:
        raise terminal.Refused(str(error)) from error
    except Outlet.DoesNotExist as error:
        raise terminal.Refused(
            "There is no outlet in this folder. Make one with `pamphleteer new DIR`, or name its "
            "folder with -C."
        ) from error


def _press(*, everything: bool, as_json: bool) -> None:
    with terminal.progress(what="Pressing") as bar:
        task = bar.add_task("", total=None)
        pressed = press(everything=everything, heard=lambda _path: bar.advance(task))
    with terminal.progress(what="Packing") as bar:
        task = bar.add_task("", total=None)
        packed = packing.at_once(heard=lambda count: bar.advance(task, count))
    if as_json:
        terminal.emit(asdict(pressed) | {"packed": packed})
    else:
        terminal.say(_words(pressed))
        if packed:
            copies = f"{packed} packed {'copy' if packed == 1 else 'copies'}"
            terminal.say(f"{copies} laid beside them, for web servers.")
        for flaw in pressed.flaws:
            terminal.say(str(flaw))
    if pressed.flaws:
        raise click.exceptions.Exit(1)


def _words(pressed: Pressed) -> str:
    return (
        f"{_files(pressed.written)} written, {pressed.removed} removed, "
        f"{pressed.unchanged} unchanged."
    )


def _read(*, as_json: bool) -> None:
    Outlet.objects.the()
    indexing.mend()
    with terminal.progress(what="Reading") as bar:
        task = bar.add_task("", total=None)
        read = indexing.round_(heard=lambda count: bar.advance(task, count))
    if as_json:
        terminal.emit({"read": read})
    else:
        terminal.say(f"The words of {read} {'piece' if read == 1 else 'pieces'} read anew.")


def _compare(*, as_json: bool) -> None:
    with terminal.progress(what="Comparing") as bar:
        task = bar.add_task("", total=None)
        found = check(heard=lambda _path: bar.advance(task))
    if as_json:
        terminal.emit(asdict(found))
    else:
        _tell(found)
    if found:
        raise click.exceptions.Exit(1)


def _tell(found: Differences) -> None:
    for words, paths in (
        ("is missing", found.missing),
        ("differs", found.other),
        ("has no place any more", found.extra),
    ):
        for path in paths[:_SHOWN]:
            terminal.say(f"{path} {words}.")
        if len(paths) > _SHOWN:
            terminal.say(f"... and {len(paths) - _SHOWN} more.")
    for why in sorted(set(found.flaws.values())):
        terminal.say(f"{_files([*found.flaws.values()].count(why))} can't be compared. {why}")
    if found.unlisted:
        terminal.say(f"Lists are behind the articles in {found.unlisted} places.")
    if found.unfound or found.unsearched:
        terminal.say(
            f"The search has other words than the desk for {found.unfound} "
            f"{'piece' if found.unfound == 1 else 'pieces'}. `pamphleteer press --words` makes it good."
            if found.unfound
            else "The index of the search is damaged. `pamphleteer press --words` makes it good."
        )
    if found.waiting:
        terminal.say("The press has not yet seen to all that was done at the desk.")
    if found:
        good = "all of this" if not found.flaws else "the rest"
        if found.missing or found.other or found.extra or found.unlisted:
            terminal.say(f"`pamphleteer press` makes good {good}.")
    else:
        terminal.say(f"{_files(found.looked_at)} as the desk says.")


def _files(count: int) -> str:
    return f"{count} {'file' if count == 1 else 'files'}"
