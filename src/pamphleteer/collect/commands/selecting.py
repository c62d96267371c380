"""The options that say where on an archive page things are."""

from collections.abc import Callable

import click

from pamphleteer.collect.pages import PARTS

_WHERE = {
    "item": "Of a page: CSS selector of one item; the others look within it.",
    "headline": "Of a page: selector of its headline; a heading by default.",
    "link": "Of a page: selector of its link; that of the headline by default.",
    "lead": "Of a page: selector of its lead; its paragraphs by default.",
    "date": "Of a page: selector of its date; a `time` element by default.",
}


def selecting(deed: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options `--item`, `--headline` and so on."""
    for part in reversed(PARTS):
        option = click.option(f"--{part}", default="", metavar="SELECTOR", help=_WHERE[part])
        deed = option(deed)
    return deed
