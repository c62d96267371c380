"""DKIM: whether the DNS knows the keys that sign letters (RFC 6376)."""

from collections.abc import Iterator

from pamphleteer.ground import clock
from pamphleteer.ground.findings import Finding, advice, unknown, well, wrong
from pamphleteer.post import signers
from pamphleteer.post.dkim import Algorithm, files
from pamphleteer.post.dkim.records import Standing, name_of, zone_line
from pamphleteer.post.errors import DkimError
from pamphleteer.post.health.asked import Asked
from pamphleteer.post.models import DkimKey
from pamphleteer.post.verbs import dkim as verbs

_PUBLISH = "Publish this record (TXT)"


def records(asked: Asked) -> Iterator[Finding]:
    """Give the records that should be there: of keys in use, of those that wait, and of those still needed."""
    rows = list(DkimKey.objects.order_by("pk"))
    for row in rows:
        yield advice(
            f"DKIM key {row.selector}",
            row.get_state_display(),
            f"{_PUBLISH}.",
            record=_line(row),
        )
    if not rows:
        yield advice(
            f"DKIM of {asked.signs}", "there is no key", "Make one: `pamphleteer dkim make`."
        )


def check(asked: Asked) -> Iterator[Finding]:
    """Look whether letters are signed, by whom, and at the record of each key."""
    yield from _signed(asked)
    for row in DkimKey.objects.order_by("pk"):
        what = f"DKIM key {row.selector}"
        try:
            looked = verbs.look(row, resolver=asked.resolver)
        except DkimError as error:
            yield wrong(what, str(error), "Bring the file back, or `pamphleteer dkim rotate`.")
            continue
        yield _key(what, row, looked)


def _signed(asked: Asked) -> Iterator[Finding]:
    what = f"DKIM of {asked.signs}"
    if not signers.algorithms():
        yield advice(what, "letters are not signed by us (dkim.algorithms is none)", "Let them be.")
        return
    used = [row for row in verbs.used(asked.signs) if row.algorithm in signers.algorithms()]
    if not used:
        todo = "`pamphleteer dkim make`, publish its record, then `pamphleteer dkim use`."
        yield wrong(what, "no key is in use: letters are not signed by us", todo)
    elif all(row.algorithm == Algorithm.ED25519 for row in used):
        todo = (
            'Set dkim.algorithms = "both", and make a key of RSA, unless your relays sign as well.'
        )
        yield advice(what, "letters are signed with Ed25519 alone, which many do not check", todo)
    else:
        kinds = " and ".join(Algorithm(row.algorithm).short for row in used)
        yield well(what, f"letters are signed ({kinds})")
    if asked.sender != asked.signs and not asked.sender.endswith(f".{asked.signs}"):
        yield wrong(
            what,
            f"it is not the domain of {asked.sender}, nor one above it",
            "Take dkim.domain away, or set it to the domain of post.sender.",
        )


def _key(what: str, row: DkimKey, looked: verbs.Looked) -> Finding:
    if looked.standing is None:
        return unknown(what, looked.said, "Ask your DNS provider why, or try again later.")
    found = f"{row.get_state_display()}: {looked.said}"
    if row.state == DkimKey.State.WAITING:
        todo = "`pamphleteer dkim use`." if looked.standing.holds else f"{_PUBLISH}."
        return advice(what, found, todo, record="" if looked.standing.holds else _line(row))
    if looked.standing is Standing.TESTING:
        return wrong(what, found, "Take t=y away: receivers act as if nothing was signed.")
    if looked.standing.holds:
        return well(what, found)
    if row.state == DkimKey.State.USED:
        return wrong(what, found, f"{_PUBLISH}.", record=_line(row))
    free = verbs.free_from(row)
    if free and free <= clock.now():
        return advice(
            what, found, f"Nothing needs it any more: `pamphleteer dkim drop {row.selector}`."
        )
    return wrong(
        what, found, "Letters that it signed are on their way: publish it again.", record=_line(row)
    )


def _line(row: DkimKey) -> str:
    try:
        key = files.proven(signers.folder(), row.selector, row.proof)
    except DkimError:
        return ""
    return zone_line(name_of(row.selector, row.domain), key.record())
