"""Keep what readers agreed to: when, where, to which words, from which hashed network."""

import hmac
from datetime import datetime
from hashlib import sha256

from django.conf import settings

from pamphleteer.post.models import Consent, Reader, Terms

_WHERE = 500
_NETWORK = 32


def record(
    reader: Reader, kind: Consent.Kind, *, terms: Terms, at: datetime, network: str = ""
) -> Consent:
    """Keep one yes of a reader."""
    said = {"kind": kind, "at": at, "network": hashed(network)}
    return Consent.objects.create(reader=reader, terms=terms, **said)


def terms_of(where: str, words: str) -> Terms:
    """Return the row of some words met somewhere, a new one if there is none."""
    where = where[:_WHERE]
    name = sha256(f"{where}\0{words}".encode()).hexdigest()
    return Terms.objects.get_or_create(hashed=name, defaults={"where": where, "words": words})[0]


def hashed(network: str) -> str:
    """Return a network as it is kept: a keyed hash, or nothing."""
    if not network:
        return ""
    said = f"pamphleteer consent: {network}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), said, "sha256").hexdigest()[:_NETWORK]
