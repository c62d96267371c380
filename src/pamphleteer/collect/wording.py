"""What went wrong with a document, to a person, with the option that would have let it pass."""

from pamphleteer.collect.blocked import of_page
from pamphleteer.ground.http import FetchError, StatusError

_OPTIONS = {
    "seconds": "collect.timeout",
    "size": "collect.max_bytes",
    "head": "collect.max_header",
    "redirects": "collect.max_redirects",
}
# What such a server sends with it is how it says so.
_MISSING = {404, 410}


def words_of(error: Exception) -> str:
    """Return the words of a fault, which go on from an address."""
    option = _OPTIONS.get(error.limit) if isinstance(error, FetchError) else None
    return f"{error} ({option})" if option else str(error)


def words_with_page(error: Exception, *, address: str, us: str) -> str:
    """Return the words of a fault, and what the page is that came with it, if it blocks programs."""
    if not isinstance(error, StatusError) or error.status in _MISSING:
        return words_of(error)
    page = of_page(error.page, headers=error.headers, address=address, us=us)
    return f"{error} with {page.what}" if page and page.surely else words_of(error)
