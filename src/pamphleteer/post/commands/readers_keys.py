"""`pamphleteer readers keys` and `rekey`: the keys that readers' addresses are sealed with."""

import click

from pamphleteer.ground.keyring import KeyMissing
from pamphleteer.ground.terminal import Refused, as_json, dry_run, emit, progress, say, table
from pamphleteer.post.errors import KeyInUse
from pamphleteer.post.keys import ring
from pamphleteer.post.verbs import keyuse
from pamphleteer.post.verbs import rekey as verbs


@click.command()
@click.option(
    "--prepare", is_flag=True, help="Only lay the new key into keys/, to copy it to other machines."
)
@as_json
@dry_run
def rekey(*, prepare: bool, as_json: bool, dry_run: bool) -> None:
    """Seal all addresses with a new key, while readers come, go and get their mail.

    Ended at any moment, it goes on where it was when it is called again. Where several machines serve the outlet,
    lay the key with --prepare and copy it to the others first. Older copies of the database need the old key.

    \b
    Example:
      pamphleteer readers rekey
    """
    if dry_run:
        count = verbs.left()
        emit({"sealed": count}) if as_json else say(f"{count} addresses would be sealed anew.")
        return
    try:
        if prepare:
            _tell_prepared(ring().make().number, as_json=as_json)
            return
        with progress(what="Sealing") as bar:
            task = bar.add_task("", total=verbs.left())
            done = verbs.rekey(told=lambda count: bar.advance(task, count))
    except OSError as error:
        raise Refused(f"keys/ can't be written ({error.strerror}): nothing was changed.") from error
    if as_json:
        emit({"key": done.key, "sealed": done.sealed, "unreadable": done.unreadable})
    else:
        say(f"Key {done.key} is in use; {done.sealed} addresses were sealed anew. Copy keys/ now.")
    if done.unreadable:
        raise Refused(
            f"{done.unreadable} addresses can't be read: their rows were changed by somebody."
        )


@click.command()
@click.option(
    "--drop", type=int, metavar="NUMBER", help="Remove a key that nothing hangs on, for good."
)
@as_json
def keys(*, drop: int | None, as_json: bool) -> None:
    """List the keys that addresses are sealed with, and what hangs on each.

    A key that is at rest is still needed for copies of the database that were made while it was in use.

    \b
    Example:
      pamphleteer readers keys
    """
    if drop is not None:
        try:
            keyuse.drop(drop)
        except (KeyInUse, KeyMissing) as error:
            raise Refused(str(error)) from error
        emit({"dropped": drop}) if as_json else say(f"Key {drop} is gone.")
        return
    rows = keyuse.uses()
    if as_json:
        emit([vars(row) for row in rows])
        return
    table(
        ("key", "standing", "readers", "suppressed", "file"),
        [
            (row.number, row.standing, row.readers, row.suppressed, "" if row.there else "missing")
            for row in rows
        ],
    )


def _tell_prepared(number: int, *, as_json: bool) -> None:
    if as_json:
        emit({"prepared": number})
    else:
        say(f"Key {number} lies in keys/: copy it to the other machines, then call `rekey`.")
