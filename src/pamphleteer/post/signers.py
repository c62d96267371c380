"""Who signs letters: the keys that are in use for the domain that letters come from."""

from collections.abc import Collection
from pathlib import Path

from django.conf import settings
from yarl import URL

from pamphleteer.post.dkim import Algorithm, Signer, SigningKey, files
from pamphleteer.post.errors import DkimError
from pamphleteer.post.models import DkimKey

_BY_OPTION = {
    "rsa": (Algorithm.RSA,),
    "ed25519": (Algorithm.ED25519,),
    "both": (Algorithm.RSA, Algorithm.ED25519),
    "none": (),
}


def folder() -> Path:
    """Return where the keys lie."""
    return Path(settings.FOLDER) / "keys"


def domain() -> str:
    """Return the domain that signs, as the DNS spells it."""
    named = settings.DKIM_DOMAIN or settings.POST_SENDER.rpartition("@")[2]
    return URL.build(scheme="https", host=named).raw_host or named


def algorithms() -> Collection[Algorithm]:
    """Return with what letters are signed, by option."""
    return _BY_OPTION[settings.DKIM_ALGORITHMS]


def signer() -> Signer | None:
    """Return who signs letters at this moment; nobody does as long as no key is in use.

    A key that can't be read is left out as long as another one signs. Raises `DkimError` if none can be read: receivers
    may have been told to refuse what is not signed.
    """
    wanted, keys, why = algorithms(), list[SigningKey](), list[str]()
    if not wanted:
        return None
    rows = DkimKey.objects.filter(state=DkimKey.State.USED, domain=domain())
    for row in rows.order_by("-algorithm"):
        if row.algorithm not in wanted:
            continue
        try:
            keys.append(files.proven(folder(), row.selector, row.proof))
        except DkimError as error:
            why.append(str(error))
    if why and not keys:
        raise DkimError(f"no letter can be signed: {'; '.join(why)}")
    return Signer(domain(), keys) if keys else None
