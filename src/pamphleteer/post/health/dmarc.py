"""DMARC: what receivers are to do with mail that only claims to be ours, and whether ours holds (RFC 7489)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from pamphleteer.ground.findings import Finding, advice, unknown, well, wrong
from pamphleteer.ground.resolver import DnsError
from pamphleteer.post.dkim.records import tags
from pamphleteer.post.health.asked import Asked
from pamphleteer.post.verbs import dkim as verbs

_POLICIES = {"none", "quarantine", "reject"}
_WALK = 8  # names that are looked at on the way up


@dataclass(frozen=True)
class _Policy:
    """The record that counts, the domain at which it was found, and its tags."""

    domain: str
    record: str
    told: Mapping[str, str]


def records(asked: Asked) -> Iterator[Finding]:
    """Give the record that should be there."""
    yield advice(
        f"DMARC of {asked.sender}",
        "large providers want a record of whoever sends much mail",
        "Publish this record (TXT); when the reports show nothing of yours refused, say p=quarantine.",
        record=_record(asked),
    )


def check(asked: Asked) -> Iterator[Finding]:
    """Look for the policy, at the domain or above it, at what it says, and at whether our mail would hold."""
    what = f"DMARC of {asked.sender}"
    try:
        found, faults = _found(asked)
        if found:
            yield from _said(what, found, asked)
            yield _aligned(what, found, asked)
    except DnsError as error:
        yield unknown(what, str(error), "Ask your DNS provider why, or try again later.")
        return
    for fault in faults:
        yield wrong(what, fault, "Leave one record, beginning with v=DMARC1; p=…")
    if not (found or faults):
        yield wrong(what, "there is no record", "Publish it (TXT).", record=_record(asked))


def _found(asked: Asked) -> tuple[_Policy | None, Sequence[str]]:
    """Return the record of the domain or of one above it, as far as two labels."""
    labels, faults = asked.sender.split("."), list[str]()
    for start in range(min(len(labels) - 1, _WALK)):
        domain = ".".join(labels[start:])
        texts = asked.resolver.texts(f"_dmarc.{domain}")
        ours = [one for one in texts if one.replace(" ", "").lower().startswith("v=dmarc1")]
        if len(ours) == 1:
            told = tags(ours[0])
            if told is not None and "p" in told:
                return _Policy(domain, ours[0], told), faults
            faults.append(f"what stands at _dmarc.{domain} is no record: {ours[0][:200]}")
        elif ours:
            faults.append(f"there are {len(ours)} records at _dmarc.{domain}: receivers take none")
    return None, faults


def _said(what: str, found: _Policy, asked: Asked) -> Iterator[Finding]:
    below = found.domain != asked.sender
    policy = (found.told.get("sp", found.told["p"]) if below else found.told["p"]).lower()
    where = f" (of {found.domain})" if below else ""
    if policy not in _POLICIES:
        yield wrong(what, f"{found.record}{where}", f"p={policy} is none, quarantine or reject.")
    elif policy == "none":
        todo = "When the reports show nothing of yours refused, say p=quarantine."
        yield advice(what, f"{found.record}{where}: whoever writes in your name gets through", todo)
    else:
        yield well(what, f"{found.record}{where}")
    yield from _reports(what, found, asked)


def _reports(what: str, found: _Policy, asked: Asked) -> Iterator[Finding]:
    for uri in filter(None, (one.strip() for one in found.told.get("rua", "").split(","))):
        parts = urlsplit(uri)
        domain = unquote(parts.path).partition("!")[0].rpartition("@")[2].lower()
        if parts.scheme != "mailto" or not domain:
            yield wrong(what, f"rua={uri} is no address", "Write rua=mailto:NAME@DOMAIN.")
        elif domain != found.domain and not domain.endswith(f".{found.domain}"):
            # Nobody is flooded with reports that did not ask for them; RFC 7489, section 7.1.
            name = f"{found.domain}._report._dmarc.{domain}"
            if not any(one.lower().startswith("v=dmarc1") for one in asked.resolver.texts(name)):
                todo = f"{domain} has to publish that it takes them, or name another address."
                yield wrong(
                    what,
                    f"reports to {domain} are not sent",
                    todo,
                    record=f'{name}. 3600 IN TXT "v=DMARC1"',
                )


def _aligned(what: str, found: _Policy, asked: Asked) -> Finding:
    """Say by what our mail holds: the domain that signs, or the one that it comes back to, has to be From's."""
    signed = bool(verbs.used(asked.signs))
    by_dkim = signed and _alike(asked.signs, asked.sender, found, "adkim")
    by_spf = _alike(asked.returns, asked.sender, found, "aspf")
    if by_dkim:
        return well(what, f"our letters hold by DKIM ({asked.signs}){' and by SPF' * by_spf}")
    if by_spf:
        todo = "Sign letters too: SPF breaks where mail is passed on."
        return advice(what, f"our letters hold by SPF alone ({asked.returns})", todo)
    return wrong(
        what,
        f"our letters do not hold: neither DKIM nor the return path is of {asked.sender}",
        "Sign with a key of that domain: `pamphleteer dkim make`.",
    )


def _alike(one: str, sender: str, found: _Policy, tag: str) -> bool:
    if one == sender:
        return True
    if found.told.get(tag, "r").lower() == "s":
        return False
    return all(name == found.domain or name.endswith(f".{found.domain}") for name in (one, sender))


def _record(asked: Asked) -> str:
    return f'_dmarc.{asked.sender}. 3600 IN TXT "v=DMARC1; p=none; rua=mailto:postmaster@{asked.sender}"'
