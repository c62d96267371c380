"""MTA-STS and TLS-RPT: that mail to us is encrypted on its way, and that somebody tells us where it is not.

RFC 8461 and RFC 8460. They are about the domains at which we take mail: answers, and what comes back.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from pamphleteer.ground.findings import Finding, advice, unknown, well, wrong
from pamphleteer.ground.http import FetchError
from pamphleteer.ground.resolver import DnsError
from pamphleteer.post.dkim.records import tags
from pamphleteer.post.health.asked import Asked, Fetch

_MODES = {"enforce", "testing", "none"}
_ID = re.compile(r"[A-Za-z0-9]{1,32}")


def records(asked: Asked) -> Iterator[Finding]:
    """Give the records that may be there."""
    for domain in asked.domains:
        yield advice(
            f"TLS-RPT of {domain}",
            "servers that can't encrypt mail to you tell where you say (you may leave it out)",
            "Publish this record (TXT).",
            record=_reporting(domain),
        )


def check(asked: Asked) -> Iterator[Finding]:
    """Look at both records of each domain; the policy itself is fetched only where that is allowed."""
    for domain in asked.domains:
        try:
            yield from _sts(domain, asked)
            yield _rpt(domain, asked)
        except DnsError as error:
            yield unknown(f"MTA-STS and TLS-RPT of {domain}", str(error), "Try again later.")


def _sts(domain: str, asked: Asked) -> Iterator[Finding]:
    what = f"MTA-STS of {domain}"
    found = [one for one in asked.resolver.texts(f"_mta-sts.{domain}") if one.startswith("v=STSv1")]
    if not found:
        todo = "You may leave it out; whoever takes mail for the domain has it in their manual."
        yield advice(what, "there is no record: mail to you may be read on its way", todo)
        return
    told = tags(found[0])
    if len(found) > 1 or told is None or not _ID.fullmatch(told.get("id", "")):
        yield wrong(what, " and ".join(found), 'One record is wanted: "v=STSv1; id=20260101"')
        return
    if asked.fetch is None:
        yield well(what, f"{found[0]} (--fetch looks at the policy as well)")
        return
    servers = [one.host for one in asked.resolver.exchanges(domain)]
    yield _policy(what, domain, servers, asked.fetch)


def _policy(what: str, domain: str, servers: Sequence[str], fetch: Fetch) -> Finding:
    url = f"https://mta-sts.{domain}/.well-known/mta-sts.txt"
    try:
        content = fetch(url)
    except FetchError as error:
        todo = "Serve it there, with a certificate of that name, or take the record away."
        return wrong(what, f"{url} {error}", todo)
    if faults := policy_faults(content.decode("utf-8", "replace"), servers):
        return wrong(
            what, f"{url}: {'; '.join(faults)}", "Mend it, and give the record another id."
        )
    return well(what, f"{url} names all servers")


def policy_faults(content: str, servers: Sequence[str]) -> list[str]:
    """Return what is wrong with a policy, of a domain with these servers (RFC 8461, section 3.2)."""
    told, patterns = _read(content)
    faults = []
    if told.get("version") != "STSv1":
        faults.append("it does not say version: STSv1")
    if told.get("mode") not in _MODES:
        faults.append("its mode is none of enforce, testing and none")
    if not re.fullmatch(r"\d{1,10}", told.get("max_age", "")):
        faults.append("it has no max_age")
    if told.get("mode") != "none":
        faults += [
            f"it does not name the server {server}"
            for server in servers
            if not any(_fits(server, pattern) for pattern in patterns)
        ]
    return faults


def _read(content: str) -> tuple[Mapping[str, str], Sequence[str]]:
    told, patterns = dict[str, str](), list[str]()
    for line in content.splitlines():
        key, _, value = line.partition(":")
        if key.strip() == "mx":
            patterns.append(value.strip().lower())
        else:
            told.setdefault(key.strip(), value.strip())
    return told, patterns


def _fits(server: str, pattern: str) -> bool:
    if pattern.startswith("*."):
        return server.partition(".")[2] == pattern[2:]
    return server == pattern


def _rpt(domain: str, asked: Asked) -> Finding:
    what = f"TLS-RPT of {domain}"
    texts = asked.resolver.texts(f"_smtp._tls.{domain}")
    found = [one for one in texts if one.startswith("v=TLSRPTv1")]
    if not found:
        todo = "You may leave it out; publish this record (TXT) to be told."
        return advice(what, "there is no record: nobody tells you", todo, record=_reporting(domain))
    told = tags(found[0])
    rua = (told or {}).get("rua", "")
    if len(found) > 1 or not re.match(r"(?:mailto:.+@|https://)", rua):
        return wrong(what, " and ".join(found), "One record is wanted.", record=_reporting(domain))
    return well(what, found[0])


def _reporting(domain: str) -> str:
    return f'_smtp._tls.{domain}. 3600 IN TXT "v=TLSRPTv1; rua=mailto:postmaster@{domain}"'
