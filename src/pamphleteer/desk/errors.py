"""What can go wrong at the desk.

DeskError
├── NotFound     no such article, item, source or topic
└── Unlicensed   the licence does not allow what was asked
"""


class DeskError(Exception):
    """The desk refuses; the message tells a person why and what to do next."""


class NotFound(DeskError):
    """There is no such row."""


class Unlicensed(DeskError):
    """The partner's licence does not allow what was asked."""
