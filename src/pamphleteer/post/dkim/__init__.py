"""DKIM: letters signed in the house, known as the outlet's whoever carries them (RFC 6376, RFC 8463)."""

from pamphleteer.post.dkim.canonical import BodyHash
from pamphleteer.post.dkim.keys import Algorithm, SigningKey
from pamphleteer.post.dkim.signing import Signer

__all__ = ["Algorithm", "BodyHash", "Signer", "SigningKey"]
