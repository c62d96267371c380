"""What of the post has to be right within the house: its keys, and its relays."""

from collections.abc import Iterator

from django.conf import settings

from pamphleteer.ground.findings import Finding, advice, well, wrong
from pamphleteer.ground.keyring import KeyMissing
from pamphleteer.post import sealing, signers
from pamphleteer.post.dkim import files
from pamphleteer.post.errors import DkimError
from pamphleteer.post.fenced import WHY
from pamphleteer.post.models import DkimKey, Rest, Seal
from pamphleteer.post.verbs import fence


def readers() -> Iterator[Finding]:
    """Look whether readers' addresses can be read."""
    seal = Seal.objects.filter(pk=Seal.THE).first()
    what = "Key of readers' addresses"
    if seal is None:
        yield well(what, "no address was sealed yet")
        return
    try:
        sealing.for_reading()
    except KeyMissing as error:
        yield wrong(
            what, str(error), "Bring it back from your copy of keys/: no mail goes out before."
        )
        return
    yield well(what, f"key {seal.key} is there")


def mail() -> Iterator[Finding]:
    """Look whether all mail is held, as after a restore."""
    held = fence.peek()
    if held is None:
        yield well("Post", "nothing holds mail")
        return
    if held.why == fence.CLOSED:
        yield advice("Post", "no mail goes out: post.fence is closed", "Leave it so in a copy.")
        return
    since = f" since {held.since:%Y-%m-%d %H:%M} UTC" if held.since else ""
    words = f" “{held.words}”" if held.words else ""
    todo = "See what would go: `pamphleteer post release --dry-run`; let it go: `pamphleteer post release`."
    yield wrong("Post", f"all mail is held{since}. {WHY[held.why]}{words}", todo)


def signing() -> Iterator[Finding]:
    """Look whether the keys that sign letters can be read."""
    for row in DkimKey.objects.filter(state=DkimKey.State.USED, domain=signers.domain()):
        what = f"DKIM key {row.selector}"
        if row.algorithm not in signers.algorithms():
            found = f"it signs nothing while dkim.algorithms is “{settings.DKIM_ALGORITHMS}”"
            yield advice(what, found, "Set it to “both” in outlet.toml, so that the key signs too.")
            continue
        try:
            files.proven(signers.folder(), row.selector, row.proof)
        except DkimError as error:
            yield wrong(what, str(error), "Bring it back, or `pamphleteer dkim rotate --anyway`.")
        else:
            yield well(what, "it is there, and in use")


def relays() -> Iterator[Finding]:
    """Look whether there are relays, and whether they take mail."""
    names = [relay["name"] for relay in settings.POST_RELAYS]
    rests = {rest.relay: rest for rest in Rest.objects.filter(relay__in=names)}
    if not names:
        yield wrong("Relays", "there is none: no mail goes out", "Add a [[relay]] to outlet.toml.")
    for name in names:
        if rest := rests.get(name):
            found = f"it takes no mail since {rest.since:%Y-%m-%d %H:%M} UTC: {rest.said}"
            todo = "`pamphleteer doctor --mail --relays` asks it. Others carry on meanwhile."
            yield wrong(f"Relay {name}", found, todo)
        else:
            yield well(f"Relay {name}", "it is set, and not known to refuse mail")
    if len(names) == 1:
        todo = "Add a second one: when it drops you, the mail goes on."
        yield advice("Relays", "there is one", todo)
