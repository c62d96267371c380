"""The deeds of the room, one a module."""
