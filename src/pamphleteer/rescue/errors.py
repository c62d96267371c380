"""What can go wrong when something is brought in from elsewhere.

RescueError    nothing was brought in, and nothing was changed
"""


class RescueError(Exception):
    """A page that can't be rescued; the words say what is wrong with it, as a whole sentence."""
