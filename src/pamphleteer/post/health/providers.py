"""What providers of mail want to see in SPF records, by the scheme or the server of a relay."""

import ipaddress
import re
import socket
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

# As their manuals have it. Of others nobody can tell from here: they say so where a domain is added.
_BY_SCHEME = {
    "ses": "amazonses.com",
    "mailgun": "mailgun.org",
    "mailjet": "spf.mailjet.com",
    "brevo": "spf.brevo.com",
    "mailersend": "_spf.mailersend.net",
}
_BY_SERVER = {
    "amazonaws.com": "amazonses.com",
    "mailgun.org": "mailgun.org",
    "mailjet.com": "spf.mailjet.com",
    "brevo.com": "spf.brevo.com",
    "mailersend.net": "_spf.mailersend.net",
    "gmail.com": "_spf.google.com",
    "office365.com": "spf.protection.outlook.com",
}


def included(relay: Mapping[str, Any]) -> str:
    """Return the name that a relay's provider wants to be included, or nothing."""
    url = urlsplit(relay["url"])
    if url.scheme in _BY_SCHEME:
        return _BY_SCHEME[url.scheme]
    host = url.hostname or ""
    return next(
        (
            name
            for end, name in _BY_SERVER.items()
            if re.search(rf"(?:\A|\.){re.escape(end)}\Z", host)
        ),
        "",
    )


def host_of(url: str) -> str:
    """Return the server of a relay's address."""
    return urlsplit(url).hostname or ""


def is_here(relay: Mapping[str, Any]) -> bool:
    """Return whether a relay is this machine's own mail system, which sends by itself as far as we see."""
    host = host_of(relay["url"])
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or str(relay["url"]).startswith("sendmail:")


def is_server(relay: Mapping[str, Any]) -> bool:
    """Return whether a relay is spoken to by SMTP."""
    return str(relay["url"]).startswith("smtp")


def own_addresses() -> list[str]:
    """Return the public addresses from which this machine reaches others; no packet is sent to find them."""
    found = []
    for family, there in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as probe:
                probe.connect((there, 9))
                address = str(probe.getsockname()[0])
        except OSError:
            continue
        if ipaddress.ip_address(address.partition("%")[0]).is_global:
            found.append(address)
    return found
