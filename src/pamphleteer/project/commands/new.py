"""`pamphleteer new`: make an outlet."""

import os
from pathlib import Path

import click
from django.utils.module_loading import import_string

from pamphleteer.ground.terminal import Refused, say
from pamphleteer.project import making, start
from pamphleteer.project.options import OPTIONS, load


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--name", default="A new outlet", show_default=True, help="What it is called.")
@click.option("--url", default=None, help="Where readers will find it: https://example.org/")
@click.option("--database", default=None, help="postgresql://user@host/name, in place of SQLite.")
def command(folder: Path, name: str, url: str | None, database: str | None) -> None:
    """Make an outlet in the folder DIR.

    \b
    Example:
      pamphleteer new my-outlet --name "The Open Page" --url https://example.org/
      pamphleteer -C my-outlet people add me@example.org --role publisher
      pamphleteer -C my-outlet run
    """
    given = {"site.url": url, "database.url": database}
    variables = {o.variable: value for o in OPTIONS if (value := given.get(o.name))}
    # What is wrong is told before anything is written.
    load(folder, {**os.environ, **variables})
    try:
        making.make(folder, options={k: v for k, v in given.items() if v is not None})
    except making.MakingError as error:
        raise Refused(str(error)) from error
    start.up(folder)
    import_string("pamphleteer.project.laying.lay")(name=name)
    say(f"{name} is in {folder}: look into outlet.toml, then:")
    say(f"  pamphleteer -C {folder} people add YOU@EXAMPLE.ORG --role publisher   (to log in)")
    say(f"  pamphleteer -C {folder} run   (site, desk and rounds)")
