"""`pamphleteer press`: bring `public/` up to date."""

from dataclasses import asdict

import click

from pamphleteer.ground import terminal
from pamphleteer.press.errors import PressError
from pamphleteer.press.verbs.press import press
from pamphleteer.register.models import Outlet


@click.command("press")
@click.option("--all", "everything", is_flag=True, help="Write each file anew, changed or not.")
@terminal.as_json
def command(everything: bool, as_json: bool) -> None:
    """Bring public/ up to date with the desk.

    Pages whose words have not changed are left alone, files that were removed or changed by hand
    are made again, and pages of withdrawn articles are removed. Other files in public/ stay as
    they are. While `pamphleteer run` runs, this happens by itself at each change.

    \b
    Example:
      pamphleteer -C my-outlet press
      12 files written, 1 removed, 240 unchanged.
    """
    try:
        with terminal.progress(what="Pressing") as bar:
            task = bar.add_task("", total=None)
            pressed = press(everything=everything, heard=lambda _path: bar.advance(task))
    except PressError as error:
        raise terminal.Refused(str(error)) from error
    except Outlet.DoesNotExist as error:
        raise terminal.Refused(
            "There is no outlet in this folder. Make one with `pamphleteer new DIR`, or name its "
            "folder with -C."
        ) from error
    if as_json:
        terminal.emit(asdict(pressed))
        return
    files = "file" if pressed.written == 1 else "files"
    terminal.say(
        f"{pressed.written} {files} written, {pressed.removed} removed, "
        f"{pressed.unchanged} unchanged."
    )
