"""Mailboxes at a provider in which mail that came back lies until it is fetched."""
