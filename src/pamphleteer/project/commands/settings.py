"""`pamphleteer settings`: what is set, secrets masked."""

from pathlib import Path
from typing import Any

import click

from pamphleteer.ground.terminal import as_json, emit, table
from pamphleteer.project import options, start

_MASK = "•••"


@click.command()
@as_json
@click.pass_obj
def command(folder: Path, as_json: bool) -> None:
    """Show every option, its value and where it was set; secrets are masked.

    \b
    Example:
      pamphleteer -C my-outlet settings --json
    """
    start.need_outlet(folder)
    read = options.load(folder)
    rows = [
        (option.name, _shown(option, read.values[option.name]), read.origins[option.name])
        for option in options.OPTIONS
    ]
    for number, relay in enumerate(read.relays, 1):
        rows += [
            (f"relay.{number}.{option.name}", _shown(option, relay[option.name]), "outlet.toml")
            for option in options.RELAY_OPTIONS
        ]
    if as_json:
        emit({name: {"value": value, "from": origin} for name, value, origin in rows})
    else:
        table(["Option", "Value", "Set by"], rows, title=f"The outlet in {read.folder}")


def _shown(option: options.Option, value: Any) -> str:
    if option.secret and value:
        return _MASK
    if isinstance(value, tuple):
        return ", ".join(
            "=".join(map(str, one)) if isinstance(one, tuple) else str(one) for one in value
        )
    return "" if value is None else str(value)
