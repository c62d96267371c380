"""Keys as a person makes, publishes, changes and removes them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django import Settings

from pamphleteer.ground.clock import StoppedClock
from pamphleteer.ground.findings import Level
from pamphleteer.post.dkim import Algorithm, SigningKey
from pamphleteer.post.health import house
from pamphleteer.post.models import DkimKey
from pamphleteer.post.signers import signer
from pamphleteer.register.models import Entry
from tests.nameserver import Nameserver
from tests.post.dkim.conftest import Call
from tests.post.documented import as_documented

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stopped_clock")]

ED, RSA = "ed25519-20261123", "rsa-20261123"
Publish = Callable[[str], None]


@pytest.fixture(autouse=True)
def _quick(settings: Settings) -> None:
    settings.DKIM_ALGORITHMS = "ed25519"


def states() -> dict[str, str]:
    return dict(DkimKey.objects.values_list("selector", "state"))


def signing() -> list[str]:
    found = signer()
    return [key.selector for key in found.keys] if found else []


def test_a_key_is_made_published_and_only_then_taken_into_use(
    call: Call, names: Nameserver, publish: Publish, tmp_path: Path
) -> None:
    code, said = call("make")
    assert code == 0
    assert f"under {ED}._domainkey.example.org" in said
    assert 'IN TXT ( "v=DKIM1; k=ed25519; p=' in said
    path = tmp_path / "keys" / f"dkim-{ED}.key"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert signing() == []

    code, said = call("use")
    assert code == 1
    assert f"{ED}: its record is not there" in said
    assert (states(), signing()) == ({ED: "waiting"}, [])

    publish(ED)
    code, said = call("use")
    assert (code, said) == (0, f"Letters are signed with {ED} now (its record is there).\n")
    assert signing() == [ED]
    assert [one.what for one in Entry.objects.order_by("pk")] == ["dkim.made", "dkim.used"]
    assert path.read_text().split("\n")[1] not in said


def test_a_key_that_waits_is_told_again_and_no_other_made(call: Call) -> None:
    assert call("make") == call("make")
    assert states() == {ED: "waiting"}


def test_both_algorithms_sign_where_both_are_wanted(
    call: Call, names: Nameserver, publish: Publish, settings: Settings
) -> None:
    settings.DKIM_ALGORITHMS = "both"
    made = json.loads(call("make", "--json")[1])
    assert as_documented("dkim show", made)
    assert [one["selector"] for one in made] == [RSA, ED]
    assert [len(one["strings"]) for one in made] == [2, 1]
    assert "".join(made[0]["strings"]) == made[0]["value"]
    publish(ED)

    code, said = call("use", "--json")
    assert code == 1
    told = json.loads(said.splitlines()[0])
    assert as_documented("dkim use", told)
    assert [(one["selector"], one["used"]) for one in told] == [(RSA, False), (ED, True)]
    assert signing() == [ED]
    publish(RSA)
    assert call("use")[0] == 0
    assert signing() == [RSA, ED]
    settings.DKIM_ALGORITHMS = "rsa"
    assert signing() == [RSA]
    settings.DKIM_ALGORITHMS = "none"
    assert signing() == []


def test_a_key_that_the_option_leaves_out_is_not_said_to_sign(
    call: Call, settings: Settings
) -> None:
    assert "There is no key" in call("show")[1]
    settings.DKIM_ALGORITHMS = "rsa"
    call("make", "--algorithm", "ed25519")

    said = call("use", "--anyway")[1]

    assert "signs nothing while dkim.algorithms is “rsa”" in said
    assert signing() == []
    assert [one.level for one in house.signing()] == [Level.ADVICE]


def test_a_key_follows_another_which_stays_until_nothing_needs_it(
    call: Call, names: Nameserver, publish: Publish, stopped_clock: StoppedClock
) -> None:
    call("make")
    publish(ED)
    call("use")
    assert "is in use: `pamphleteer dkim rotate` makes another" in call("make")[1]

    code, said = call("rotate")
    new = f"{ED}-2"
    assert (code, signing()) == (0, [ED])
    assert f"under {new}._domainkey.example.org" in said
    assert call("rotate")[0] == 1
    publish(new)
    assert call("rotate") == (0, f"Letters are signed with {new} now (its record is there).\n")
    assert (states(), signing()) == ({ED: "resting", new: "used"}, [new])

    code, said = call("drop", ED)
    assert code == 1
    assert f"{ED} stays until 2026-11-30 09:30 UTC" in said
    assert "2026-11-30 09:30" in call("show")[1]
    assert "`pamphleteer dkim rotate` first" in call("drop", new)[1]
    stopped_clock.advance(days=7)
    assert "may go" in call("show")[1]
    assert call("drop", ED) == (0, f"The key {ED} is gone: its record may go too.\n")
    assert states() == {new: "used"}
    assert "there is no key" in call("drop", ED)[1]


def test_a_key_at_rest_is_taken_into_use_again(
    call: Call, names: Nameserver, publish: Publish
) -> None:
    call("make")
    publish(ED)
    call("use")
    call("rotate", "--anyway")
    assert signing() == [f"{ED}-2"]

    assert call("use", ED)[0] == 0
    assert states() == {ED: "used", f"{ED}-2": "resting"}


def test_somebody_may_say_that_the_record_is_there(call: Call, names: Nameserver) -> None:
    names.say(f"{ED}._domainkey.example.org", "TXT", "servfail")
    call("make")
    code, said = call("use")
    assert code == 1
    assert "no answer can be had" in said

    assert call("use", "--anyway")[0] == 0
    assert DkimKey.objects.get().anyway
    assert Entry.objects.get(what="dkim.used").data == {"selector": ED, "seen": False}


@pytest.mark.parametrize(
    ("records", "told"),
    [
        (["v=DKIM1; k=ed25519; p="], "revoked"),
        (["v=DKIM1; k=rsa; p=AAAA"], "for something else"),
        (["k=ed25519; p=AAAA; v=DKIM1"], "for something else"),
        (["v=DKIM1; k=ed25519; s=tlsrpt; p=AAAA"], "for something else"),
        (["v=DKIM1; k=ed25519; h=sha1; p=AAAA"], "for something else"),
        (["v=DKIM1; k=ed25519; p=AAAA"], "of another key"),
        (["v=DKIM1; k=ed25519; p=A"], "no record of a key"),
        (["v=DKIM1; p=AAAA; p=BBBB"], "no record of a key"),
        (["hello"], "no record of a key"),
        (["v=spf1 -all", "v=DKIM1; k=ed25519; p=AAAA"], "several records"),
    ],
)
def test_other_records_are_not_taken_for_its_own(
    call: Call, names: Nameserver, records: list[str], told: str
) -> None:
    call("make")
    names.say(f"{ED}._domainkey.example.org", "TXT", *[f'"{one}"' for one in records])

    code, said = call("use")

    assert code == 1
    assert told in said
    assert signing() == []


def test_spelling_of_the_record_does_not_matter(call: Call, names: Nameserver) -> None:
    public = json.loads(call("make", "--json")[1])[0]["value"].partition("p=")[2]
    spelt = f'"p = {public[:20]}" " {public[20:]} ; k=Ed25519; t=y:s; n=ours;"'
    names.say(f"{ED}._domainkey.example.org", "TXT", spelt)

    code, said = call("use")

    assert code == 0
    assert "tried out" in said


def test_a_key_of_ones_own_is_taken_where_it_lies(call: Call, tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    own = SigningKey.make("tide", Algorithm.ED25519)
    (tmp_path / "keys" / "dkim-tide.key").write_bytes(own.pem())
    assert "keys/dkim-tide.key signs nothing" in call("show")[1]

    assert "of ed25519" in call("make", "--selector", "tide", "--algorithm", "rsa")[1]
    [made] = json.loads(call("make", "--selector", "tide", "--json")[1])

    assert made["value"] == own.record()
    assert call("show", "--zone")[1] == made["zone"] + "\n"
    assert "waits for its record" in call("make", "--selector", "other")[1]
    assert call("drop", "tide")[0] == 0
    assert not (tmp_path / "keys" / "dkim-tide.key").exists()


@pytest.mark.parametrize("selector", ["../secret", "Tide", "a.b", "", "x" * 64, "-a", "a\n"])
def test_what_is_no_selector_touches_no_file(call: Call, selector: str, tmp_path: Path) -> None:
    if selector:
        assert "is no selector" in call("make", "--selector", selector)[1]
    assert call("drop", "--", selector)[0] == 1
    assert not (tmp_path / "keys").exists()


def test_no_key_is_made_for_a_sender_that_nobody_finds(call: Call, settings: Settings) -> None:
    settings.POST_SENDER = "digest@localhost"

    code, said = call("make")

    assert code == 1
    assert "set post.sender" in said


def test_a_domain_has_keys_of_its_own(call: Call, settings: Settings) -> None:
    call("make")
    call("use", "--anyway")
    settings.POST_SENDER = "digest@bücher.example"
    assert signing() == []

    call("make")
    assert call("use", "--anyway")[0] == 0
    assert DkimKey.objects.get(state="used", domain="xn--bcher-kva.example")
    settings.DKIM_DOMAIN = "example.org"
    assert signing() == [ED]


def test_a_folder_that_cannot_be_written_is_told(call: Call, tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("")

    code, said = call("make")

    assert code == 1
    assert "can't be written" in said


def test_a_key_in_use_is_dropped_if_somebody_insists(
    call: Call, stopped_clock: StoppedClock
) -> None:
    call("make")
    call("use", "--anyway")

    assert call("drop", ED, "--anyway")[0] == 0
    assert signing() == []
