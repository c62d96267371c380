"""`pamphleteer demo`: a complete outlet with partners, readers and an inbox, on loopback."""

import contextlib
import signal
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from django.utils.module_loading import import_string
from rich.panel import Panel

from pamphleteer.ground.terminal import Refused, console, say, table
from pamphleteer.project import options, running, start
from pamphleteer.project.demo.loopback import answers
from pamphleteer.project.demo.opening import Demo, DemoError, opened
from pamphleteer.project.demo.saved import Saved, saved
from pamphleteer.project.demo.world import own, partners
from pamphleteer.rescue.errors import RescueError

_TERMINATED = 128 + signal.SIGTERM
_GLANCE = 0.05  # seconds between two looks at whether the site answers
_HINTS = """\
Sign up on the site and look into the inbox. Log in at the desk, take a piece
from the wire and publish it: the site shows it within a second. Then, from
another terminal, send the digest:"""


@click.command()
@click.option("--once", is_flag=True, help="Live one whole day, say what happened, and end.")
@click.option(
    "--dir",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Keep the outlet there, or go on with the one that is; without it nothing is kept.",
)
@click.option(
    "--from",
    "page",
    metavar="PAGE",
    type=click.Path(path_type=Path),
    help="A saved archive page to rescue, as HTML or plain text.",
)
@click.option("--topic", metavar="NAME", help="Where PAGE's pieces go; by default PAGE's name.")
@click.option("--port", type=click.IntRange(1, 65535), help="The site's port; 8000 or the next.")
def command(
    *, once: bool, folder: Path | None, page: Path | None, topic: str | None, port: int | None
) -> None:
    """Live a day of a complete outlet: three partners, a site, a desk, readers and their inbox.

    All of it is on this machine: nothing is fetched from outside, and no mail leaves.

    \b
    Example:
      pamphleteer demo
      pamphleteer demo --once --dir my-demo --from archive.html --topic coup
    """
    if topic and not page:
        raise click.UsageError("--topic names where the pieces of a page go: give --from PAGE too.")
    try:
        found = saved(page, topic=topic) if page else None
        with _ended_by_sigterm(), _place(folder) as place:
            _demo(place, once=once, found=found, port=port)
    except (DemoError, RescueError, running.RunError) as error:
        raise Refused(str(error)) from error
    if folder:
        say(f"The site is in {folder / 'public'}, the mails are in {folder / 'inbox'}.")
    else:
        say("Nothing of it was kept; --dir DIR keeps it.")


def _demo(folder: Path, *, once: bool, found: Saved | None, port: int | None) -> None:
    with opened(folder, port=port, serve=not once) as demo:
        start.up(folder)
        _live(demo, found)
        if not once:
            say("Starting site, desk and rounds…")
            running.run(options.load(folder), started=lambda: _begin_telling(demo))


def _live(demo: Demo, found: Saved | None) -> None:
    # The day knows the rooms, which can be loaded only now that Django is set up for this folder.
    day = import_string("pamphleteer.project.demo.day.live")
    stages: list[Any] = list(day(demo, saved=found, tell=say))
    rows = [(stage.name, stage.count, stage.what, f"{stage.seconds:.1f}") for stage in stages]
    rows.append(("", "", "", f"{sum(stage.seconds for stage in stages):.1f}"))
    table(("stage", "count", "what", "seconds"), rows, title="The day")


def _begin_telling(demo: Demo) -> None:
    threading.Thread(target=_tell_once_it_answers, args=(demo,), daemon=True).start()


def _tell_once_it_answers(demo: Demo) -> None:
    """Print the addresses when somebody who follows them at once will find the site there."""
    patience = threading.Event()
    while not answers(demo.kept.site):
        patience.wait(_GLANCE)
    _addresses(demo)


def _addresses(demo: Demo) -> None:
    lines = [
        f"Site      {demo.site}",
        f"Desk      {demo.site}desk/",
        f"          log in as {own().editor} with {demo.kept.password}",
        f"Inbox     {demo.inbox}",
        *(f"Partner   {demo.partners.home_of(partner)}" for partner in partners()),
        "",
        _HINTS,
        f"  pamphleteer -C {demo.folder} digest compose",
        "",
        "Ctrl-C ends it.",
    ]
    console().print(Panel("\n".join(lines), title=own().name, expand=False, padding=(1, 2)))


@contextlib.contextmanager
def _place(folder: Path | None) -> Iterator[Path]:
    if folder:
        yield folder.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="pamphleteer-demo-") as made:
        yield Path(made)


@contextlib.contextmanager
def _ended_by_sigterm() -> Iterator[None]:
    """Let SIGTERM end the day as Ctrl-C does, so that what was begun is put away."""
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(_TERMINATED))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
