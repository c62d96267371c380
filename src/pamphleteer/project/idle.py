"""Options of a relay that do nothing with one of its kind: whoever set them believes that they do."""

from collections.abc import Iterator, Mapping
from typing import Any

from pamphleteer.post.schemes import SCHEMES


def idle(relay: Mapping[str, Any], origins: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Yield where such an option was set, what is wrong with it, and what is expected."""
    scheme = str(relay["url"]).partition("://")[0].lower()
    told = SCHEMES[scheme].idle if scheme in SCHEMES else {}
    for name, why in told.items():
        if relay[name] and origins[name] != "default":
            where = f"{origins[name]} of relay “{relay['name']}”"
            yield where, f"an option that does nothing with {scheme}://", f"no such line: {why}"
