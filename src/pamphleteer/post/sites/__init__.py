"""Receiving sites: which mailboxes are at the same one, by the servers that take their mail."""
