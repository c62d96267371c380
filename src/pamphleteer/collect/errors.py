"""What can be wrong with a partner's source.

SourceError         the document is no feed, or not all of it
└── UnreadableError it took too much to read it
NotWholeError       an article's page that does not give us the whole piece
RefusedError        a source that is not taken in, or not there
"""


class SourceError(Exception):
    """A document that says nothing; the words go on from its address: "is not a feed"."""


class UnreadableError(SourceError):
    """A document that took its reader too long, too much memory, or brought it down."""


class NotWholeError(Exception):
    """A page without the whole of a piece, or not for us; the words go on from its address."""


class RefusedError(Exception):
    """A deed that was refused; the words say why and what to do next, as a whole sentence."""
