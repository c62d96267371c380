"""`pamphleteer run`: everything, in one process group."""

from pathlib import Path

import click

from pamphleteer.ground.terminal import Refused, say
from pamphleteer.project import options, running, start


@click.command()
@click.pass_obj
def command(folder: Path) -> None:
    """Serve site, desk and sign-up, and run all rounds, until Ctrl-C or SIGTERM.

    What is in hand is finished first; nothing is lost, however the process ends.

    \b
    Example:
      pamphleteer -C my-outlet run
    """
    start.need_outlet(folder)
    read = options.load(folder)

    def started() -> None:
        say(f"Site  {read['site.url']}")
        say(f"Desk  {read.desk}desk/")
        say(f"Listening on {read['server.listen']}.")
        say("Ctrl-C ends it.")

    try:
        running.run(read, started=started)
    except running.RunError as error:
        raise Refused(str(error)) from error
