"""What a robots.txt (RFC 9309) says of one address: the child's work, for its rules are patterns."""

import re
from urllib.parse import unquote

from protego import Protego

from pamphleteer.collect.workshop.extracted import Ruling

_AGENT = re.compile(
    r"^[ \t]*user-?agent[ \t]*:[ \t]*(?P<name>[^#\r\n]*)", re.IGNORECASE | re.MULTILINE
)
_TOKEN = re.compile(r"[A-Za-z_-]*")
_QUERY = re.compile(
    r"^(?P<path>[ \t]*(?:dis)?allow[ \t]*:[^?#\r\n]*\?)(?P<query>[^#\r\n]*)",
    re.IGNORECASE | re.MULTILINE,
)
# Marks that separate nothing in a query (RFC 3986, section 3.4): written either way they are the same.
_EITHER_WAY = re.compile(r"%(?:3A|2F|3F|40)", re.IGNORECASE)
_ANOTHER = "(another)"  # no robot's name has brackets


def rule(text: str, url: str, agent: str) -> Ruling:
    """Return what a robots.txt says of an address to a robot of this name."""
    rules = Protego.parse(_plain_queries(_named(text, agent)))
    path, mark, query = url.partition("?")
    asked = f"{path}{mark}{_plain(query)}"
    return Ruling(rules.can_fetch(asked, agent), rules.crawl_delay(agent))


def _plain_queries(text: str) -> str:
    """Return the rules with their queries as section 2.2.2 compares them.

    The parser compares paths so, but takes a query with an encoded address for another one.
    """
    return _QUERY.sub(lambda line: line["path"] + _plain(line["query"]), text)


def _plain(query: str) -> str:
    return _EITHER_WAY.sub(lambda mark: unquote(mark[0]), query)


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
