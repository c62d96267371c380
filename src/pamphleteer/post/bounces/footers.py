"""What gateways and companies write below each mail, which says nothing of the delivery."""

import re

_FOOTER = re.compile(
    r"(?:has been|was|were|is) (?:\w+ )?(?:scanned|checked|swept) (?:for|by)|scanned for (?:all )?(?:spam|virus)|"
    r"virus[- ]free|no virus(?:es)? (?:was |were )?found|intended (?:only |solely )?for (?:the |use )|"
    r"(?:not|unless) (?:you are )?the (?:intended|named) (?:recipient|addressee)",
    re.IGNORECASE,
)
_RULE = re.compile(r"[\s_*=#+~-]*\Z")


def without(text: str) -> str:
    """Return a text without its footer; one that names nobody above it is left as it is."""
    lines = text.splitlines()
    found = next((n for n, line in enumerate(lines) if _FOOTER.search(line[:1_000])), len(lines))
    while found and found < len(lines) and _RULE.match(lines[found - 1]):
        found -= 1
    above = "\n".join(lines[:found])
    return above if "@" in above else text
