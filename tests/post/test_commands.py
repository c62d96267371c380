"""The room's part of the one command, as a person or a script calls it."""

import json
from datetime import timedelta
from typing import Any

import pytest
from click.testing import CliRunner, Result
from pytest_django import Settings

from pamphleteer.ground.clock import StoppedClock, stamp
from pamphleteer.post import tokens
from pamphleteer.post.bounces.results import Kind as BounceKind
from pamphleteer.post.bounces.results import Result as Said
from pamphleteer.post.commands import digest as digest_command
from pamphleteer.post.commands import post as post_command
from pamphleteer.post.commands import readers as readers_command
from pamphleteer.post.models import Consent, Delivery, Digest, Edition, Reader, Rest, State
from pamphleteer.post.verbs.compose import compose
from pamphleteer.post.verbs.evidence import note
from pamphleteer.post.verbs.signup import ask, enrol, leave
from tests.cast import Cast
from tests.post.conftest import account
from tests.post.servers import Server

pytestmark = pytest.mark.django_db

COMMANDS = {
    "digest": digest_command.command,
    "post": post_command.command,
    "readers": readers_command.command,
}


def call(*words: str) -> Result:
    return CliRunner().invoke(COMMANDS[words[0]], list(words[1:]))


@pytest.mark.parametrize("words", [("digest",), ("post",), ("readers",)])
def test_help_teaches_with_an_example(words: tuple[str, ...]) -> None:
    result = call(*words, "--help")

    assert result.exit_code == 0
    assert "Example:" in result.output


def test_a_digest_is_looked_at_composed_and_posted(
    cast: Cast, digest: Digest, readers: list[Reader], relay: Server
) -> None:
    cast.article()

    preview = call("digest", "preview", "daily")
    assert preview.output.startswith("Subject: The river is clean again")
    dry = call("digest", "compose", "--dry-run")
    assert dry.output == "daily would carry 1 pieces to 3 readers.\n"
    assert not Edition.objects.exists()
    composed = call("digest", "compose", "daily")
    assert composed.output.startswith("Daily 1: 1 pieces for 3 readers")
    dry = call("post", "--dry-run")
    assert "3 digests would go out through first" in dry.output
    assert not relay.envelopes

    posted = call("post", "--json")
    assert posted.exit_code == 0
    assert json.loads(posted.output) == {
        "done": 3,
        "refused": 0,
        "waiting": 0,
        "doubt": 0,
        "relays": {},
        "full": {},
        "resting": {},
        "held": None,
    }
    again = call("post")
    assert (again.exit_code, again.output) == (0, "Nothing is due.\n")
    assert len(relay.envelopes) == 3

    told = json.loads(call("digest", "status", "--json").output)
    assert (told["digests"][0]["digest"], told["digests"][0]["edition"]) == ("daily", 1)
    [row] = told["editions"]
    assert (row["digest"], row["edition"], row["mails"], row["done"]) == ("daily", 1, 3, 3)
    [first] = told["relays"]
    assert (first["relay"], first["resting"], first["ever"]["taken"]) == ("first", None, 3)
    assert "daily" in call("digest", "status").output


def test_an_edition_is_told_with_its_page(
    cast: Cast, digest: Digest, readers: list[Reader]
) -> None:
    cast.article()
    [told] = json.loads(call("digest", "compose", "--json").output)
    assert told["page"] == "https://example.org/digests/daily/edition-1.html"


def test_nothing_new_is_said_and_is_no_fault(digest: Digest) -> None:
    composed, preview = call("digest", "compose"), call("digest", "preview", "daily")

    assert (composed.exit_code, preview.exit_code) == (0, 0)
    assert "No edition" in composed.output
    assert "no news" in preview.output


def test_an_unknown_digest_is_refused_with_those_there_are(digest: Digest) -> None:
    result = call("digest", "preview", "weekly")

    assert result.exit_code == 1
    assert "There is: daily." in result.output


def test_what_waits_for_the_pace_of_relays_is_told(
    cast: Cast, digest: Digest, readers: list[Reader], server: Server, settings: Settings
) -> None:
    settings.POST_RELAYS = (account(server, an_hour=2),)
    cast.article()
    call("digest", "compose")

    posted, again = call("post"), call("post")
    assert posted.exit_code == again.exit_code == 0
    assert posted.output.startswith("2 done, 0 refused, 0 waiting")
    assert again.output.startswith("Nothing went out.\n")
    for said in (posted.output, again.output):
        assert "1 mails wait for the next hour or day of a relay: first goes on at" in said
    assert list(json.loads(call("post", "--json").output)["full"]) == ["first"]


