"""Write the reference of options, commands and templates: `python docs/reference.py [DIR]`."""

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from pamphleteer.cli import VERBS
from pamphleteer.cli import command as one_command
from pamphleteer.project import start
from pamphleteer.project.options import OPTIONS, RELAY_OPTIONS, Option

NOTE = "<!-- Made by `make docs` from the code: change it there. -->\n"


def options() -> str:
    """Return the page of all options."""
    rows = "".join(_option(option, option.name, option.variable) for option in OPTIONS)
    relays = "".join(
        _option(option, option.name, f"PAMPHLETEER_RELAY_NAME_{option.name.upper()}")
        for option in RELAY_OPTIONS
    )
    return f"""{NOTE}
# Options

Machine matters stand in `outlet.toml`; the environment overrides the file, and a variable that ends in `_FILE` names
a file that holds the value and overrides both. All faults are told together before anything starts, with exit code 2:
misspelt names are faults too. `pamphleteer settings` shows what is set, and by what. The name of the outlet, topics,
digests and words are edited at the desk.

| option | environment | type | default | meaning |
|---|---|---|---|---|
{rows}
## Relays

Each `[[relay]]` table is one way out for mail. A secret may stand in a file: `password_file = "keys/first.password"`.

| key | environment (NAME: the relay's) | type | default | meaning |
|---|---|---|---|---|
{relays}"""


def _option(option: Option, name: str, variable: str) -> str:
    default = {None: "", (): ""}.get(option.default, f"`{option.default}`")
    secret = " Secret." if option.secret else ""
    return f"| `{name}` | `{variable}` | {option.kind.name} | {default} | {option.help}{secret} |\n"


def commands() -> str:
    """Return the page of the one command and its verbs."""
    words = ["-C", "no-outlet-here"]
    context = one_command.make_context("pamphleteer", words, resilient_parsing=True)
    parts = [f"{NOTE}\n# The command\n\n```\n{one_command.get_help(context)}\n```\n"]
    for name in VERBS:
        verb = one_command.get_command(context, name)
        assert verb is not None
        parts += _helps(verb, context, name, level=2)
    return "\n".join(parts)


def _helps(verb: click.Command, above: click.Context, name: str, *, level: int) -> Iterator[str]:
    context = click.Context(verb, info_name=name, parent=above)
    yield f"{'#' * level} {name}\n\n```\n{verb.get_help(context)}\n```\n"
    if isinstance(verb, click.Group):
        for below in verb.list_commands(context):
            found: Any = verb.get_command(context, below)
            yield from _helps(found, context, f"{below}", level=level + 1)


def templates() -> str:
    """Return the page of all templates."""
    # Of the rooms, which can be read once the house is up.
    return f"{NOTE}{import_module('theming').page()}"


def reasons() -> str:
    """Return the page of the reasons for which mail is not taken, whose words are read once the house is up."""
    table = import_module("pamphleteer.post.meanings.reasons")
    words = import_module("pamphleteer.post.meanings.words")
    at_fault = {"relay": "our side", "site": "the receiving site", "reader": "the mailbox"}
    rows = "".join(
        f"| `{one.value}` | {at_fault[one.scope.value]} | {words.said(one.value)} | {words.ADVICE.get(one, '–')} |\n"
        for one in table.Reason
    )
    return f"""{NOTE}
# Why mail is not taken

The desk, `pamphleteer digest status --json` and `pamphleteer bounces read --json` have the same reasons, read from
what servers say. What to do is about a relay that takes no mail for this reason.

| reason | at fault | in words | what to do |
|---|---|---|---|
{rows}"""


PAGES = {
    "options.md": options,
    "commands.md": commands,
    "theme.md": templates,
    "reasons.md": reasons,
}


def main(folder: Path) -> None:
    """Write the pages into a folder."""
    sys.argv = ["pamphleteer", "--help"]
    start.up(Path("no-outlet-here"))
    folder.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        (folder / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/reference"))
