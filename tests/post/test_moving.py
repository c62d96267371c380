"""Change of address: the new one confirms, the old one is told and has a way back."""

import json
import re
from collections import Counter
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pamphleteer.ground.clock import StoppedClock
from pamphleteer.post import tokens
from pamphleteer.post.errors import LinkExpired
from pamphleteer.post.letters.writing import written
from pamphleteer.post.models import Delivery, Digest, Notice, Reader, Rhythm, State
from pamphleteer.post.verbs import choices, limits, moving, unanswered
from pamphleteer.post.verbs.compose import compose
from pamphleteer.post.verbs.deliver import deliver
from pamphleteer.post.verbs.exporting import export
from pamphleteer.post.verbs.find import find
from pamphleteer.post.verbs.forget import forget
from pamphleteer.post.verbs.known import known_of
from pamphleteer.post.verbs.rekey import rekey
from pamphleteer.post.verbs.signup import ask, enrol, leave_as
from pamphleteer.post.wishes import Wishes
from tests.cast import Cast
from tests.post.servers import Server

pytestmark = pytest.mark.django_db

OLD, NEW = "ada@example.org", "ada@elsewhere.example"


@pytest.fixture
def reader(digest: Digest) -> Reader:
    reader = enrol(OLD)
    choices.choose(reader, digest, Wishes(rhythm=Rhythm.WEEKLY, weekday=2, hour=18))
    return reader


def _token(reader: Reader, purpose: str) -> str:
    return tokens.link(reader, purpose=purpose).rpartition("/")[2]


def _asked(reader: Reader, address: str = NEW) -> None:
    moving.ask(_token(reader, tokens.CHOOSE), address)


def _moved(reader: Reader) -> None:
    _asked(reader)
    moving.move(_token(_of(NEW), tokens.MOVE))
    reader.refresh_from_db()


def _of(address: str) -> Reader:
    found = find(address)
    assert found is not None
    return found


def _link(notice: Notice, purpose: str) -> str:
    text = written(notice).content.decode().replace("=\r\n", "")
    found = re.search(rf"https://desk\.example\.org(/digest/{purpose}/[\w.-]+)", text)
    assert found, text
    return found[1]


def test_nothing_changes_before_the_new_address_confirms(reader: Reader) -> None:
    _asked(reader)

    [notice] = Notice.objects.all()
    assert (notice.kind, notice.reader.address) == (Notice.Kind.MOVE, NEW)
    assert _of(OLD) == reader
    assert Reader.objects.get(pk=reader.pk).address == OLD


def test_what_a_reader_chose_and_had_goes_along(reader: Reader, digest: Digest, cast: Cast) -> None:
    before = choices.current(reader)
    cast.article()
    compose(digest)

    _moved(reader)

    assert reader.address == NEW
    assert _of(NEW) == reader
    assert reader.state == Reader.State.CONFIRMED
    assert choices.current(reader) == before
    assert not Delivery.objects.exclude(reader=reader).exists()


def test_both_ends_hear_of_it_by_mail_and_links_in_old_letters_end(
    reader: Reader, relay: Server
) -> None:
    browser, old = Client(enforce_csrf_checks=True), _token(reader, tokens.CHOOSE)
    leave = urlsplit(tokens.link(reader, purpose=tokens.LEAVE)).path
    browser.post(f"/digest/choose/{old}/address", {"address": NEW})
    way = _link(Notice.objects.get(), "move")
    assert deliver().done == 1
    assert "come here?" in browser.get(way).content.decode()
    assert _of(OLD) == reader
    assert "come here from now on" in browser.post(way).content.decode()
    assert "come here already" in browser.post(way).content.decode()
    assert deliver().done == 1

    assert relay.recipients == [NEW, OLD]
    assert browser.get(f"/digest/choose/{old}").status_code == 410
    browser.post(leave)
    reader.refresh_from_db()
    assert (reader.state, reader.address) == (Reader.State.CONFIRMED, NEW)


