"""The letter that asks whether it was really the reader who signed up."""

from pamphleteer.post.letters import rendering
from pamphleteer.post.letters.house import house_of, words
from pamphleteer.post.letters.mime import Bodies
from pamphleteer.press import voice
from pamphleteer.register.models import Outlet


def bodies(outlet: Outlet, *, link: str) -> Bodies:
    """Return what it says, with the address of that page."""
    subject = voice.say(
        outlet.language, "Please confirm: the digest of {outlet}", outlet=words(outlet.name)
    )
    return rendering.notice("confirmation", subject, house_of(outlet), links={"confirm": link})
