"""Servers and their names: who takes mail that comes back, and what this machine is called where it sends by itself."""

from collections.abc import Iterator, Sequence

from django.conf import settings

from pamphleteer.ground.findings import Finding, advice, unknown, well, wrong
from pamphleteer.ground.resolver import DnsError
from pamphleteer.post.health import providers
from pamphleteer.post.health.asked import Asked


def taking(asked: Asked) -> Iterator[Finding]:
    """Look for the servers that take mail for the domains of our addresses: answers, returned mail, wishes to leave."""
    leaving = settings.POST_UNSUBSCRIBE.rpartition("@")[2]
    for domain in dict.fromkeys([*asked.domains, *filter(None, [leaving])]):
        what = f"MX of {domain}"
        try:
            yield _taking(what, domain, asked)
        except DnsError as error:
            yield unknown(what, str(error), "Ask your DNS provider why, or try again later.")


def _taking(what: str, domain: str, asked: Asked) -> Finding:
    servers = [one.host for one in asked.resolver.exchanges(domain)]
    if servers == [""] or "." in servers:
        return wrong(
            what,
            "the domain says that it takes no mail (a null MX)",
            "Nothing comes back then, and many refuse what comes from there: name a server.",
        )
    gone = [host for host in servers or [domain] if not asked.resolver.addresses(host)]
    if gone == (servers or [domain]):
        found = f"{', '.join(gone)} has no address" if servers else "there is no record"
        todo = "Name a server that takes mail for the domain: what can't be delivered comes back there."
        return wrong(what, found, todo, record=f"{domain}. 3600 IN MX 10 SERVER.")
    if gone:
        return wrong(what, f"{', '.join(gone)} has no address", "Take it out, or give it one.")
    return well(what, ", ".join(servers) or "the domain's own server takes its mail")


def sending(asked: Asked) -> Iterator[Finding]:
    """Look at the names of this machine's addresses, where its own mail system sends (RFC 1912, section 2.1)."""
    if not any(providers.is_here(relay) for relay in asked.relays):
        return
    addresses = providers.own_addresses()
    if not addresses:
        yield advice(
            "PTR of this machine",
            "its public address can't be seen from here",
            "Find out from which address its mail system sends, and that its name leads back to it.",
        )
    yield from named(addresses, asked)


def named(addresses: Sequence[str], asked: Asked) -> Iterator[Finding]:
    """Look whether addresses have names that lead back to them, as receivers want of senders."""
    for address in addresses:
        what = f"PTR of {address}"
        try:
            names = asked.resolver.names(address)
            back = [name for name in names if address in asked.resolver.addresses(name)]
        except DnsError as error:
            yield unknown(what, str(error), "Try again later.")
            continue
        if back:
            yield well(what, f"{back[0]}, which leads back")
        elif names:
            todo = "Give the name this address, at your DNS provider."
            yield wrong(what, f"{', '.join(names)}, which does not lead back", todo)
        else:
            todo = "Have whoever gives you the address name it after your mail server."
            yield wrong(what, "it has no name: large providers refuse its mail", todo)
