"""Whom a refusal concerns is decided by command and status, never by the first digit alone."""

import pytest

from pamphleteer.post.errors import Scope
from pamphleteer.post.relays.replies import Stage, refusal

RELAY, SITE, READER = Scope.RELAY, Scope.SITE, Scope.READER


@pytest.mark.parametrize(
    ("stage", "code", "reply", "scope", "permanent"),
    [
        (Stage.HELLO, 535, "5.7.8 authentication failed", RELAY, True),
        (Stage.HELLO, 554, "5.7.1 your address is on a list", RELAY, True),
        (Stage.MAIL, 421, "4.7.0 too many connections", RELAY, False),
        (Stage.MAIL, 550, "5.7.1 the sender is not verified", RELAY, True),
        (Stage.MAIL, 550, "5.1.8 bad sender", RELAY, True),
        (Stage.MAIL, 452, "4.3.1 no room", RELAY, False),
        (Stage.MAIL, -1, "closed", RELAY, False),
        (Stage.RCPT, 421, "closing", RELAY, False),
        (Stage.RCPT, 530, "5.7.0 authentication required", RELAY, True),
        (Stage.RCPT, 550, "5.1.1 no such user", READER, True),
        (Stage.RCPT, 550, "5.1.10 takes no mail", READER, True),
        (Stage.RCPT, 550, "5.2.1 disabled", READER, True),
        (Stage.RCPT, 552, "5.2.2 mailbox full", READER, False),
        (Stage.RCPT, 452, "4.2.2 mailbox full", READER, False),
        (Stage.RCPT, 450, "4.7.1 greylisted", SITE, False),
        (Stage.RCPT, 450, "4.1.1 not sure about this user", SITE, False),
        (Stage.RCPT, 550, "no such user here", READER, True),
        (Stage.RCPT, 550, "5.1.1 user unknown: greylisted, come back later", SITE, True),
        (
            Stage.RCPT,
            550,
            "5.1.1 blocked using a list: client host [192.0.2.1] is listed",
            SITE,
            True,
        ),
        (Stage.RCPT, 450, "user unknown", SITE, False),
        (Stage.RCPT, 552, "mailbox is full", READER, False),
        (Stage.RCPT, 550, "5.1.2 no such domain", SITE, True),
        (Stage.RCPT, 550, "5.7.1 your account has been suspended", RELAY, True),
        (Stage.RCPT, 550, "5.7.1 account suspended", RELAY, True),
        (Stage.RCPT, 550, "5.2.1 account suspended", READER, True),
        (Stage.DATA, 452, "daily sending quota exceeded", RELAY, False),
        (Stage.DATA, 550, "user unknown", SITE, True),
        (Stage.RCPT, 550, "5.7.1 relaying denied", SITE, True),
        (Stage.RCPT, 550, "go away", SITE, True),
        (Stage.DATA, 550, "5.7.1 looks like spam", SITE, True),
        (Stage.DATA, 550, "5.1.1 no such user", READER, True),
        (Stage.DATA, 451, "4.3.0 try later", SITE, False),
        (Stage.DATA, 554, "failed", SITE, True),
    ],
)
def test_a_reader_is_blamed_for_nothing_but_the_mailbox(
    stage: Stage, code: int, reply: str, scope: Scope, permanent: bool
) -> None:
    error = refusal(stage, code, reply)

    assert (error.scope, error.permanent) == (scope, permanent)
    assert not error.doubt


def test_a_reply_is_kept_as_one_short_line() -> None:
    error = refusal(Stage.DATA, 554, b"bad\r\n\x1b[31m" + b" x" * 9_000)

    assert error.reply.startswith("554 bad [31m x x x")
    assert len(error.reply) < 500
