"""The files that hold the keys: `keys/dkim-SELECTOR.key`, as PEM, for their owner's eyes alone."""

import re
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from pamphleteer.ground.files import write_new
from pamphleteer.post.dkim.keys import SigningKey
from pamphleteer.post.errors import DkimError

# One label of a name in the DNS (RFC 1035, section 2.3.1), in the letters that files have everywhere.
_SELECTOR = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_NAME = re.compile(rf"dkim-({_SELECTOR.pattern})\.key")
_LONGEST = 20_000  # bytes; a key of RSA with 16,384 bits has 13,000


def path_of(folder: Path, selector: str) -> Path:
    """Return where the key of a selector lies; raises `DkimError` if that is no selector."""
    if not _SELECTOR.fullmatch(selector):
        raise DkimError(
            f"{selector!r} is no selector: small letters, digits and hyphens, 63 at most"
        )
    return folder / f"dkim-{selector}.key"


def selectors(folder: Path) -> list[str]:
    """Return the selectors whose keys lie in a folder."""
    names = folder.iterdir() if folder.is_dir() else ()
    return sorted(found[1] for path in names if (found := _NAME.fullmatch(path.name)))


def lay(folder: Path, key: SigningKey) -> bool:
    """Lay a key under its selector, unless one lies there: it is never written over, whoever does it at the same time.

    Returns whether it is this one that lies there. Raises `DkimError`, and `OSError` as the system gives it.
    """
    path = path_of(folder, key.selector)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        write_new(path, key.pem())
    except FileExistsError:
        return False
    return True


def read(folder: Path, selector: str) -> SigningKey:
    """Return the key of a selector; raises `DkimError` if there is none that can be read."""
    path = path_of(folder, selector)
    try:
        with path.open("rb") as file:
            return SigningKey.read(selector, file.read(_LONGEST))
    except OSError as error:
        raise DkimError(f"the key {path} can't be read ({error.strerror})") from error


@lru_cache(maxsize=32)
def proven(folder: Path, selector: str, proof: str) -> SigningKey:
    """Return the key of a selector, read once: the one with this proof; raises `DkimError`."""
    key = read(folder, selector)
    if proof_of(key) != proof:
        raise DkimError(
            f"{path_of(folder, selector)} is not the key that was made known: bring back the outlet's own"
        )
    return key


def proof_of(key: SigningKey) -> str:
    """Return what tells a key from any other, and is no secret: the SHA-256 of its public half."""
    return sha256(key.public()).hexdigest()


def drop(folder: Path, selector: str) -> None:
    """Remove the key of a selector, if it is there."""
    path_of(folder, selector).unlink(missing_ok=True)
    proven.cache_clear()
