"""What can be wrong with a partner's source.

SourceError         the document is no feed, or not all of it
└── UnreadableError it took too much to read it
RefusedError        a source that is not taken in, or not there
"""


class SourceError(Exception):
    """A document that says nothing; the words go on from its address: "is not a feed"."""


class UnreadableError(SourceError):
    """A document that took its reader too long, too much memory, or brought it down."""


class RefusedError(Exception):
    """A deed that was refused; the words say why and what to do next, as a whole sentence."""