def test_the_old_address_is_told_and_brings_letters_back(reader: Reader) -> None:
    browser = Client(enforce_csrf_checks=True)
    _moved(reader)
    taken = _token(reader, tokens.CHOOSE)
    assert [one["email"] for one in known_of(reader)["other_addresses"]] == [OLD]
    told = Notice.objects.get(kind=Notice.Kind.MOVED)
    assert told.reader.address == OLD
    text = written(told).content.decode()
    assert "a***@elsewhere.example" in text
    assert NEW not in text

    way = _link(told, "back")
    assert "come here again?" in browser.get(way).content.decode()
    assert _of(NEW) == reader
    assert browser.post(way).status_code == 200

    reader.refresh_from_db()
    assert (reader.address, reader.state) == (OLD, Reader.State.CONFIRMED)
    assert _of(OLD) == reader
    assert find(NEW) is None
    assert browser.get(f"/digest/choose/{taken}").status_code == 410
    assert browser.post(way).status_code == 410


def test_a_move_is_kept_as_a_consent_and_told_with_what_is_known(reader: Reader) -> None:
    browser = Client(enforce_csrf_checks=True)
    _asked(reader)
    way = _link(Notice.objects.get(), "move")
    page = re.sub(r"</?bdi>", "", unescape(browser.get(way).content.decode()))
    assert not reader.consents.exists()
    browser.post(way, REMOTE_ADDR="192.0.2.7")

    reader.refresh_from_db()
    [consent] = known_of(reader)["consents"]
    assert (consent["kind"], consent["where"]) == ("moved", "https://desk.example.org/digest/")
    assert all(line in page for line in consent["words"].split("\n\n"))
    assert "192.0.2" not in consent["network_hash"]
    assert len(consent["network_hash"]) == 32
    assert consent["at"] == _of(OLD).left_at
    [row] = export()
    assert json.loads(row["consents"])[0]["words"] == consent["words"]

    moving.move_back(_token(_of(OLD), tokens.BACK))
    assert not reader.consents.exists()


def test_the_link_of_another_readers_asking_ends_with_a_newer_one(
    reader: Reader, digest: Digest
) -> None:
    other = enrol("bea@example.org")
    _asked(reader)
    first = _token(_of(NEW), tokens.MOVE)
    Notice.objects.update(state=State.DONE)
    _asked(other)
    with pytest.raises(LinkExpired):
        moving.move(first)
    moving.move(_token(_of(NEW), tokens.MOVE))

    assert _of(NEW) == other
    assert _of(OLD) == reader


def test_the_old_address_is_forgotten_after_a_week(
    reader: Reader, stopped_clock: StoppedClock
) -> None:
    _moved(reader)
    Notice.objects.update(state=State.DONE, settled_at=stopped_clock.at)
    stopped_clock.advance(days=6)
    assert unanswered.round_() == 0
    stopped_clock.advance(days=2)
    assert unanswered.round_() == 1

    assert find(OLD) is None
    assert _of(NEW) == reader


def test_the_answer_does_not_tell_who_reads(reader: Reader) -> None:
    enrol("known@example.org")
    gone = enrol("gone@example.org")
    leave_as(gone.key)
    forget("forgotten@example.org")
    browser = Client()
    way = f"/digest/choose/{_token(reader, tokens.CHOOSE)}/address"

    answers = [
        browser.post(way, {"address": address})
        for address in (OLD, "known@example.org", "gone@example.org", "forgotten@example.org", NEW)
    ]

    assert len({(one.status_code, one["Location"], one.content) for one in answers}) == 1
    assert sorted(one.reader.address for one in Notice.objects.all()) == sorted(
        ["gone@example.org", "forgotten@example.org", NEW]
    )


