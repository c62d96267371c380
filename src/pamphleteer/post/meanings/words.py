"""What each reason is in words, and what to do about it: for the desk, the commands and the docs alike.

`said` ends no sentence, for it stands beside counts; `advice` is whole sentences, about a relay.
"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from pamphleteer.post.meanings.reasons import Reason

Words = str | Promise
# Reasons of our own for which a mail does not go at all, beside those of relays and sites.
UNWANTED = "unwanted"  # whom it was for does not want it any more
UNREADABLE = "unreadable"  # the address can't be unsealed
LEFT = "left"  # it is in doubt, and somebody has decided to leave it so

SAID: Mapping[str, Words] = {
    Reason.AUTHENTICATION.value: lazy("the sender could not be verified (SPF, DKIM or DMARC)"),
    Reason.SENDER.value: lazy("our sender's address is not accepted"),
    Reason.LOGIN.value: lazy("the relay does not let us log in"),
    Reason.ACCOUNT.value: lazy("our account is suspended, or has sent its share"),
    Reason.RELAYING.value: lazy("the relay carries no mail there for us"),
    Reason.REPUTATION.value: lazy("our server or domain is blocked, or on a list"),
    Reason.HOSTNAME.value: lazy("the server's name and address do not fit together"),
    Reason.ENCRYPTION.value: lazy(
        "the connection can't be encrypted, or not with whom it should be"
    ),
    Reason.POLICY.value: lazy("a rule of theirs about who may write, or what"),
    Reason.SPAM.value: lazy("it was taken for spam"),
    Reason.VIRUS.value: lazy("it was taken for a virus"),
    Reason.CONTENT.value: lazy("its form is not accepted"),
    Reason.SIZE.value: lazy("it is too large"),
    Reason.PROTOCOL.value: lazy("the servers did not understand each other"),
    Reason.GREYLISTED.value: lazy("the site asks to come back later"),
    Reason.RATE.value: lazy("too much at once"),
    Reason.NETWORK.value: lazy("no connection"),
    Reason.EXPIRED.value: lazy("it waited for too long"),
    Reason.NO_HOST.value: lazy("the domain has no mail server"),
    Reason.NO_MAIL.value: lazy("the domain takes no mail"),
    Reason.LOOP.value: lazy("mail goes round in circles there"),
    Reason.TROUBLE.value: lazy("something is broken there"),
    Reason.UNCLEAR.value: lazy("the reply does not say why"),
    Reason.UNKNOWN.value: lazy("there is no such mailbox"),
    Reason.MOVED.value: lazy("the mailbox has moved"),
    Reason.DISABLED.value: lazy("the mailbox is out of use"),
    Reason.FULL.value: lazy("the mailbox is full"),
    Reason.FILTERED.value: lazy("the reader's filter turned it away"),
    UNWANTED: lazy("the reader did not want it any more"),
    UNREADABLE: lazy("the address can't be unsealed"),
    LEFT: lazy("nobody knows whether it arrived, and it was left so"),
}

_BY_ITSELF = lazy("Nothing needs doing: it is tried again.")
_REPLY = lazy("Write to the provider, and send the reply along.")
ADVICE: Mapping[Reason, Words] = {
    Reason.AUTHENTICATION: lazy("Check the records of your domain: SPF, DKIM and DMARC."),
    Reason.SENDER: lazy(
        "Confirm the address or the domain of the sender with the provider, or correct sender in outlet.toml."
    ),
    Reason.LOGIN: lazy(
        "Check the relay's user name and its password file in outlet.toml; ask the provider whether the "
        "password still holds."
    ),
    Reason.ACCOUNT: lazy(
        "Write to the provider: the account is suspended, or has sent what it may. Other relays carry on meanwhile."
    ),
    Reason.RELAYING: lazy("Ask the provider to let mail of your domain through, or use another relay."),
    Reason.REPUTATION: lazy(
        "The reply says who blocks the server or the domain: ask there to be taken off the list. Other relays "
        "carry on meanwhile."
    ),
    Reason.HOSTNAME: lazy(
        "Whoever runs the server has to give its address a name in the DNS that leads back to it."
    ),
    Reason.ENCRYPTION: lazy(
        "Check the relay's address in outlet.toml, and whether its certificate has run out. Nothing goes "
        "without encryption."
    ),
    Reason.POLICY: _REPLY,
    Reason.SPAM: _REPLY,
    Reason.VIRUS: _REPLY,
    Reason.CONTENT: _REPLY,
    Reason.SIZE: lazy("Let letters have fewer pieces: the digest's settings say how many at most."),
    Reason.NETWORK: lazy(
        "It may pass by itself. If it lasts, check the relay's host and port in outlet.toml, and whether a "
        "firewall is in between."
    ),
    Reason.UNCLEAR: _REPLY,
}  # fmt: skip


def said(reason: str) -> str:
    """Return a reason in words; also of a row that is older than reasons."""
    return str(SAID.get(reason) or _("why was not written down"))


def advice(reason: str) -> str:
    """Return what to do about a relay that takes no mail, or not ours."""
    known = reason in Reason._value2member_map_
    return str(ADVICE.get(Reason(reason), _BY_ITSELF) if known else _REPLY)
