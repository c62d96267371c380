"""To name the sender of a letter, and to take that back: nobody is named to whom it would go, and nothing is sent."""

from pamphleteer.post.errors import RelayError, Scope
from pamphleteer.post.meanings.reasons import Reason
from pamphleteer.post.relays.kit import worded
from pamphleteer.post.relays.replies import Stage, refusal
from pamphleteer.post.relays.smtp.session import Session
from pamphleteer.post.relays.smtp.wire import WireError

_OK = 250


async def try_sender(session: Session, sender: str, *, size: int) -> RelayError | None:
    """Return why a server takes no letter of so many bytes from a sender, as far as it says so by now.

    It is asked by MAIL FROM, which RSET takes back (RFC 5321, 4.1.1.2 and 4.1.1.5).
    """
    room = f" SIZE={size}" if "SIZE" in session.offers else ""
    try:
        for command in (f"MAIL FROM:<{sender}>{room}", "RSET"):
            reply = await session.ask(command)
            if reply.code != _OK:
                return refusal(Stage.MAIL, reply.code, reply.text)
    except WireError as error:
        said = f"the connection was lost: {worded(str(error))}"
        return RelayError(said, scope=Scope.RELAY, reason=Reason.NETWORK)
    return None
