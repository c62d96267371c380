"""What can go wrong in the post.

PostError
├── AddressError     what was given is no mail address
├── KeptOff          whoever is kept off the list is not put on it by others
├── HasLeft          whoever left is not put on the list by others
├── TooMany          one network asked too often; `wait` says how long to leave it
├── LinkError        the address of a confirm or leave page says nothing
│   └── LinkExpired  it did once
├── KeyInUse         rows need the key that somebody wants to remove
├── ListError        a list of readers that can't be understood
├── WishError        a reader wishes for what can't be
├── DkimError        a key that can't sign letters
├── BoxError         the mailbox to which mail comes back can't be read; it is tried again
├── NotWaiting       the edition does not wait for an editor any more
├── NotFenced        nothing holds the mail that somebody wants to let go
├── Meanwhile        it is not any more as it was when somebody looked at it
├── ReportError      what a provider's webhook brings can't be read
│   └── Forged       nor is it known that the provider brings it
├── NotOurs          the row is another process's by now, or its reader is gone: do not hand it over
└── RelayError       a relay did not take a mail; `scope` says whom that concerns
"""

from datetime import timedelta

from pamphleteer.post.meanings.reasons import Reason, Scope

__all__ = [
    "AddressError", "BoxError", "DkimError", "Forged", "HasLeft", "KeptOff", "KeyInUse", "LinkError", "LinkExpired",
    "ListError", "Meanwhile", "NotOurs", "NotWaiting", "PostError", "RelayError", "ReportError", "Scope", "TooMany",
    "WishError",
]  # fmt: skip


class PostError(Exception):
    """The post refuses; the message tells a person why and what to do next."""


class AddressError(PostError):
    """What was given is no mail address."""


class KeptOff(PostError):
    """Whoever is kept off the list, for whatever reason, is put on it by nobody but themselves."""


class HasLeft(PostError):
    """Whoever left the list is not put on it again by anybody else."""


class TooMany(PostError):
    """One network asked too often."""

    def __init__(self, message: str, *, wait: timedelta) -> None:
        self.wait = wait
        super().__init__(message)


class LinkError(PostError):
    """A link to confirm or to leave that says nothing: cut, or not one of ours."""


class LinkExpired(LinkError):
    """A link that is older than it lasts."""


class KeyInUse(PostError):
    """Rows need the key that somebody wants to remove."""


class ListError(PostError):
    """A list of readers can't be understood; the message says why."""


class WishError(PostError):
    """A reader wishes for what can't be."""


class DkimError(PostError):
    """A key that can't sign letters; the message says why."""


class BoxError(PostError):
    """The mailbox to which mail comes back can't be read now; the message says what its server said."""


class NotWaiting(PostError):
    """The edition does not wait for an editor any more."""


class NotFenced(PostError):
    """Nothing holds the mail that somebody wants to let go."""


class Meanwhile(PostError):
    """What somebody decides about is not any more as it was when they looked at it."""


class ReportError(PostError):
    """What a provider's webhook brings can't be read."""


class Forged(ReportError):
    """What a webhook brings comes from somebody else, or was said long ago."""


class NotOurs(PostError):
    """A mail that is not to be handed over after all; the relay forgets it."""


class RelayError(PostError):
    """A relay did not take a mail.

    `permanent` means that the same relay will say the same again; `doubt`, that the mail may have arrived
    although no reply did; `retry_after` is in seconds, where the other side named a time; `reason` is why, as far as
    it was understood.
    """

    def __init__(
        self,
        reply: str,
        *,
        scope: Scope,
        permanent: bool = False,
        doubt: bool = False,
        retry_after: float | None = None,
        reason: Reason = Reason.UNCLEAR,
    ) -> None:
        self.reply = reply
        self.scope = scope
        self.permanent = permanent
        self.doubt = doubt
        self.retry_after = retry_after
        self.reason = reason
        super().__init__(reply)
