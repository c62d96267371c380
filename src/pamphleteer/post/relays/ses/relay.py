"""What Amazon SES is asked (API v2, SendEmail with raw content)."""

import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from requests import Request, Response

from pamphleteer.ground import clock
from pamphleteer.post.relays.api import Account, ApiRelay, Asked, api_relay
from pamphleteer.post.relays.api.answers import nonsense
from pamphleteer.post.relays.api.apart import envelope
from pamphleteer.post.relays.kit import Letter, Outcome, Reply, worded
from pamphleteer.post.relays.ses.signing import Signer

_SIGNATURES = re.compile(rb"^DKIM-Signature:.*(?:\r\n[ \t].*)*\r\n", re.IGNORECASE | re.MULTILINE)
_PATH = "v2/email/outbound-emails"


@dataclass(frozen=True)
class _Ses:
    """The service in one region; the events of letters go where a configuration set says."""

    signer: Signer
    url: str
    set: str
    repeats: None = None  # SendEmail has no key by which it knows a request again

    def asked(self, letter: Letter) -> Asked:
        told: dict[str, Any] = {
            "Destination": {"ToAddresses": [envelope(letter)]},
            "Content": {"Raw": {"Data": b64encode(_unsigned(letter.content)).decode()}},
        }
        if self.set:
            told["ConfigurationSetName"] = self.set
        request = Request("POST", self.url + _PATH, json=told).prepare()
        self.signer.sign(request, at=clock.now())
        return Asked(request, _understood)


def _unsigned(content: bytes) -> bytes:
    """Return a letter without our signature, which would not hold: Amazon sets a Message-ID and a Date of its own."""
    head, gap, body = content.partition(b"\r\n\r\n")
    return _SIGNATURES.sub(b"", head + b"\r\n") + gap[2:] + body


def _understood(response: Response) -> Outcome:
    try:
        return Reply(response.status_code, f"taken as {response.json()['MessageId']}")
    except (ValueError, LookupError, TypeError, RecursionError):
        return nonsense(response)


def opened(options: Mapping[str, Any]) -> ApiRelay:
    """Return the relay of an outlet's options."""
    signer, url = _reached(options)
    [named] = parse_qs(urlsplit(options["url"]).query).get("configuration-set", [""])[:1]
    return api_relay(options, _Ses(signer, url, named), url=url)


def account(options: Mapping[str, Any]) -> Account:
    """Return how it is asked about the account (GetAccount); users may be allowed to send alone."""
    signer, url = _reached(options)
    headers = {"Content-Type": "application/json"}
    request = Request("GET", f"{url}v2/email/account", headers=headers).prepare()
    signer.sign(request, at=clock.now())
    return Account(request, _fault, narrow=True)


def _fault(told: Any) -> str:
    """Return what is wrong with an account: paused, or allowed to write to confirmed addresses alone."""
    if not told["SendingEnabled"]:
        return f"sending is paused (enforcement: {worded(str(told.get('EnforcementStatus')))})"
    return "" if told["ProductionAccessEnabled"] else "our account is in the sandbox"


def _reached(options: Mapping[str, Any]) -> tuple[Signer, str]:
    parts = urlsplit(options["url"])
    region = parts.hostname or ""
    signer = Signer(unquote(parts.username or ""), options["password"], region, "ses")
    china = ".cn" if region.startswith("cn-") else ""
    return signer, options["api_url"] or f"https://email.{region}.amazonaws.com{china}/"
