"""How command, status, code and words are read together, never the first digit alone.

Words come before the status, for many servers send the same status with everything; and what blames us or the site
comes before what blames the reader, for a reader is not to be given up for what somebody else did.
"""

from dataclasses import dataclass

from pamphleteer.post.errors import Scope
from pamphleteer.post.meanings.phrases import by_words
from pamphleteer.post.meanings.reasons import Reason
from pamphleteer.post.meanings.said import Said, Stage
from pamphleteer.post.meanings.statuses import by_status

_NOT_OF_READERS = {Stage.HELLO, Stage.MAIL}
_OF_DOMAINS = {
    Reason.NO_HOST,
    Reason.NO_MAIL,
}  # said before a recipient was named: it is our domain

_NOWHERE = {(1, 2), (4, 4)}  # of names that lead to no server


@dataclass(frozen=True)
class Meaning:
    """What a refusal means; `hard` where the same will be said next month."""

    reason: Reason
    hard: bool

    @property
    def scope(self) -> Scope:
        """Return who is at fault."""
        return self.reason.scope

    @property
    def clear(self) -> bool:
        """Say whether anything was understood."""
        return self.reason is not Reason.UNCLEAR


def meaning(said: Said) -> Meaning:
    """Return what a refusal means."""
    told = by_words(said.words)
    reason = _weighed(said, told) or Reason.UNCLEAR
    return Meaning(reason, hard=said.final and reason.lasts and not _may_pass(said, reason, told))


def _weighed(said: Said, told: Reason | None) -> Reason | None:
    if said.program and told is not Reason.FULL:
        return Reason.TROUBLE  # a program of theirs failed, whatever status its server made of that
    if told is Reason.POLICY and said.detail == (4, 1):
        return (
            Reason.UNKNOWN
        )  # Exchange Online of an address that is in no directory; others send it with no words
    if told is Reason.DISABLED and said.detail[0] == 7 and said.detail != (7, 13):
        return Reason.ACCOUNT  # of security: the account is ours
    if told is Reason.UNKNOWN and said.stage is Stage.DATA and _says_little(said):
        return (
            Reason.FILTERED
        )  # carriers' filters say so of readers who are there, once they have the letter
    if told is Reason.NETWORK and said.detail in _NOWHERE and not said.temporary:
        return Reason.NO_HOST
    reason = told or by_status(said)
    if (said.detail, said.stage) == ((7, 13), Stage.RCPT):
        return Reason.DISABLED
    if said.stage in _NOT_OF_READERS and (
        reason is None or reason in _OF_DOMAINS or reason.scope is Scope.READER
    ):
        return Reason.SENDER if said.stage is Stage.MAIL else Reason.REPUTATION
    return reason


def _says_little(said: Said) -> bool:
    return said.detail[0] != 1 and "account" not in said.words.casefold()


def _may_pass(said: Said, reason: Reason, told: Reason | None) -> bool:
    """Say whether a reply of what lasts leaves hope: a server that asks to try again, and says no more."""
    if not said.temporary:
        return False
    return reason.scope is not Scope.READER or told is None
