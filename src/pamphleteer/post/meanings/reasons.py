"""The reasons for which mail is not taken, and who is at fault for each."""

from enum import Enum


class Scope(Enum):
    """Whom a refusal concerns, which decides what happens to the mail."""

    RELAY = "relay"  # it takes no mail at all now: leave it alone for a while, try the next one
    SITE = "site"  # the reader's site, or what it makes of this mail
    READER = "reader"  # this one mailbox


RELAY, SITE, READER = Scope.RELAY, Scope.SITE, Scope.READER


class Reason(Enum):
    """Why a mail was not taken; `scope` says who is at fault, `lasts` whether time alone mends nothing."""

    # Our side: the letter, its sender, or the server that brings it.
    AUTHENTICATION = "authentication"  # SPF, DKIM, DMARC
    SENDER = "sender"  # the address or domain that the letter comes from
    LOGIN = "login"  # the relay wants another login, or one at all
    ACCOUNT = "account"  # our account there is suspended or has sent its share
    RELAYING = "relaying"  # it does not carry mail to there for us
    REPUTATION = "reputation"  # the server or domain is listed, blocked or unknown to them
    HOSTNAME = "hostname"  # no name for the server's address, or one that does not fit
    ENCRYPTION = "encryption"
    POLICY = "policy"  # a rule of theirs about who may write, or what
    SPAM = "spam"
    VIRUS = "virus"
    CONTENT = "content"  # headers, attachments, or a form that they do not take
    SIZE = "size"
    PROTOCOL = "protocol"  # the servers did not understand each other

    # The receiving site, for now or for good, whoever the reader is.
    GREYLISTED = "greylisted"
    RATE = "rate"  # too much at once
    NETWORK = "network"
    EXPIRED = "expired"  # the mail waited for too long
    NO_HOST = "no-host"  # the domain or its server is not there
    NO_MAIL = "no-mail"  # the domain says that it takes none (RFC 7505)
    LOOP = "loop"
    TROUBLE = "trouble"  # something is broken there
    UNCLEAR = "unclear"

    # This one mailbox.
    UNKNOWN = "unknown"
    MOVED = "moved"
    DISABLED = "disabled"  # it is there, and taken out of use
    FULL = "full"
    FILTERED = "filtered"  # the reader, or what filters for them, does not want it

    @property
    def scope(self) -> Scope:
        """Return who is at fault."""
        if self in _READER:
            return READER
        return SITE if self in _SITE else RELAY

    @property
    def lasts(self) -> bool:
        """Say whether the same will be said next month: the mailbox, or all of its domain, is not there."""
        return self in _LASTING


_READER = {Reason.UNKNOWN, Reason.MOVED, Reason.DISABLED, Reason.FULL, Reason.FILTERED}
_SITE = {
    Reason.GREYLISTED, Reason.RATE, Reason.NETWORK, Reason.EXPIRED, Reason.NO_HOST, Reason.NO_MAIL,
    Reason.LOOP, Reason.TROUBLE, Reason.UNCLEAR,
}  # fmt: skip
_LASTING = {Reason.UNKNOWN, Reason.MOVED, Reason.NO_HOST, Reason.NO_MAIL}
