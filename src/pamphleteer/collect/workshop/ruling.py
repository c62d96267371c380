"""What a robots.txt (RFC 9309) says of one address: the child's work, for its rules are patterns."""

import re

from protego import Protego

from pamphleteer.collect.workshop.extracted import Ruling

_AGENT = re.compile(
    r"^[ \t]*user-?agent[ \t]*:[ \t]*(?P<name>[^#\r\n]*)", re.IGNORECASE | re.MULTILINE
)
_TOKEN = re.compile(r"[A-Za-z_-]*")
_ANOTHER = "(another)"  # no robot's name has brackets


def rule(text: str, url: str, agent: str) -> Ruling:
    """Return what a robots.txt says of an address to a robot of this name."""
    rules = Protego.parse(_named(text, agent))
    return Ruling(rules.can_fetch(url, agent), rules.crawl_delay(agent))


def _named(text: str, agent: str) -> str:
    """Return the rules with each group's name as section 2.2.1 compares it: whole, without version.

    The parser takes the beginning of a robot's name for the name, and a name with a version for
    another robot's.
    """

    def whole(line: re.Match[str]) -> str:
        said = line["name"].strip()
        token = _TOKEN.match(said)
        if token and token[0].lower() == agent.lower():
            return f"User-agent: {agent}"
        return "User-agent: *" if said.split()[:1] == ["*"] else f"User-agent: {_ANOTHER}"

    return _AGENT.sub(whole, text.replace("\r\n", "\n").replace("\r", "\n"))
