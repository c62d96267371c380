"""The deeds of the register."""
