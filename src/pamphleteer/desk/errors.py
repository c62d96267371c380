"""What can go wrong at the desk.

DeskError
├── NotFound     no such article, item, source or topic
├── Unlicensed   the licence does not allow what was asked
├── NoPicture    a file is no picture that can be shown
├── NoRecording  a file is no recording that can be heard
├── NotKept      the disk did not take an uploaded file
├── Embargoed    it must not be published yet
└── Refused      what was asked makes no sense of this row, or at this time
    └── Taken    an address is another row's, or was
"""

from django.utils.translation import gettext as _


class DeskError(Exception):
    """The desk refuses; the message tells a person why and what to do next."""


class NotFound(DeskError):
    """There is no such row."""


class Unlicensed(DeskError):
    """The partner's licence does not allow what was asked."""


class NoPicture(DeskError):
    """The uploaded file can't be taken as a picture."""


class NoRecording(DeskError):
    """The uploaded file can't be taken as a recording."""


class NotKept(DeskError):
    """The disk did not take what was uploaded; nothing was changed."""

    def __init__(self, why: str) -> None:
        super().__init__(
            _(
                "The file can't be kept: {why}. Nothing was changed. Let somebody see to the disk of "
                "the outlet's folder, and upload it again."
            ).format(why=why)
        )


class Embargoed(DeskError):
    """The article must not be published before a moment that is still to come."""


class Refused(DeskError):
    """The row is not in a state for it, or the time is none."""


class Taken(Refused):
    """The address is that of another row, or leads there."""
