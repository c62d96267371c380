"""Letters as bytes: what many readers get is encoded once, and each reader's own few words are set in."""

from pamphleteer.post.making.encoded import Encoded, Own, encode

__all__ = ["Encoded", "Own", "encode"]
