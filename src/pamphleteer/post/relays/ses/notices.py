"""What Amazon's notices (SNS) are signed with, and whom its own address is asked for.

https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
"""

import asyncio
import re
from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.x509 import load_pem_x509_certificate
from requests import Request

from pamphleteer.post.errors import Forged, RelayError, ReportError
from pamphleteer.post.relays.api.connection import Connection
from pamphleteer.post.relays.api.reports import fresh

_SIGNED: Mapping[str, tuple[str, ...]] = {
    "Notification": ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"),
    "SubscriptionConfirmation": (
        *("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"),
    ),
}
_HASHES = {
    "1": SHA1,
    "2": SHA256,
}  # its choice, topic by topic; nobody finds a second text for a SHA-1
_CERTIFICATE = re.compile(r"/SimpleNotificationService-[0-9a-f]{16,64}\.pem")
_ARN = re.compile(r"arn:(aws|aws-cn|aws-us-gov):sns:([a-z]{2}(?:-[a-z]+)+-\d+):\d{12}:[\w.-]+")
_SECONDS = 10.0

Fetch = Callable[[str], bytes]


@dataclass(frozen=True)
class Topic:
    """The one topic whose notices are believed; `fetch` asks Amazon's own address."""

    arn: str
    fetch: Fetch

    @property
    def host(self) -> str:
        """Amazon's address for the topic's region; empty where the topic has none."""
        found = _ARN.fullmatch(self.arn)
        return f"sns.{found[2]}.amazonaws.com{'.cn' * (found[1] == 'aws-cn')}" if found else ""

    def checked(self, notice: Mapping[str, Any]) -> Mapping[str, str]:
        """Return a notice that is the topic's own and new; raises `Forged` and `ReportError`."""
        names = _SIGNED.get(str(notice.get("Type")), ())
        signed = {name: notice[name] for name in names if name in notice}
        if not names or not all(isinstance(value, str) for value in signed.values()):
            raise ReportError("a notice of an unknown kind")
        if not self.host or signed.get("TopicArn") != self.arn:
            raise Forged("a notice of another topic")
        fresh(_at(signed.get("Timestamp", "")))
        self._verify(notice, "".join(f"{name}\n{value}\n" for name, value in signed.items()))
        return signed

    def confirm(self, url: str) -> None:
        """Agree to get the topic's notices, as the topic asks; raises `Forged` and `ReportError`."""
        self.fetch(self._own(url))

    def _verify(self, notice: Mapping[str, Any], text: str) -> None:
        hashed = _HASHES.get(str(notice.get("SignatureVersion")))
        url = self._own(str(notice.get("SigningCertURL")))
        if hashed is None or not _CERTIFICATE.fullmatch(urlsplit(url).path):
            raise Forged("a notice that is not signed as Amazon signs")
        try:
            signature = b64decode(str(notice.get("Signature")), validate=True)
            _key(url, self.fetch).verify(signature, text.encode(), PKCS1v15(), hashed())
        except (InvalidSignature, ValueError, TypeError) as error:
            raise Forged("a notice with a wrong signature") from error

    def _own(self, url: str) -> str:
        """Return an address that is Amazon's own; raises `Forged`."""
        try:
            parts = urlsplit(url)
            fits = (parts.scheme, parts.netloc) == ("https", self.host)
        except ValueError:
            fits = False
        if not fits:
            raise Forged("a notice that names an address that is not Amazon's")
        return url


def fetch(url: str) -> bytes:
    """Return what an address of Amazon's answers; raises `ReportError`."""

    async def work() -> bytes:
        connection = Connection(timeout=_SECONDS)
        try:
            answer = await connection.ask(Request("GET", url).prepare())
        finally:
            await connection.close()
        if answer.status_code != 200:
            raise ReportError(f"Amazon's own address answered {answer.status_code}")
        return answer.content

    try:
        return asyncio.run(work())
    except RelayError as error:
        raise ReportError(f"Amazon's own address did not answer: {error.reply}") from error


@lru_cache(maxsize=4)
def _key(url: str, fetch: Fetch) -> RSAPublicKey:
    key = load_pem_x509_certificate(fetch(url)).public_key()
    if not isinstance(key, RSAPublicKey):
        raise TypeError("a key of another kind")
    return key


def _at(stamp: str) -> datetime:
    try:
        at = datetime.fromisoformat(stamp)
    except ValueError as error:
        raise ReportError("a notice without a time") from error
    if at.tzinfo is None:
        raise ReportError("a notice without a time")
    return at
