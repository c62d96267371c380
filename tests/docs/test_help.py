"""Every command says in its help how it is used."""

import re
from collections.abc import Iterator
from importlib import import_module

import click

from pamphleteer.cli import VERBS
from pamphleteer.cli import command as one_command


def commands() -> Iterator[tuple[str, click.Context]]:
    """Yield every command below the one command, with its words."""
    above = click.Context(one_command, info_name="pamphleteer")
    for name, verb in VERBS.items():
        loaded = import_module(f"pamphleteer.{verb.module}").command
        yield from below(loaded, above, f"pamphleteer {name}")


def below(
    verb: click.Command, above: click.Context, words: str
) -> Iterator[tuple[str, click.Context]]:
    context = click.Context(verb, info_name=words.rpartition(" ")[2], parent=above)
    yield words, context
    if isinstance(verb, click.Group):
        for name in verb.list_commands(context):
            found = verb.get_command(context, name)
            assert found is not None
            yield from below(found, context, f"{words} {name}")


def examples(context: click.Context) -> list[str]:
    """Return the command lines below “Example:”, without the folder of the outlet."""
    _, _, lines = context.command.get_help(context).partition("Example:\n")
    return [
        re.sub(r" -C \S+", "", line.strip()) for line in lines.partition("\n\n")[0].splitlines()
    ]


def test_every_command_has_an_example_of_itself() -> None:
    lacking = []
    for words, context in commands():
        if not any(example.startswith(words) for example in examples(context)):
            lacking.append(words)
    assert not lacking


def test_there_were_commands_to_look_at() -> None:
    assert len(list(commands())) > 25
