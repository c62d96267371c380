"""`pamphleteer dkim`: the keys that sign letters, and the records that make them known."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

import click
from django.conf import settings

from pamphleteer.ground import clock
from pamphleteer.ground.resolver import Resolver
from pamphleteer.ground.terminal import Refused, as_json, emit, say, table
from pamphleteer.post import signers
from pamphleteer.post.dkim import Algorithm, files
from pamphleteer.post.dkim.keys import strings
from pamphleteer.post.dkim.records import name_of, zone_line
from pamphleteer.post.errors import DkimError
from pamphleteer.post.models import DkimKey
from pamphleteer.post.verbs import dkim as verbs

_KINDS = {
    "rsa": (Algorithm.RSA,),
    "ed25519": (Algorithm.ED25519,),
    "both": (Algorithm.RSA, Algorithm.ED25519),
}
_Deed = TypeVar("_Deed", bound=Callable[..., Any])


def _anyway(words: str) -> Callable[[_Deed], _Deed]:
    return click.option("--anyway", is_flag=True, help=words)


@click.group(short_help="The keys that sign letters.")
def command() -> None:
    """Make the keys that sign letters, print their records, change them.

    A key is in use when the DNS was seen to know it: make one, publish its record, take it into use.

    \b
    Example:
      pamphleteer dkim make
      pamphleteer dkim use
    """


@command.command()
@click.option(
    "--algorithm", type=click.Choice(list(_KINDS)), help="As the option dkim.algorithms says."
)
@click.option("--selector", default="", metavar="NAME", help="What its record is called by.")
@as_json
def make(*, algorithm: str | None, selector: str, as_json: bool) -> None:
    """Make a key, and print the record to publish; it signs nothing before `use`.

    A key that waits for its record already is told again. A key of yours is taken where it lies as PEM in
    keys/dkim-NAME.key, and --selector names it.

    \b
    Example:
      pamphleteer dkim make --algorithm both
    """
    kinds = _KINDS[algorithm] if algorithm else signers.algorithms()
    if not kinds:
        raise Refused("dkim.algorithms is none: nothing is signed. Set it first.")
    if selector and len(kinds) > 1:
        raise Refused("One selector is of one key: name its --algorithm.")
    with _told():
        taken = {row.algorithm for row in verbs.used(signers.domain())}
        if in_use := [one.short for one in kinds if one in taken]:
            raise Refused(
                f"A key of {' and '.join(in_use)} is in use: `pamphleteer dkim rotate` makes another."
            )
        _publish([verbs.make(one, selector=selector) for one in kinds], as_json=as_json)


@command.command()
@click.argument("selectors", metavar="[SELECTOR]...", nargs=-1)
@_anyway("Sign with it though its record was not seen.")
@as_json
def use(*, selectors: tuple[str, ...], anyway: bool, as_json: bool) -> None:
    """Sign with the keys that wait, once the DNS knows their records; the ones before are at rest then.

    A key at rest that is named is taken into use again. What runs takes it up with the next letters.

    \b
    Example:
      pamphleteer dkim use
    """
    with _told():
        rows = verbs.named(selectors) if selectors else verbs.waiting(signers.domain())
        if not rows:
            raise Refused("No key waits for its record: `pamphleteer dkim make` makes one.")
        _take_up(rows, anyway=anyway, as_json=as_json)


@command.command()
@_anyway("Sign with the new keys though their records were not seen.")
@as_json
def rotate(*, anyway: bool, as_json: bool) -> None:
    """Put new keys in the place of those in use: call it, publish the records, call it again.

    Both records stay published: the old one until `show` says that nothing needs it.

    \b
    Example:
      pamphleteer dkim rotate
    """
    with _told():
        domain = signers.domain()
        kinds = [Algorithm(row.algorithm) for row in verbs.used(domain)]
        if not kinds:
            raise Refused("No key is in use: `pamphleteer dkim make` makes one.")
        before = {row.pk for row in verbs.waiting(domain)}
        rows = [verbs.make(one) for one in kinds]
        new = [row for row in rows if row.pk not in before]
        if new and not anyway:
            _publish(rows, as_json=as_json)
        else:
            _take_up(rows, anyway=anyway, as_json=as_json)


@command.command()
@click.argument("selector")
@_anyway("Even if letters that it has signed are on their way, or nothing is signed then.")
@as_json
def drop(*, selector: str, anyway: bool, as_json: bool) -> None:
    """Remove a key for good, once nothing needs it; then its record may go too.

    \b
    Example:
      pamphleteer dkim drop rsa-20260101
    """
    with _told():
        verbs.drop(selector, anyway=anyway)
    if as_json:
        emit({"dropped": selector})
    else:
        say(f"The key {selector} is gone: its record may go too.")


@command.command()
@click.argument("selectors", metavar="[SELECTOR]...", nargs=-1)
@click.option("--zone", is_flag=True, help="Print the records as lines of a zone file alone.")
@as_json
def show(*, selectors: tuple[str, ...], zone: bool, as_json: bool) -> None:
    """List the keys and their records, and say from when on nothing needs those at rest.

    \b
    Example:
      pamphleteer dkim show --zone
    """
    with _told():
        rows = verbs.named(selectors) if selectors else list(DkimKey.objects.order_by("pk"))
        if as_json:
            emit([_described(row) for row in rows])
            return
        if zone:
            for row in rows:
                say(_zone(row))
            return
    if not rows:
        say("There is no key: `pamphleteer dkim make` makes one.")
        _tell_strangers()
        return
    table(
        ("selector", "domain", "algorithm", "standing", "since", "needed until"),
        [_cells(row) for row in rows],
    )
    _tell_strangers()
    _tell_records([row for row in rows if row.state == DkimKey.State.WAITING])


def _take_up(rows: Sequence[DkimKey], *, anyway: bool, as_json: bool) -> None:
    resolver = Resolver(settings.POST_RESOLVER)
    looked = [verbs.look(row, resolver=resolver) for row in rows]
    done = [verbs.use(one, anyway=anyway) for one in looked]
    if as_json:
        emit(
            [
                {"selector": one.key.selector, "used": used, "dns": one.said}
                for one, used in zip(looked, done, strict=True)
            ]
        )
    for one, used in zip(looked, done, strict=True):
        if not used or as_json:
            continue
        if one.key.algorithm in signers.algorithms():
            say(f"Letters are signed with {one.key.selector} now ({one.said}).")
        else:
            say(
                f"{one.key.selector} is in use ({one.said}), but signs nothing while dkim.algorithms is "
                f"“{settings.DKIM_ALGORITHMS}”: set it to “both” in outlet.toml."
            )
    if not all(done):
        left = [one for one, used in zip(looked, done, strict=True) if not used]
        names = "; ".join(f"{one.key.selector}: {one.said}" for one in left)
        raise Refused(
            f"Not yet in use: {names}. Publish what `pamphleteer dkim show` prints, and try again later."
        )


def _publish(rows: Sequence[DkimKey], *, as_json: bool) -> None:
    if as_json:
        emit([_described(row) for row in rows])
        return
    _tell_records(rows)
    say("They sign nothing yet. When the DNS knows them: `pamphleteer dkim use`. Copy keys/ now.")


def _tell_records(rows: Iterable[DkimKey]) -> None:
    for row in rows:
        name = name_of(row.selector, row.domain)
        say(f"\nPublish this record (TXT) under {name}:\n\n{_record(row)}\n")
        say(f"or, as a line of a zone file:\n\n{_zone(row)}\n")


def _tell_strangers() -> None:
    known = set(DkimKey.objects.values_list("selector", flat=True))
    for selector in files.selectors(signers.folder()):
        if selector not in known:
            say(f"keys/dkim-{selector}.key signs nothing: `dkim make --selector` takes it up.")


def _cells(row: DkimKey) -> tuple[object, ...]:
    free = verbs.free_from(row) if row.state == DkimKey.State.RESTING else None
    over = free is not None and free <= clock.now()
    until = "may go" if over else f"{free:%Y-%m-%d %H:%M}" if free else ""
    return (
        row.selector,
        row.domain,
        Algorithm(row.algorithm).short,
        row.get_state_display(),
        f"{row.since:%Y-%m-%d %H:%M}",
        until,
    )


def _described(row: DkimKey) -> dict[str, object]:
    record = _record(row)
    return {
        "selector": row.selector,
        "domain": row.domain,
        "algorithm": Algorithm(row.algorithm).short,
        "standing": row.state,
        "since": row.since,
        "needed_until": verbs.free_from(row),
        "name": name_of(row.selector, row.domain),
        "type": "TXT",
        "value": record,
        "strings": strings(record),
        "zone": _zone(row),
    }


def _record(row: DkimKey) -> str:
    return files.proven(signers.folder(), row.selector, row.proof).record()


def _zone(row: DkimKey) -> str:
    return zone_line(name_of(row.selector, row.domain), _record(row))


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except DkimError as error:
        raise Refused(f"Refused: {error}.") from error
    except OSError as error:
        raise Refused(f"keys/ can't be written ({error.strerror}): nothing was changed.") from error
