"""SMTP as a client speaks it: many letters over one connection, without waiting where the server allows (RFC 5321)."""

from pamphleteer.post.smtp.relay import SmtpRelay
from pamphleteer.post.smtp.session import Account, Session, open_session
from pamphleteer.post.smtp.transfer import Letter, Outcome, transfer
from pamphleteer.post.smtp.wire import Reply, WireError

__all__ = [
    "Account",
    "Letter",
    "Outcome",
    "Reply",
    "Session",
    "SmtpRelay",
    "WireError",
    "open_session",
    "transfer",
]
