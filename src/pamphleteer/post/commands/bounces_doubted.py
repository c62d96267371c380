"""`pamphleteer bounces doubted`: mailings of which too much came back, which a person decides about."""

import click

from pamphleteer.ground.terminal import Refused, as_json, emit, say, table
from pamphleteer.post.verbs import doubting, judging
from pamphleteer.post.verbs.doubting import Doubted


@click.command("doubted")
@click.option("--believe", metavar="MAILING", help="Take these readers off the list after all.")
@click.option("--dismiss", metavar="MAILING", help="Let nothing follow for these readers.")
@as_json
def command(*, believe: str | None, dismiss: str | None, as_json: bool) -> None:
    """List mailings that came back from too many readers at once to be believed; or decide about one.

    A provider that calls all its users unknown says nothing of them: so nobody is taken off the list until a person
    has looked. The desk asks publishers, on the edition's page; this does the same.

    \b
    Example:
      pamphleteer bounces doubted
      pamphleteer bounces doubted --believe edition-12
    """
    if believe and dismiss:
        raise click.UsageError("believe or dismiss, not both")
    if believe:
        say(f"{judging.believe(_named(believe).mailing)} readers are off the list.")
    elif dismiss:
        say(f"Nothing follows for {judging.dismiss(_named(dismiss).mailing)} readers.")
    elif as_json:
        emit([_row(one) for one in doubting.doubted()])
    else:
        table(
            ("mailing", "what", "readers", "letters", "since", "said"),
            [_cells(one) for one in doubting.doubted()],
        )


def _named(name: str) -> Doubted:
    found = doubting.named(name)
    if found is None:
        raise Refused(f"{name} is none of the mailings that `pamphleteer bounces doubted` lists.")
    return found


def _row(one: Doubted) -> dict[str, object]:
    return {
        "mailing": one.mailing.name,
        "what": str(one.mailing),
        "readers": one.readers,
        "letters": one.letters,
        "since": one.since,
        "said": one.said,
    }


def _cells(one: Doubted) -> tuple[object, ...]:
    return tuple((_row(one) | {"since": f"{one.since:%Y-%m-%d %H:%M} UTC"}).values())
