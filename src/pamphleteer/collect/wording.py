"""What went wrong with a document, to a person, with the option that would have let it pass."""

from pamphleteer.ground.http import FetchError

_OPTIONS = {
    "seconds": "collect.timeout",
    "size": "collect.max_bytes",
    "head": "collect.max_header",
    "redirects": "collect.max_redirects",
}


def words_of(error: Exception) -> str:
    """Return the words of a fault, which go on from an address."""
    option = _OPTIONS.get(error.limit) if isinstance(error, FetchError) else None
    return f"{error} ({option})" if option else str(error)
