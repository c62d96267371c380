"""Ways to leave the list: whether mail programs can use what stands in List-Unsubscribe (RFC 8058)."""

import ipaddress
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings

from pamphleteer.ground.findings import Finding, advice, unknown, well, wrong
from pamphleteer.ground.http import FetchError
from pamphleteer.ground.resolver import DnsError
from pamphleteer.post.health.asked import Asked


def check(asked: Asked) -> Iterator[Finding]:
    """Look whether the address can be used from elsewhere, and whether somebody answers if that may be asked."""
    what = "List-Unsubscribe"
    url = settings.SIGNUP_URL
    host = urlsplit(url).hostname or ""
    todo = "Set site.desk to the address at which readers reach the desk, with https."
    if _private(host):
        yield wrong(what, f"{url}… can't be reached from elsewhere", todo)
    elif urlsplit(url).scheme != "https":
        yield wrong(what, f"{url}… is not encrypted: programs show no button to leave", todo)
    else:
        yield _answered(what, url, host, asked)
    if not settings.POST_UNSUBSCRIBE:
        yield advice(
            "List-Unsubscribe by mail",
            "there is no address",
            "You may leave it out; post.unsubscribe lets programs that know no other way use it.",
        )


def _answered(what: str, url: str, host: str, asked: Asked) -> Finding:
    try:
        if not asked.resolver.addresses(host):
            return wrong(what, f"{host} is not known to the DNS", "Give it an address.")
    except DnsError as error:
        return unknown(what, str(error), "Try again later.")
    if asked.fetch is None:
        return well(what, f"{url}… (--fetch asks whether it answers)")
    try:
        asked.fetch(url)
    except FetchError as error:
        return wrong(what, f"{url} {error}", "See that `pamphleteer run` is reached there.")
    return well(what, f"{url} answers")


def _private(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return host == "localhost" or "." not in host
