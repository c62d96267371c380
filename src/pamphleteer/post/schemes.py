"""Schemes of relays' addresses. A new relay is a file in `post/relays/` and a line here.

The options are read before Django is there, so this table names modules and loads none.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_DOMAIN = r"(?:[a-z0-9-]+\.)+[a-z0-9-]+"
_REGION = r"[a-z]{2}(?:-[a-z]+)+-\d+"
_STREAM = r"[a-z0-9_-]*"


@dataclass(frozen=True)
class Scheme:
    """The module of `post.relays` that knows it, how such an address looks, and what its host may be.

    `recalls` says whether such a relay can be asked what it took; `idle` has options that do nothing with it, and why.
    """

    module: str
    form: str
    host: str = r".+"
    recalls: bool = False
    idle: Mapping[str, str] = field(default_factory=dict)

    def fits(self, host: str) -> bool:
        """Return whether an address may name such a host, or none."""
        return re.fullmatch(self.host, host) is not None


_OF_SERVERS = {
    "api_url": "it is a server and has no API",
    "webhook_secret": "a server reports by mail, to post.bounces",
}
_OF_PROGRAM = {
    "password": "it logs in nowhere",
    "token_command": "it logs in nowhere",
    "window": "it is run once for each letter",
    "api_url": "it has no API",
    "webhook_secret": "it reports by mail, to post.bounces",
}
_OF_PROVIDERS = {
    "window": "each request carries one letter; connections says how many go at once",
    "token_command": "a provider is asked with its key, which is the password",
}
_SILENT = {"webhook_secret": "nothing that it reports is understood here"}


def _server(scheme: str) -> Scheme:
    return Scheme("smtp", f"{scheme}://user@host:port", idle=_OF_SERVERS)


def _provider(form: str, host: str = "", *, recalls: bool = False, silent: bool = False) -> Scheme:
    idle = _OF_PROVIDERS | (_SILENT if silent else {})
    return Scheme(form.partition(":")[0], form, host, recalls, idle)


SCHEMES: Mapping[str, Scheme] = {
    "smtp": _server("smtp"),
    "smtps": _server("smtps"),
    "smtp+starttls": _server("smtp+starttls"),
    "sendmail": Scheme(
        "sendmail", "sendmail:// or sendmail:///path/of/sendmail", "", idle=_OF_PROGRAM
    ),
    "ses": _provider("ses://ACCESS-KEY-ID@REGION", _REGION),
    "mailgun": _provider("mailgun://sending.domain", _DOMAIN, recalls=True),
    "postmark": _provider("postmark:// or postmark://stream", _STREAM, recalls=True),
    "brevo": _provider("brevo://"),
    "sparkpost": _provider("sparkpost://"),
    "resend": _provider("resend://", silent=True),
    "mailjet": _provider("mailjet://API-KEY@"),
    "mailersend": _provider("mailersend://", silent=True),
}
