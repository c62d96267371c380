"""Readers, digests, editions, deliveries, and the relays that carry them."""
