"""SPF: whether the domain that mail comes back to lets the relays send (RFC 7208)."""

from collections.abc import Iterator

from pamphleteer.ground.findings import Finding, advice, unknown, well, wrong
from pamphleteer.ground.resolver import DnsError
from pamphleteer.post.health import providers
from pamphleteer.post.health.asked import Asked
from pamphleteer.post.health.senders import MOST, Allowed, allowed


def records(asked: Asked) -> Iterator[Finding]:
    """Give the record that should be there."""
    domain = asked.returns
    yield advice(
        f"SPF of {domain}",
        "receivers ask who may send for the domain that mail comes back to",
        "Publish this record (TXT), with what your relays' manuals name; a domain has one.",
        record=_record(asked),
    )


def check(asked: Asked) -> Iterator[Finding]:
    """Look at the record, at what it includes, and at whether the relays are among it."""
    what = f"SPF of {asked.returns}"
    try:
        told = allowed(asked.returns, asked.resolver)
    except DnsError as error:
        yield unknown(what, str(error), "Ask your DNS provider why, or try again later.")
        return
    if not told.record and not told.faults:
        yield wrong(what, "there is no record", "Publish it (TXT).", record=_record(asked))
        return
    if told.faults:
        yield wrong(what, f"{told.record}: {'; '.join(told.faults)}", "Mend the record.")
    else:
        yield _policy(what, told)
    yield from _relays(asked, told)


def _policy(what: str, told: Allowed) -> Finding:
    found = f"{told.record} ({told.lookups} of {MOST} look-ups)"
    if told.others == "+":
        return wrong(what, found, "It lets anybody send in your name: end it with ~all or -all.")
    if told.others not in {"-", "~"}:
        return advice(what, found, "It says nothing about others: end it with ~all or -all.")
    return well(what, found)


def _relays(asked: Asked, told: Allowed) -> Iterator[Finding]:
    for relay in asked.relays:
        what = f"SPF for the relay {relay['name']}"
        if name := providers.included(relay):
            yield _provider(what, name, asked, told)
        elif providers.is_here(relay):
            yield from _machine(what, told)
        elif told.left_open:
            yield well(what, f"the record decides it mail by mail ({', '.join(told.left_open)})")
        elif providers.is_server(relay):
            yield _server(what, relay["url"], asked, told)
        else:
            yield advice(what, "nobody can tell from here", "Add what its provider names.")


def _provider(what: str, name: str, asked: Asked, told: Allowed) -> Finding:
    if name in told.includes:
        return well(what, f"include:{name} is there")
    return advice(
        what,
        f"include:{name} is not there",
        f"Add it, unless the provider has you use a return path of its own below {asked.returns}.",
        record=_record(asked),
    )


def _machine(what: str, told: Allowed) -> Iterator[Finding]:
    addresses = providers.own_addresses()
    if not addresses:
        yield advice(
            what,
            "this machine's public address can't be seen from here",
            "Find out from which address its mail system sends, and see that the record has it.",
        )
    for address in addresses:
        if told.covers(address):
            yield well(what, f"{address} may send")
        else:
            kind = "ip6" if ":" in address else "ip4"
            yield wrong(
                what,
                f"{address} may not send",
                f"Add {kind}:{address}, unless the machine's mail system hands mail on to another.",
            )


def _server(what: str, url: str, asked: Asked, told: Allowed) -> Finding:
    host = providers.host_of(url)
    try:
        addresses = asked.resolver.addresses(host)
    except DnsError as error:
        return unknown(what, str(error))
    if any(told.covers(address) for address in addresses):
        return well(what, f"{host} may send")
    return advice(
        what,
        f"{host} is not named, and may send from other addresses than it is reached at",
        "See that the record has what its manual names.",
    )


def _record(asked: Asked) -> str:
    named = [f"include:{name}" for one in asked.relays if (name := providers.included(one))]
    if any(providers.is_here(one) for one in asked.relays):
        own = providers.own_addresses()
        named += [f"ip6:{one}" if ":" in one else f"ip4:{one}" for one in own]
    others = [
        f"a:{providers.host_of(one['url'])}"
        for one in asked.relays
        if providers.is_server(one) and not providers.included(one) and not providers.is_here(one)
    ]
    terms = " ".join(dict.fromkeys(["v=spf1", *named, *others, "~all"]))
    return f'{asked.returns}. 3600 IN TXT "{terms}"'
