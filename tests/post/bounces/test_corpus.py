"""Half of the public set of Sisimai, from the corpora beside the project: whom mails mean, and who is at fault.

Its reasons are Sisimai's; the table says what each implies here. The mails of `set_apart` were looked at when the rules
were written, and are counted apart.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from pamphleteer.post.bounces.reading import read
from pamphleteer.post.bounces.results import Kind, Result
from pamphleteer.post.errors import Scope

RELAY, SITE, READER = Scope.RELAY, Scope.SITE, Scope.READER
# Who is at fault, and whether for good. A domain that is gone or takes no mail is the site's, for good: all of its
# readers are concerned, and none of them did it. Where a file says that such a reason may pass (a 4.x.x), it is soft.
REASONS = {
    "authfailure": (RELAY, False),
    "badreputation": (RELAY, False),
    "blocked": (RELAY, False),
    "contenterror": (RELAY, False),
    "exceedlimit": (RELAY, False),
    "mesgtoobig": (RELAY, False),
    "norelaying": (RELAY, False),
    "notcompliantrfc": (RELAY, False),
    "policyviolation": (RELAY, False),
    "rejected": (RELAY, False),
    "requireptr": (RELAY, False),
    "securityerror": (RELAY, False),
    "spamdetected": (RELAY, False),
    "syntaxerror": (RELAY, False),
    "virusdetected": (RELAY, False),
    "expired": (SITE, False),
    "hostunknown": (SITE, True),
    "mailererror": (SITE, False),
    "networkerror": (SITE, False),
    "notaccept": (SITE, True),
    "onhold": (SITE, False),
    "systemerror": (SITE, False),
    "toomanyconn": (SITE, False),
    "undefined": (SITE, False),
    "filtered": (READER, False),
    "hasmoved": (READER, True),
    "mailboxfull": (READER, False),
    "suspend": (READER, False),
    "userunknown": (READER, True),
}
OTHERS = {"feedback": Kind.COMPLAINT, "delivered": Kind.OTHER}
NOBODY = ".invalid"  # what the set calls a reader whom the mail does not name
RECIPIENTS, MEANINGS = 0.97, 0.93


@dataclass
class Case:
    """A recipient of a mail, as expected and as found."""

    file: str
    recipient: str
    reason: str
    hard: bool
    found: Result | None

    @property
    def known(self) -> bool:
        return self.found is not None

    @property
    def right(self) -> bool:
        if not self.found:
            return False
        if self.reason in OTHERS:
            return self.found.kind is OTHERS[self.reason]
        scope, lasts = REASONS[self.reason]
        return (self.found.scope, self.found.hard) == (scope, lasts and self.hard)

    @property
    def blamed(self) -> bool:
        """Whether a reader would be given up for what somebody else did."""
        scope, _ = REASONS.get(self.reason, (SITE, False))
        found = self.found
        return bool(found and found.scope is READER and found.hard and scope is not READER)

    @property
    def line(self) -> str:
        said = f"{self.found.scope.value} {self.found.reason}" if self.found else "not found"
        return f"{self.file:26} {self.reason:16} {said:22} {self.found.reply[:70] if self.found else ''}"


def cases(folder: Path) -> Iterator[Case]:
    for line in (folder / "expected.jsonl").read_text().splitlines():
        row = json.loads(line)
        results = read((folder / "mail" / row["file"]).read_bytes())
        by_address = {one.recipient.casefold(): one for one in results}
        for want in row["results"]:
            who = "" if want["recipient"].endswith(NOBODY) else want["recipient"].casefold()
            found = by_address.get(who) or (results[0] if not who else None)
            yield Case(row["file"], want["recipient"], want["reason"], want["hard"], found)


def set_apart(case: Case) -> bool:
    digest = sha256(case.file.encode()).digest()
    return digest[0] % 3 == 0 and digest[1] % 2 == 1


def share(those: list[Case], what: Callable[[Case], bool]) -> float:
    return sum(map(what, those)) / len(those)


@pytest.fixture
def all_of_them(shared: Path) -> list[Case]:
    return list(cases(shared / "corpora/bounces"))


def test_returned_mails_are_understood(
    all_of_them: list[Case], record_property: Callable[[str, Any], None]
) -> None:
    apart = [one for one in all_of_them if set_apart(one)]
    found, right = (
        share(all_of_them, lambda one: one.known),
        share(all_of_them, lambda one: one.right),
    )
    figures = (
        f"Returned mails: {found:.1%} of {len(all_of_them)} recipients found, {right:.1%} understood; "
        f"of the {len(apart)} set apart {share(apart, lambda one: one.known):.1%} and "
        f"{share(apart, lambda one: one.right):.1%}. Missed:"
    )
    table = [figures, *(one.line for one in all_of_them if not one.right)]
    record_property("table", "\n".join(table))

    assert not [one.line for one in all_of_them if one.blamed]
    assert found >= RECIPIENTS, "\n".join(table)
    assert right >= MEANINGS, "\n".join(table)
    assert share(apart, lambda one: one.right) >= 0.9, "\n".join(table)


def test_answers_of_machines_are_no_bounces(shared: Path) -> None:
    answers = sorted((shared / "corpora/bounces/mail").glob("rfc3834-*.eml"))
    assert answers
    for mail in answers:
        assert [one.kind for one in read(mail.read_bytes())] == [Kind.AUTO_REPLY], mail.name
