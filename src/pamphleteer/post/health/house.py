"""What of the post has to be right within the house: its keys, and its relays."""

from collections.abc import Iterator

from django.conf import settings

from pamphleteer.ground.findings import Finding, advice, well, wrong
from pamphleteer.ground.keyring import KeyMissing
from pamphleteer.post import keys, sealing, signers
from pamphleteer.post.dkim import files
from pamphleteer.post.errors import DkimError
from pamphleteer.post.models import DkimKey, Rest, Seal


def readers() -> Iterator[Finding]:
    """Look whether readers' addresses can be read."""
    seal = Seal.objects.filter(pk=Seal.THE).first()
    what = "Key of readers' addresses"
    if seal is None:
        yield well(
            what, f"no address was sealed yet; {len(keys.ring().numbers())} keys lie in keys/"
        )
        return
    try:
        sealing.for_reading()
    except KeyMissing as error:
        yield wrong(
            what, str(error), "Bring it back from your copy of keys/: no mail goes out before."
        )
        return
    yield well(what, f"key {seal.key} is there")


def signing() -> Iterator[Finding]:
    """Look whether the keys that sign letters can be read."""
    for row in DkimKey.objects.filter(state=DkimKey.State.USED, domain=signers.domain()):
        what = f"DKIM key {row.selector}"
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
