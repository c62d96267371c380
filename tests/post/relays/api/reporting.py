"""Reports as providers send them, with their proofs."""

import hmac
import json
from base64 import b64encode
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from django.http import HttpRequest
from django.test import RequestFactory

from pamphleteer.ground import clock

SECRET = "a secret of twenty letters"
NAME = "5b3f@example.org"
TO = "rita@readers.example"
GONE = "smtp; 550 5.1.1 <rita@readers.example>: no such user here"
TOPIC = "arn:aws:sns:eu-west-1:123456789012:digest"
AMAZON = "https://sns.eu-west-1.amazonaws.com/"
CERTIFICATE = f"{AMAZON}SimpleNotificationService-{'0a' * 16}.pem"


def login(user: str = "post", secret: str = SECRET) -> dict[str, str]:
    return {"authorization": "Basic " + b64encode(f"{user}:{secret}".encode()).decode()}


def request(told: Any, *, headers: Mapping[str, str] | None = None) -> HttpRequest:
    body = told if isinstance(told, bytes | str) else json.dumps(told)
    headers = login() if headers is None else headers
    return RequestFactory().post("/", body, content_type="application/json", headers=dict(headers))


def postmark(**fields: Any) -> dict[str, Any]:
    """Return a bounce as Postmark tells it."""
    return {
        "RecordType": "Bounce",
        "Type": "HardBounce",
        "ID": 42,
        "MessageID": "883953f4",
        "Email": TO,
        "Description": "The server was unable to deliver your message (ex: unknown user, mailbox not found).",
        "Details": GONE,
        "BouncedAt": "2026-03-01T06:05:00Z",
        "Metadata": {"delivery": NAME},
        **fields,
    }


def signed(*, key: str = SECRET, at: float | None = None, by: str = "token") -> dict[str, str]:
    """Return what Mailgun proves a report with."""
    stamp = str(int(clock.now().timestamp() if at is None else at))
    signature = hmac.new(key.encode(), f"{stamp}{by}".encode(), sha256).hexdigest()
    return {"timestamp": stamp, "token": by, "signature": signature}


def mailgun(
    *, key: str = SECRET, at: float | None = None, by: str = "token", **fields: Any
) -> dict[str, Any]:
    """Return a failure as Mailgun tells it, signed."""
    return {
        "signature": signed(key=key, at=at, by=by),
        "event-data": {
            "event": "failed",
            "severity": "permanent",
            "reason": "bounce",
            "recipient": TO,
            "timestamp": clock.now().timestamp(),
            "message": {"headers": {"message-id": NAME}},
            "delivery-status": {
                "code": 550,
                "message": "5.1.1 no such user here",
                "description": "",
            },
            **fields,
        },
    }


def ses(kind: str = "Bounce", **fields: Any) -> dict[str, Any]:
    """Return an event as SES tells it."""
    bounce = {
        "bounceType": "Permanent",
        "bounceSubType": "General",
        "bouncedRecipients": [{"emailAddress": TO, "diagnosticCode": GONE}],
    }
    headers = [{"name": "Subject", "value": "x"}, {"name": "Message-ID", "value": f"<{NAME}>"}]
    return {
        "eventType": kind,
        "mail": {"messageId": "0100-ab", "headers": headers, "destination": [TO]},
        "bounce": bounce,
        **fields,
    }


def notice(event: Any, *, signed: bool = True, **fields: Any) -> dict[str, Any]:
    """Return what Amazon sends to a topic's subscribers."""
    told = {
        "Type": "Notification",
        "MessageId": "22b8",
        "TopicArn": TOPIC,
        "Message": event if isinstance(event, str) else json.dumps(event),
        "Timestamp": clock.now().isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "SignatureVersion": "2",
        "SigningCertURL": CERTIFICATE,
        **fields,
    }
    left = {"SignatureVersion", "SigningCertURL"}
    text = "".join(f"{name}\n{told[name]}\n" for name in sorted(told) if name not in left)
    made = amazon()[0].sign(text.encode(), PKCS1v15(), SHA256()) if signed else b"x" * 256
    return {**told, "Signature": b64encode(made).decode()}


@cache
def amazon() -> tuple[rsa.RSAPrivateKey, bytes]:
    """Return a key like Amazon's, and its certificate."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "sns.amazonaws.com")])
    began = datetime(2026, 1, 1, tzinfo=UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(began)
        .not_valid_after(began + timedelta(days=3650))
        .sign(key, SHA256())
    )
    return key, built.public_bytes(Encoding.PEM)
