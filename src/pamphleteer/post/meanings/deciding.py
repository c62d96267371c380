"""How command, status, code and words are read together, never the first digit alone.

Words come before the status, for many servers send the same status with everything; and what blames us or the site
comes before what blames the reader, for a reader is not to be given up for what somebody else did.
"""

import re
from dataclasses import dataclass

from pamphleteer.post.errors import Scope
from pamphleteer.post.meanings.phrases import by_words
from pamphleteer.post.meanings.reasons import Reason
from pamphleteer.post.meanings.said import Said, Stage
from pamphleteer.post.meanings.statuses import by_status

_BEFORE_READERS = {Stage.HELLO, Stage.MAIL}  # no recipient was named yet: unknown names are ours
_OF_DOMAINS = {Reason.NO_HOST, Reason.NO_MAIL}
# Carriers and filters say so of readers who are there.
_TWO_WORDS = re.compile(
    r"\b(?:user (?:is )?unknown(?! in)|unknown user|mailbox (?:is )?unavailable)\b", re.IGNORECASE
)
_AGAIN = re.compile(r"(?<!and )try again|temporar", re.IGNORECASE)
_OF_NAMES = {(1, 2), (1, 7), (1, 8)}  # of domains and of senders
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
    return Meaning(reason, hard=said.final and reason.lasts and not _may_pass(said, told))


def _weighed(said: Said, told: Reason | None) -> Reason | None:
    if said.program and told is not Reason.FULL:
        return Reason.TROUBLE  # a program of theirs failed, whatever status its server made of that
    if told in _CONTEXT:
        told = _CONTEXT[told](said)
    reason = told or by_status(said)
    if (said.detail, said.stage) == ((7, 13), Stage.RCPT):
        return Reason.DISABLED
    if said.stage in _BEFORE_READERS and _of_nobody(reason):
        return Reason.SENDER if said.stage is Stage.MAIL else Reason.REPUTATION
    return reason


def _policy(said: Said) -> Reason:
    """Return what a denied access is: with 5.4.1 Exchange Online means an address that is in no directory."""
    return Reason.UNKNOWN if said.detail == (4, 1) else Reason.POLICY


def _disabled(said: Said) -> Reason:
    """Return whose account is out of use: with a status of security our relay means ours."""
    ours = said.to_us and said.detail[0] == 7 and said.detail[1] != 13
    return Reason.ACCOUNT if ours else Reason.DISABLED


def _unknown(said: Said) -> Reason:
    """Return what an unknown reader is: after the whole letter carriers' filters say so of readers who are there."""
    if said.detail in _OF_NAMES:
        return by_status(said) or Reason.UNKNOWN
    filtered = said.stage is Stage.DATA and _says_little(said)
    return Reason.FILTERED if filtered else Reason.UNKNOWN


def _network(said: Said) -> Reason:
    """Return what a failed look-up is: with a status for good the name leads nowhere."""
    nowhere = said.detail in _NOWHERE and not said.temporary
    return Reason.NO_HOST if nowhere else Reason.NETWORK


# What the same words mean with another status or stage.
_CONTEXT = {
    Reason.POLICY: _policy,
    Reason.DISABLED: _disabled,
    Reason.UNKNOWN: _unknown,
    Reason.NETWORK: _network,
}


def _of_nobody(reason: Reason | None) -> bool:
    return reason is None or reason in _OF_DOMAINS or reason.scope is Scope.READER


def _may_pass(said: Said, told: Reason | None) -> bool:
    """Say whether a reply of what lasts leaves hope: one that asks to try again, or blames a reader in two words."""
    if told is Reason.UNKNOWN and said.detail == (1, 1):
        return False  # the server asked again for days, and never knew the reader
    if told is Reason.UNKNOWN and said.stage is not Stage.RCPT and _says_little(said):
        return True
    return said.temporary or bool(_AGAIN.search(said.words))


def _says_little(said: Said) -> bool:
    """Say whether two words are all that tells of an unknown reader: no status, no sentence."""
    return said.detail[0] != 1 and by_words(_TWO_WORDS.sub(" ", said.words)) is not Reason.UNKNOWN
