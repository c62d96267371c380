"""Pamphleteer: a newsroom in one folder that no company can switch off."""

__version__ = "0.1.0"
