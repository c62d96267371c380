"""The one command: `pamphleteer -C DIR VERB`.

A verb's module is loaded only when it is called: help and misuse answer at once, and the
supervisor of `run` never pays for Django.
"""

import sys
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from traceback import format_exception
from typing import Any

import click
from click.shell_completion import CompletionItem

from pamphleteer import __version__
from pamphleteer.ground.terminal import speak_plainly, unwritten


@dataclass(frozen=True)
class Verb:
    """Where a verb is, what it does in a line, and whether it is spoken to an outlet's rows.

    `alone` are its deeds that no outlet is needed for, though they take the options of one; `piped` those that a mail
    server pipes mail into (an empty name is the verb's own): where it can't begin, it has to get the same mail again.
    """

    module: str
    help: str
    rows: bool = True
    alone: frozenset[str] = frozenset()
    piped: frozenset[str] = frozenset()


VERBS = {
    "new": Verb("project.commands.new", "Make an outlet.", rows=False),
    "demo": Verb("project.commands.demo", "Live a day of a complete outlet.", rows=False),
    "run": Verb("project.commands.run", "Site, desk and rounds: everything.", rows=False),
    "settings": Verb("project.commands.settings", "What is set, secrets masked.", rows=False),
    "doctor": Verb("project.commands.doctor", "Whether everything is well.", rows=False),
    "people": Verb("register.commands.people", "Those who log in at the desk."),
    "sources": Verb(
        "collect.commands.sources", "Where partners' news comes from.", alone=frozenset({"read"})
    ),
    "collect": Verb("collect.commands.collect", "One round of polling the sources."),
    "wire": Verb("collect.commands.wire", "What came in, story by story."),
    "articles": Verb("desk.commands.articles", "What an editor does, scriptable."),
    "press": Verb("press.commands.press", "Bring public/ up to date."),
    "digest": Verb("post.commands.digest", "Editions of the regular letters."),
    "post": Verb("post.commands.post", "One round of delivering mail."),
    "bounces": Verb(
        "post.commands.bounces",
        "Mail that came back.",
        alone=frozenset({"read"}),
        piped=frozenset({""}),
    ),
    "dkim": Verb("post.commands.dkim", "The keys that sign letters."),
    "readers": Verb(
        "post.commands.readers", "The list of readers.", piped=frozenset({"unsubscribe"})
    ),
    "rescue": Verb("rescue.commands.rescue", "Bring saved archive pages in."),
}


_WORDS = "pamphleteer.words"
_LATER = (
    75  # EX_TEMPFAIL: a mail server keeps the mail, and does not send it back to whoever wrote it
)


class OneCommand(click.Group):
    """The group that loads a verb when it is called; `later` says that a mail server waits for how it ends."""

    later = False

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the verbs in the order of an outlet's life."""
        del ctx
        return list(VERBS)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the verb of these words, and keep them: they say what it needs."""
        ctx.meta[_WORDS] = args
        self.later = _is_piped(args)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Call a verb; where a mail server did so in a way that is misuse, it keeps the mail until that is mended."""
        try:
            return super().invoke(ctx)
        except click.ClickException as error:
            if not (self.later and error.exit_code == click.UsageError.exit_code):
                raise
            error.show()
            sys.exit(_LATER)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load a verb, with Django set up for the outlet if it needs rows."""
        verb = VERBS.get(cmd_name)
        if verb is None:
            return None
        if verb.rows:
            _set_up(ctx, verb)
        command: click.Command = import_module(f"pamphleteer.{verb.module}").command
        command.name = cmd_name
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the verbs without loading them."""
        del ctx
        with formatter.section("Verbs"):
            formatter.write_dl([(name, verb.help) for name, verb in VERBS.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete the verbs without loading them."""
        del ctx
        return [
            CompletionItem(name, help=verb.help)
            for name, verb in VERBS.items()
            if name.startswith(incomplete)
        ]


def _is_piped(words: list[str]) -> bool:
    verb = VERBS.get(words[0]) if words else None
    if verb is None or sys.stdin is None or sys.stdin.isatty():
        return False
    deed = next(iter(words[1:2]), "")
    return ("" if deed.startswith("-") else deed) in verb.piped


def _set_up(ctx: click.Context, verb: Verb) -> None:
    start = import_module("pamphleteer.project.start")
    asks_help = any(word in ctx.help_option_names for word in sys.argv[1:])
    words = ctx.meta.get(_WORDS, [])
    if not asks_help and not verb.alone.intersection(words[1:2]):
        try:
            start.need_outlet(ctx.params["folder"])
        except click.ClickException as error:
            if not _is_piped(words):
                raise
            error.show()
            sys.exit(_LATER)
    start.up(ctx.params["folder"])


@click.group(cls=OneCommand, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "-C",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path),
    default=Path(),
    help="The outlet's folder; the current one by default.",
)
@click.version_option(__version__, prog_name="pamphleteer")
@click.pass_context
def command(ctx: click.Context, folder: Path) -> None:
    """A newsroom in one folder that no company can switch off.

    \b
    To look at it:   pamphleteer demo
    To begin:        pamphleteer new my-outlet
    """
    ctx.obj = folder


def main() -> None:
    """Run the command; faults of the options and the database are said in lines, not tracebacks."""
    options = import_module("pamphleteer.project.options")
    speak_plainly()
    try:
        command(prog_name="pamphleteer")
    except options.OptionsError as error:
        click.echo("The outlet's options need mending:", err=True)
        for fault in error.faults:
            click.echo(f"  {fault}", err=True)
        sys.exit(_LATER if command.later else 2)
    except Exception as error:
        words = unwritten(error) if isinstance(error, OSError) else _outlet_words(error)
        if not (words or command.later):
            raise
        click.echo(words or "".join(format_exception(error)), err=True)
        sys.exit(_LATER if command.later else 1)


def _outlet_words(error: Exception) -> str | None:
    """Say what is wrong with the outlet's keys or its database, if that is what it is."""
    keyring = sys.modules.get("pamphleteer.ground.keyring")
    if keyring is not None and isinstance(error, keyring.KeyMissing):
        return f"Readers' addresses can't be read: {error}."
    database = sys.modules.get("django.db")
    if database is None or not isinstance(error, database.DatabaseError):
        return None
    said = str(error).strip().splitlines()[0]
    if any(word in said for word in ("no such table", "no such column", "does not exist")):
        return (
            f"The database is of another version ({said}): `pamphleteer run` brings it up to date."
        )
    return f"The database can't be used: {said}"
