"""What a robots.txt (RFC 9309) says of one address: the child's work, for its rules are patterns."""

from protego import Protego

from pamphleteer.collect.workshop.extracted import Ruling


def rule(text: str, url: str, agent: str) -> Ruling:
    """Return what a robots.txt says of an address to a robot of this name."""
    rules = Protego.parse(text)
    return Ruling(rules.can_fetch(url, agent), rules.crawl_delay(agent))
