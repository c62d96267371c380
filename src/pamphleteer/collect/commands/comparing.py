"""`pamphleteer wire compare`: what differs between two versions, or between two copies."""

import click
from rich.text import Text

from pamphleteer.collect.comparing import Change, changes
from pamphleteer.collect.errors import RefusedError
from pamphleteer.collect.models import Version, WireItem
from pamphleteer.collect.verbs.grouping import texts_of
from pamphleteer.ground.html import paragraphs
from pamphleteer.ground.terminal import as_json, console, emit, say

_Texts = tuple[str, list[str]]


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
    before, after = _two(item, other, versions)
    compared = list(changes(before[1], after[1]))
    if as_json:
        emit({"before": before[0], "after": after[0], "changes": _for_a_machine(compared)})
        return
    say(f"{before[0]} → {after[0]}\n")
    for paragraph in compared:
        console().print(_marked(paragraph), soft_wrap=True)
        say("")


def _two(item: int, other: int | None, versions: tuple[int, int] | None) -> tuple[_Texts, _Texts]:
    found = _item(item)
    if other == item:
        raise RefusedError(f"A piece is no other one than itself: name two, or {item} alone.")
    if other is not None:
        return _present(found), _present(_item(other))
    if found.version == 1:
        raise RefusedError(f"“{found}” has one version only: nobody changed it.")
    first, second = versions or (found.version - 1, found.version)
    return _at(found, first), _at(found, second)


def _item(key: int) -> WireItem:
    found = WireItem.objects.select_related("source__partner").filter(pk=key).first()
    if found is None:
        raise RefusedError(f"There is no wire item {key}: `wire show STORY` tells their numbers.")
    return found


def _at(item: WireItem, number: int) -> _Texts:
    if number == item.version:
        return f"{item.source.partner}, version {number}", _texts(item)
    version = Version.objects.filter(item=item, number=number).first()
    if version is None:
        kept = [*item.versions.values_list("number", flat=True), item.version]
        told = ", ".join(map(str, kept))
        raise RefusedError(f"There is no version {number} of “{item}”: these are kept: {told}.")
    return f"{item.source.partner}, version {number}", _texts(version)


def _present(item: WireItem) -> _Texts:
    return f"{item.source.partner}, piece {item.pk}", _texts(item)


def _texts(said: WireItem | Version) -> list[str]:
    return [said.headline, *filter(None, texts_of(said.lead, paragraphs(said.body)))]


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