def test_as_much_is_written_for_who_reads_as_for_who_is_new(reader: Reader) -> None:
    enrol("known@example.org")
    token = _token(reader, tokens.CHOOSE)

    def inserted(address: str) -> Counter[str]:
        with CaptureQueriesContext(connection) as asked:
            moving.ask(token, address)
        words = (one["sql"].split() for one in asked)
        return Counter(said[2] for said in words if said[0] == "INSERT")

    new = inserted(NEW)
    assert new['"post_reader"'] == new['"post_notice"'] == 1
    assert inserted("known@example.org") == inserted(OLD) == new
    assert Reader.objects.count() == 3
    assert Notice.objects.count() == 1


@pytest.mark.parametrize(
    "address",
    ["a@b.org\r\nBcc: c@d.org", "a\x00@b.org", "x", "", f"{'a' * 64}@{'b' * 252}.org", "é" * 500],
)
def test_nothing_is_smuggled_in_with_an_address(reader: Reader, address: str) -> None:
    way = f"/digest/choose/{_token(reader, tokens.CHOOSE)}/address"

    answer = Client().post(way, {"address": address})

    assert answer.status_code == 400
    assert 'id="address-error"' in answer.content.decode()
    assert Reader.objects.count() == 1


def test_nobody_is_flooded_by_another_s_link(
    reader: Reader, monkeypatch: pytest.MonkeyPatch, stopped_clock: StoppedClock
) -> None:
    way = f"/digest/choose/{_token(reader, tokens.CHOOSE)}/address"
    for _ in range(6):
        Client().post(way, {"address": NEW})
        Notice.objects.update(state=State.DONE)
    assert Notice.objects.count() == limits.TO_MAILBOX

    monkeypatch.setattr(limits, "BY_NETWORK", 6)
    refused = Client().post(way, {"address": "other@example.org"})
    assert (refused.status_code, refused["Retry-After"]) == (429, "3600")


def test_a_sign_up_of_the_new_address_is_no_move(reader: Reader, digest: Digest) -> None:
    ask(NEW)
    _asked(reader)
    stranger = _of(NEW)
    Client().post(urlsplit(tokens.link(stranger, purpose=tokens.CONFIRM)).path)

    assert _of(OLD) == reader
    assert _of(NEW).state == Reader.State.CONFIRMED
    assert (
        Client().post(urlsplit(tokens.link(stranger, purpose=tokens.MOVE)).path).status_code == 200
    )
    assert _of(OLD) == reader


def test_who_has_left_meanwhile_does_not_move(reader: Reader) -> None:
    _asked(reader)
    leave_as(reader.key)

    answer = Client().post(urlsplit(tokens.link(_of(NEW), purpose=tokens.MOVE)).path)

    assert answer.status_code == 410
    assert Reader.objects.get(pk=reader.pk).address == OLD


def test_nobody_forgets_an_address_that_has_a_way_back(reader: Reader) -> None:
    old = f"/digest/choose/{_token(reader, tokens.CHOOSE)}"
    _moved(reader)

    assert {Client().post(f"{old}/{deed}").status_code for deed in ("forget", "known")} == {410}
    moving.move_back(_token(_of(OLD), tokens.BACK))
    assert _of(OLD).state == Reader.State.CONFIRMED


def test_forget_me_takes_the_other_address_along(reader: Reader) -> None:
    _moved(reader)

    forget(NEW)

    assert not Reader.objects.exists()


def test_an_address_moves_there_and_back_by_itself(reader: Reader) -> None:
    _moved(reader)
    _asked(reader, OLD)
    moving.move(_token(_of(OLD), tokens.MOVE))

    reader.refresh_from_db()
    assert reader.address == OLD
    assert _of(OLD) == reader


def test_a_change_of_key_and_of_address_go_together(reader: Reader) -> None:
    _moved(reader)
    rekey()
    reader.refresh_from_db()
    assert reader.address == NEW
    moving.move_back(_token(_of(OLD), tokens.BACK))
    rekey()

    reader.refresh_from_db()
    assert (reader.address, _of(OLD)) == (OLD, reader)
