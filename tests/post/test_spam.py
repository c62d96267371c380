"""SpamAssassin's own rules, as Debian has them, find nothing in a letter that looks like spam."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from uuid import UUID

import pytest
from pytest_django import Settings

from pamphleteer.post import keys, tokens
from pamphleteer.post.letters import headers, rendering
from pamphleteer.post.letters.writing import written
from pamphleteer.post.making import Own, encode, fields
from pamphleteer.post.models import Notice, Reader
from pamphleteer.post.verbs.signup import ask, enrol
from tests.cast import Cast
from tests.post.letters_shown import contents, house

PROGRAM = shutil.which("spamassassin")
MOST = 1.0
# As a reader's server adds it: without, it would be a mail that nobody sent.
_RECEIVED = (
    b"Received: from mail.example.org (mail.example.org [93.184.216.34])\r\n"
    b"\tby mx.readers.example with ESMTPS id 1; %s\r\n"
)


@pytest.fixture
def judge(tmp_path: Path) -> "Judge":
    if PROGRAM is None:
        words = "SpamAssassin is missing (Debian: spamassassin): nobody has judged the letters"
        if os.environ.get("CI") == "true":
            pytest.fail(words)
        pytest.skip(words)
    return Judge(tmp_path)


class Judge:
    """SpamAssassin without the network and without anything learned before."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def score(self, content: bytes) -> tuple[float, str]:
        """Return the score of a mail, and the rules that it is made of."""
        dated = re.search(rb"^Date: (.*)\r$", content, re.MULTILINE)
        assert dated is not None
        words = [str(PROGRAM), "--local", "--test-mode", "--prefspath", str(self.folder / "none")]
        words += ["--cf", "use_bayes 0", "--cf", "use_auto_welcomelist 0"]
        judged = subprocess.run(
            words,
            input=_RECEIVED % dated[1] + content,
            capture_output=True,
            check=True,
            env=os.environ | {"HOME": str(self.folder)},
        ).stdout.decode(errors="replace")
        found = re.search(
            r"^X-Spam-Status: .*?score=(-?[\d.]+).*?(tests=.*?)autolearn",
            judged,
            re.MULTILINE | re.DOTALL,
        )
        assert found is not None, judged[:2000]
        return float(found[1]), " ".join(found[2].split())


@pytest.mark.either_database
@pytest.mark.django_db
def test_a_digest_does_not_look_like_spam(cast: Cast, judge: Judge, settings: Settings) -> None:
    settings.POST_UNSUBSCRIBE = "leave@example.org"
    reader = enrol("ada@readers.example")
    bodies = rendering.digest(contents(), house(cast.outlet))
    token = tokens.token_for(reader.key, purpose=tokens.LEAVE)
    listed = headers.of_letter(headers.List(1, "daily", 1), cast.outlet)
    named = [
        fields.sender("The Tide", settings.POST_SENDER),
        fields.field("Subject", bodies.subject),
    ]
    once = encode(
        html=bodies.html,
        text=bodies.text,
        lengths={"leave": len(token), "choices": len(token)},
        shared=[*named, *(fields.field(*one) for one in listed.items())],
    )
    mine = [fields.field(*one) for one in headers.own(leave=token, by_mail="").items()]
    slots = {"leave": token.encode(), "choices": token.encode()}
    message_id = "0f5bd1c3e8a94b1c@example.org"
    made = once.letter(Own("ada@readers.example", message_id, reader.asked_at, mine, slots))

    score, rules = judge.score(made)

    assert score < MOST, rules


@pytest.mark.either_database
@pytest.mark.django_db
def test_a_confirmation_does_not_look_like_spam(cast: Cast, judge: Judge) -> None:
    ask("ada@readers.example")

    score, rules = judge.score(written(Notice.objects.get()).content)

    assert score < MOST, rules


@pytest.mark.either_database
@pytest.mark.django_db
def test_no_key_of_a_reader_looks_like_an_address_of_bitcoin(cast: Cast, judge: Judge) -> None:
    ask("ada@readers.example")
    key = UUID("3f5bd1c3-e8a9-4b1c-9f5b-d1c3e8a94b1c")
    sealed = keys.seal("ada@readers.example", row=key, key=keys.ring().key(1))
    Reader.objects.update(key=key, sealed=sealed)

    score, rules = judge.score(written(Notice.objects.get()).content)

    assert "BTC" not in rules
    assert score < MOST, rules


def test_what_is_spam_is_found(judge: Judge) -> None:
    sample = b"XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X"
    dated = b"From: x@example.org\r\nDate: Mon, 23 Nov 2026 09:30:00 +0000\r\n\r\n"

    score, rules = judge.score(dated + sample + b"\r\n")

    assert score > 100
    assert "GTUBE" in rules
