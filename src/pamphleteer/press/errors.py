"""What can go wrong at the press.

PressError
├── TooWide       a search would take too long: whoever asks is to ask for less
├── ThemeError    a template is wrong: whoever looks after the outlet corrects or removes it
└── FolderError   a file of the site can't be written or removed: the next pressing tries again
"""

from pathlib import Path


class PressError(Exception):
    """The site could not be brought up to date."""


class TooWide(PressError):
    """What was asked for is in so many pieces that looking for it takes too long."""


class ThemeError(PressError):
    """A template is missing or has a mistake."""


class FolderError(PressError):
    """A file or folder of the site can't be written or removed."""

    def __init__(self, path: Path, error: OSError) -> None:
        self.path = path
        reason = error.strerror or type(error).__name__
        super().__init__(
            f"{path}: {reason}. Nothing is lost: make the folder writable for the user that "
            "runs this, see that the disk has room, and press again."
        )