def test_a_relay_that_rests_is_told_with_when_it_is_tried_and_how_to_try_it_now(
    cast: Cast, digest: Digest, readers: list[Reader], relay: Server, stopped_clock: StoppedClock
) -> None:
    relay.refuse["MAIL"] = "535 5.7.8 wrong password"
    cast.article()
    call("digest", "compose")
    first = call("post")
    until = stopped_clock.at + timedelta(minutes=5)
    how = f"It is tried again at {until:%Y-%m-%d %H:%M} UTC; once it is mended, `pamphleteer post --now`"
    assert first.exit_code == 1
    assert "first takes no mail: the relay does not let us log in. It said: 535" in first.output
    assert how in first.output

    relay.refuse.clear()
    stopped_clock.advance(minutes=1)
    again = call("post")
    assert (again.exit_code, relay.envelopes) == (1, [])
    assert "Nothing went out." in again.output
    assert how in again.output
    assert "No relay takes mail now; it is kept and tried again." in again.output
    told = json.loads(call("post", "--json").stdout)
    assert told["resting"]["first"]["until"] == stamp(until)
    assert call("post", "--now").output == "3 done, 0 refused, 0 waiting, 0 in doubt.\n"


def test_mail_that_sites_put_off_is_no_relays_fault(
    cast: Cast, digest: Digest, readers: list[Reader], relay: Server
) -> None:
    relay.refuse["RCPT"] = "450 4.2.0 greylisted"
    cast.article()
    call("digest", "compose")

    assert "put off where it is to go" in call("post").output


def test_a_relay_that_is_down_is_named_with_its_words(
    cast: Cast, digest: Digest, readers: list[Reader], relay: Server
) -> None:
    cast.article()
    call("digest", "compose")
    relay.stop()

    result = call("post")

    assert result.exit_code == 1
    assert "No relay takes mail now" in result.output
    assert "first said: no connection to 127.0.0.1" in result.output
    assert "first takes no mail" in call("digest", "status").output

    relay.start()
    assert call("post", "--drain").exit_code == 0
    assert len(relay.envelopes) == 3


def test_a_refused_mail_makes_the_command_say_so(
    cast: Cast, digest: Digest, readers: list[Reader], relay: Server
) -> None:
    cast.article()
    call("digest", "compose")
    relay.refuse["RCPT"] = "550 5.1.1 nobody"

    result = call("post")

    assert result.exit_code == 1
    assert "3 refused" in result.output


def test_without_a_relay_it_says_what_to_do(
    cast: Cast, digest: Digest, readers: list[Reader]
) -> None:
    assert call("post").output == "Nothing is due.\n"
    cast.article()
    call("digest", "compose")

    result = call("post")

    assert result.exit_code == 1
    assert "add a [[relay]] to outlet.toml" in result.output
    assert Delivery.objects.filter(state="planned").count() == 3


def test_the_list_masks_addresses_unless_asked(digest: Digest) -> None:
    assert (
        call("readers", "add", "ada@example.org").output
        == "ada@example.org is on the list: Daily.\n"
    )

    assert "ada@" not in call("readers", "list").output
    [row] = json.loads(call("readers", "list", "--json").output)
    assert (row["address"], row["state"]) == ("a***@example.org", "confirmed")
    [row] = json.loads(call("readers", "list", "--json", "--show").output)
    assert row["address"] == "ada@example.org"


def test_whoever_is_forgotten_is_gone(digest: Digest) -> None:
    call("readers", "add", "ada@example.org")

    assert call("readers", "forget", "Ada@example.org").exit_code == 0
    assert call("readers", "forget", "ada@example.org").exit_code == 1
    assert not Reader.objects.exists()


def test_who_has_left_is_put_on_the_list_only_if_somebody_says_that_they_asked(
    digest: Digest,
) -> None:
    reader = enrol("ada@example.org")
    leave(tokens.link(reader, purpose=tokens.LEAVE).rpartition("/")[2])

    refused = call("readers", "add", "ada@example.org")

    assert refused.exit_code == 1
    assert "has left the list; if they have asked to be on it again, say --again" in refused.output
    assert Reader.objects.get().state == Reader.State.LEFT
    assert call("readers", "add", "ada@example.org", "--again").exit_code == 0
    assert Reader.objects.get().state == Reader.State.CONFIRMED


def test_what_is_no_address_is_refused(digest: Digest) -> None:
    result = call("readers", "add", "ada")

    assert result.exit_code == 1
    assert "ada: This is no mail address" in result.output


def test_who_is_added_by_hand_is_kept_with_how_they_agreed(digest: Digest) -> None:
    assert call("readers", "add", "a@example.org").exit_code == 0
    said = ("--source", "On paper, at the fair")
    assert call("readers", "add", "b@example.org", *said).exit_code == 0
    assert call("readers", "add", "b@example.org", *said).exit_code == 0

    first, second = Consent.objects.order_by("pk")
    assert first.terms.words == "Added by hand, as confirmed elsewhere"
    assert (second.kind, second.terms.words) == (Consent.Kind.IMPORTED, "On paper, at the fair")


