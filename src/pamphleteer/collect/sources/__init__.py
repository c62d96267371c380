"""Formats of feeds, strangers to one another: each reads a document, or leaves it to the others."""
