"""`pamphleteer wire compare`: what differs between two versions, or between two copies."""

import click
from rich.text import Text

from pamphleteer.collect.comparing import Change
from pamphleteer.collect.verbs.compare import compare
from pamphleteer.ground.terminal import as_json, console, emit, say


@click.command("compare")
@click.argument("item", type=int)
@click.argument("other", type=int, required=False)
@click.option(
    "--versions",
    type=(int, int),
    default=None,
    metavar="BEFORE AFTER",
    help="Which two versions of ITEM; the last two by default.",
)
@as_json
def command(item: int, other: int | None, versions: tuple[int, int] | None, as_json: bool) -> None:
    """Compare two versions of a piece, or the pieces of two partners, word by word.

    What went is shown as [-words-], what came as {+words+}.

    \b
    Example:
      pamphleteer wire compare 341
      pamphleteer wire compare 341 --versions 1 3
      pamphleteer wire compare 341 355
    """
    if other is not None and versions:
        raise click.UsageError("name another piece, or two versions of one")
    found = compare(item, other=other, versions=versions)
    if as_json:
        told = _for_a_machine(found.paragraphs)
        emit({"before": found.before, "after": found.after, "changes": told})
        return
    say(f"{found.before} → {found.after}\n")
    for paragraph in found.paragraphs:
        console().print(_marked(paragraph), soft_wrap=True)
        say("")


def _marked(paragraph: list[Change]) -> Text:
    text = Text()
    for change in paragraph:
        if text:
            text.append(" ")
        if change.same:
            text.append(change.after)
            continue
        if change.before:
            text.append(f"[-{change.before}-]", style="red strike")
        if change.before and change.after:
            text.append(" ")
        if change.after:
            text.append(f"{{+{change.after}+}}", style="green")
    return text


def _for_a_machine(compared: list[list[Change]]) -> list[list[dict[str, str]]]:
    return [
        [{"before": change.before, "after": change.after} for change in paragraph]
        for paragraph in compared
    ]