def test_held_mail_is_told_looked_at_and_let_go(
    cast: Cast, digest: Digest, readers: list[Reader], relay: Server
) -> None:
    cast.article()
    call("digest", "compose", "daily")
    held = call("post", "hold", "restored from Sunday's\nsnapshot")
    assert "Somebody asked for it. “restored from Sunday's snapshot”" in held.output

    refused = call("post", "--drain", "--json")
    assert refused.exit_code == 1
    assert json.loads(refused.stdout)["held"] == "asked"
    assert "post release --dry-run" in refused.stderr
    assert "would go out through first" in call("post", "--dry-run").output
    told = json.loads(call("post", "release", "--dry-run", "--json").stdout)
    assert told["held"] == "asked"
    assert [(one["digest"], one["edition"], one["mails"]) for one in told["would_go"]] == [
        ("daily", 1, 3)
    ]
    assert "Daily 1" in call("post", "release", "--dry-run").output
    assert "name a time" in call("post", "release", "--went-before", "last").stderr
    assert "no moment" in call("post", "release", "--went-before", "soon").stderr
    assert "no edition" in call("post", "release", "--went", "daily/2").stderr

    told = call("digest", "status", "--json")
    assert (told.exit_code, json.loads(told.stdout)["held"]["why"]) == (1, "asked")

    let = call("post", "release", "--went", "daily/1", "--json")
    assert json.loads(let.stdout) == {"going": 0, "set_aside": 3}
    assert "nothing holds it" in call("post", "release").stderr
    assert "Nothing is due" in call("post").output
    assert not relay.recipients


def test_status_says_why_mail_waits_or_did_not_go_what_is_in_doubt_and_what_came_back(
    cast: Cast, digest: Digest, relay: Server, stopped_clock: StoppedClock
) -> None:
    rows = [enrol(f"{name}@readers.example") for name in ("ada", "bea", "cal", "dan", "eve", "fay")]
    cast.article()
    edition = compose(digest)
    assert edition
    states: list[dict[str, Any]] = [
        {"state": State.DONE},
        {"reason": "greylisted", "due_at": stopped_clock.at + timedelta(hours=1)},
        {"state": State.REFUSED, "reason": "unknown"},
        {"state": State.DOUBT, "doubts": 2},
        {"due_at": stopped_clock.at + timedelta(hours=9)},
        {"state": State.CLAIMED, "held_by": "x"},
    ]
    for reader, fields in zip(rows, states, strict=True):
        Delivery.objects.filter(reader=reader).update(**fields)
    note(Delivery.objects.get(reader=rows[0]), Said("", BounceKind.COMPLAINT))
    now = stopped_clock.at
    Rest.objects.create(
        relay="first", failures=1, since=now, until=now, reason="login", said="535 no"
    )
    ask("gus@readers.example")

    told = json.loads(call("digest", "status", "--json").stdout)
    [row] = told["editions"]
    assert row == {
        "digest": "daily",
        "edition": 1,
        "cut_at": stamp(edition.cut_at),
        "mails": 6,
        "done": 1,
        "waiting": {"going": 1, "due": 0, "later": 1, "put_off": {"greylisted": 1}},
        "refused": {"unknown": 1},
        "doubt": {"open": 1, "left": 0, "ever": 2},
        "returned": {"complaint": 1},
    }
    assert told["confirmations"] == {"planned": 1}
    assert told["tests"] == told["at_once"] == {}
    assert told["held"] is None
    assert told["relays"][0]["resting"]["reason"] == "login"
    assert told["sites"] == {"named": [], "others": []}

    words = call("digest", "status").output
    assert "1 wait: the site asks to come back later." in words
    assert "1 wait for their reader's hour." in words
    assert "1 did not go: there is no such mailbox." in words
    assert "first takes no mail" in words


def test_status_shows_editions_of_which_mail_is_open_however_old(
    cast: Cast, digest: Digest, readers: list[Reader], relay: Server, stopped_clock: StoppedClock
) -> None:
    for _ in range(3):
        stopped_clock.advance(seconds=60)
        cast.article()
        compose(digest)
    Delivery.objects.exclude(letter__edition__number=1).update(state=State.DONE)

    told = json.loads(call("digest", "status", "--last", "1", "--json").stdout)
    assert [one["edition"] for one in told["editions"]] == [3, 1]
    Delivery.objects.update(state=State.DONE)
    told = json.loads(call("digest", "status", "--last", "1", "--json").stdout)
    assert [one["edition"] for one in told["editions"]] == [3]
