"""What commands print with --json is what docs/use/json.md says."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from pytest_django import Settings

from pamphleteer.ground.clock import StoppedClock
from pamphleteer.post.commands import bounces, digest, post, readers
from pamphleteer.post.models import Digest, Reader
from tests.cast import Cast
from tests.post.bounces.returned import report
from tests.post.conftest import account
from tests.post.documented import PAGE, as_documented, examples
from tests.post.servers import Server

pytestmark = pytest.mark.django_db
COMMANDS = {
    "bounces": bounces.command,
    "digest": digest.command,
    "post": post.command,
    "readers": readers.command,
}


def told(words: str, *more: str, code: int = 0) -> Any:
    verb, *deed = words.split()
    ran = CliRunner().invoke(COMMANDS[verb], [*deed, *more, "--json"])
    assert ran.exit_code == code, ran.output
    return json.loads(ran.stdout)


def documented(words: str, *more: str, free: tuple[str, ...] = (), code: int = 0) -> bool:
    return as_documented(words, told(words, *more, code=code), free=free)


def test_the_post_tells_what_is_written(
    cast: Cast,
    digest: Digest,
    readers: list[Reader],
    relay: Server,
    settings: Settings,
    stopped_clock: StoppedClock,
) -> None:
    assert told("digest preview", "daily") is None
    cast.article()
    assert documented("digest preview", "daily")
    assert documented("digest compose --dry-run")
    assert documented("digest compose")
    assert documented("post --dry-run")
    assert documented("post release --dry-run")
    assert CliRunner().invoke(post.command, ["hold"]).exit_code == 0
    assert documented("post release")

    names = ("relays", "full", "resting")
    settings.POST_RELAYS = (account(relay, an_hour=1, name="second"), *settings.POST_RELAYS)
    relay.refuse["MAIL"] = "535 5.7.8 no"
    failed = told("post", code=1)
    assert as_documented("post", failed, free=names)
    example = examples()["post"]
    assert list(failed["resting"]["first"]) == list(example["resting"]["first"])
    relay.refuse.clear()
    full = told("post", "--now")
    assert as_documented("post", full, free=names)
    assert full["full"]["second"].endswith(":00:00Z")
    assert example["full"]["third"].endswith(":00:00Z")


def test_the_status_of_digests_has_the_keys_of_its_table(
    cast: Cast, digest: Digest, readers: list[Reader], relay: Server
) -> None:
    cast.article()
    told("digest compose")
    table = (PAGE.parent / "delivery.md").read_text().partition("## Without a screen")[2]
    rows = [row.split("|") for row in table.splitlines() if row.startswith("| `")]
    names = {name: row[2] for row in rows for name in re.findall(r"`(\w+)`", row[1])}

    status = told("digest status")
    assert set(names) == set(status)
    for name in ("digests", "editions", "relays"):
        written = set(re.findall(r"`(\w+)`", names[name]))
        assert set(status[name][0]) <= written, name


def test_lists_of_readers_tell_what_is_written(
    digest: Digest, readers: list[Reader], tmp_path: Path
) -> None:
    members = tmp_path / "members.csv"
    members.write_text("email,Shoe size\nada@example.org,38\nnobody,40\n")

    assert documented("readers list")
    assert documented("readers import", str(members), "--source", "The fair")
    assert documented("readers suppressed import", str(members))
    assert documented("readers keys")
    reasons = told("readers suppressed list")
    assert set(examples()["readers suppressed list"]) <= set(reasons)


def test_returned_mails_tell_what_is_written(tmp_path: Path) -> None:
    path = tmp_path / "returned.eml"
    path.write_bytes(report())
    assert documented("bounces read", str(path))
