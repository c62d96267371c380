"""Amazon's signature of a request (AWS Signature Version 4), without its own library of 34 MB."""

import hmac
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from urllib.parse import urlsplit

from requests import PreparedRequest

from pamphleteer.post.relays.api.connection import content

_METHOD = "AWS4-HMAC-SHA256"


@dataclass(frozen=True)
class Signer:
    """Signs requests with an access key for one service in one region."""

    key_id: str
    secret: str = field(repr=False)
    region: str
    service: str

    def sign(self, request: PreparedRequest, *, at: datetime) -> None:
        """Add the date and the signature to a request that has a body, a path that needs no escapes, and no query."""
        stamp = f"{at:%Y%m%dT%H%M%SZ}"
        request.headers["X-Amz-Date"] = stamp
        scope = f"{stamp[:8]}/{self.region}/{self.service}/aws4_request"
        whole = f"{_METHOD}\n{stamp}\n{scope}\n{_hash(self._canonical(request).encode())}"
        signature = hmac.new(self._key(stamp[:8]), whole.encode(), sha256).hexdigest()
        request.headers["Authorization"] = (
            f"{_METHOD} Credential={self.key_id}/{scope}, "
            f"SignedHeaders={';'.join(self._signed(request))}, Signature={signature}"
        )

    def _canonical(self, request: PreparedRequest) -> str:
        url = urlsplit(request.url or "")
        signed = self._signed(request)
        head = "".join(f"{name}:{value}\n" for name, value in signed.items())
        return f"{request.method}\n{url.path or '/'}\n\n{head}\n{';'.join(signed)}\n{_hash(content(request))}"

    def _signed(self, request: PreparedRequest) -> dict[str, str]:
        """Return the headers that are signed, in their order."""
        headers = {"host": urlsplit(request.url or "").netloc}
        headers |= {name: str(request.headers[name]) for name in ("content-type", "x-amz-date")}
        return dict(sorted(headers.items()))

    def _key(self, day: str) -> bytes:
        key = f"AWS4{self.secret}".encode()
        for part in (day, self.region, self.service, "aws4_request"):
            key = hmac.digest(key, part.encode(), sha256)
        return key


def _hash(data: bytes) -> str:
    return sha256(data).hexdigest()
