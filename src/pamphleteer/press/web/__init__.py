"""The room's doors on the web."""
