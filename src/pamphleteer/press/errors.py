"""What can go wrong at the press.

PressError
├── TooWide       a search would take too long: whoever asks is to ask for less
├── ThemeError    a template is wrong: its pages stay as they were until somebody corrects it
└── FolderError   a file of the site can't be written or removed: the next pressing tries again
"""

from pathlib import Path

_IN_THE_WAY = (IsADirectoryError, NotADirectoryError, FileExistsError)
_MOVE = "move away what stands where this file and its folders belong"
_MAKE_ROOM = "make the folder writable for the user that runs this, see that the disk has room"


class PressError(Exception):
    """The site could not be brought up to date."""


class TooWide(PressError):
    """What was asked for is in so many pieces that looking for it takes too long."""


class ThemeError(PressError):
    """A template is missing, has a mistake, or takes too much; without a line where none is known.

    `grave` says that it took long to find out.
    """

    def __init__(self, template: str, what: str, line: int = 0, *, grave: bool = False) -> None:
        self.template, self.what, self.line, self.grave = template, what, line, grave
        where = f"{template}, line {line}" if line else template
        super().__init__(
            f"Template {where}: {what}. Correct it, or remove it from the theme, and press again."
        )


class FolderError(PressError):
    """A file or folder of the site can't be written or removed."""

    def __init__(self, path: Path, error: OSError) -> None:
        self.path = path
        reason = error.strerror or type(error).__name__
        way_out = _MOVE if isinstance(error, _IN_THE_WAY) else _MAKE_ROOM
        super().__init__(f"{path}: {reason}. Nothing is lost: {way_out}, and press again.")
