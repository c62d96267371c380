"""Schemes of relays' addresses. A new relay is a file in `post/relays/` and a line here.

The options are read before Django is there, so this table names modules and loads none.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_DOMAIN = r"(?:[a-z0-9-]+\.)+[a-z0-9-]+"
_REGION = r"[a-z]{2}(?:-[a-z]+)+-\d+"
_STREAM = r"[a-z0-9_-]*"


@dataclass(frozen=True)
class Scheme:
    """The module of `post.relays` that knows it, how such an address looks, and what its host may be.

    `recalls` says whether such a relay can be asked what it took.
    """

    module: str
    form: str
    host: str = r".+"
    recalls: bool = False

    def fits(self, host: str) -> bool:
        """Return whether an address may name such a host, or none."""
        return re.fullmatch(self.host, host) is not None


SCHEMES: Mapping[str, Scheme] = {
    "smtp": Scheme("smtp", "smtp://user@host:port"),
    "smtps": Scheme("smtp", "smtps://user@host:port"),
    "smtp+starttls": Scheme("smtp", "smtp+starttls://user@host:port"),
    "sendmail": Scheme("sendmail", "sendmail:// or sendmail:///path/of/sendmail", ""),
    "ses": Scheme("ses", "ses://ACCESS-KEY-ID@REGION", _REGION),
    "mailgun": Scheme("mailgun", "mailgun://sending.domain", _DOMAIN, recalls=True),
    "postmark": Scheme("postmark", "postmark:// or postmark://stream", _STREAM, recalls=True),
    "brevo": Scheme("brevo", "brevo://", ""),
    "sparkpost": Scheme("sparkpost", "sparkpost://", ""),
    "resend": Scheme("resend", "resend://", ""),
    "mailjet": Scheme("mailjet", "mailjet://API-KEY@", ""),
    "mailersend": Scheme("mailersend", "mailersend://", ""),
}
