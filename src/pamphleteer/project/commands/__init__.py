"""The commands that cross rooms."""
