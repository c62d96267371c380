"""SMTP as a client speaks it: many letters over one connection, without waiting where the server allows (RFC 5321)."""

from pamphleteer.post.relays.smtp.relay import SmtpRelay, opened
from pamphleteer.post.relays.smtp.session import Account, Session, open_session
from pamphleteer.post.relays.smtp.transfer import transfer
from pamphleteer.post.relays.smtp.trying import try_sender

__all__ = ["Account", "Session", "SmtpRelay", "open_session", "opened", "transfer", "try_sender"]
