"""Coming and going through the pages, as a browser and a mail program do it."""

import re
from collections import Counter
from html.parser import HTMLParser

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pamphleteer.ground.clock import StoppedClock
from pamphleteer.post import tokens
from pamphleteer.post.models import Asking, Consent, Digest, Notice, Reader, State
from pamphleteer.post.verbs import limits
from pamphleteer.post.verbs.signup import ask, enrol

pytestmark = [pytest.mark.django_db, pytest.mark.either_database]

TOKENED = ["confirm", "leave"]


@pytest.fixture
def browser() -> Client:
    return Client(enforce_csrf_checks=True)


def _post(browser: Client, address: str, **more: str) -> HttpResponse:
    return browser.post("/digest/", {"address": address, **more})  # type: ignore[return-value]


def _way(reader: Reader, purpose: str) -> str:
    return "/digest/" + tokens.link(reader, purpose=purpose).partition("/digest/")[2]


def _heading(answer: HttpResponse) -> str:
    [heading] = re.findall(r"<h1[^>]*>(.*?)</h1>", answer.content.decode(), re.DOTALL)
    return str(heading)


def test_a_stranger_signs_up_confirms_reads_and_leaves(browser: Client, digest: Digest) -> None:
    assert "Look into your inbox" in _heading(_post(browser, "ada@example.org"))
    reader = Reader.objects.get()
    assert reader.state == Reader.State.ASKED
    assert Notice.objects.get().reader == reader

    assert "Shall the digest come" in _heading(browser.get(_way(reader, "confirm")))
    assert "You are on the list" in _heading(browser.post(_way(reader, "confirm")))
    reader.refresh_from_db()
    assert reader.state == Reader.State.CONFIRMED
    assert list(reader.digests.all()) == [digest]

    assert "Shall the digest stop" in _heading(browser.get(_way(reader, "leave")))
    assert "You have left" in _heading(browser.post(_way(reader, "leave")))
    reader.refresh_from_db()
    assert reader.state == Reader.State.LEFT
    assert not browser.cookies


def test_second_click_on_confirm_changes_nothing_and_says_so(
    browser: Client, digest: Digest, stopped_clock: StoppedClock
) -> None:
    reader = enrol("ada@example.org")
    stopped_clock.advance(hours=1)

    answer = browser.post(_way(reader, "confirm"))

    assert (answer.status_code, _heading(answer)) == (200, "You are on the list already")
    assert Reader.objects.get().confirmed_at == reader.confirmed_at


def test_second_click_on_leave_changes_nothing_and_says_so(
    browser: Client, digest: Digest, stopped_clock: StoppedClock
) -> None:
    reader = enrol("ada@example.org")
    browser.post(_way(reader, "leave"))
    left_at = Reader.objects.get().left_at
    stopped_clock.advance(hours=1)

    answer = browser.post(_way(reader, "leave"))

    assert (answer.status_code, _heading(answer)) == (200, "You had left already")
    assert Reader.objects.get().left_at == left_at


@pytest.mark.parametrize("purpose", TOKENED)
@pytest.mark.parametrize("method", ["get", "head", "options", "put", "delete"])
@pytest.mark.parametrize("state", Reader.State.values)
def test_looking_changes_nothing(
    browser: Client, digest: Digest, purpose: str, method: str, state: str
) -> None:
    reader = enrol("ada@example.org")
    Reader.objects.update(state=state)
    before = Reader.objects.values().get()

    getattr(browser, method)(_way(reader, purpose))

    assert Reader.objects.values().get() == before


def test_one_click_leaves_without_cookies_or_a_page(digest: Digest) -> None:
    reader = enrol("ada@example.org")

    answer = Client(enforce_csrf_checks=True).post(
        _way(reader, "leave"),
        "List-Unsubscribe=One-Click",
        content_type="application/x-www-form-urlencoded",
    )

    assert answer.status_code == 200
    assert Reader.objects.get().state == Reader.State.LEFT


def test_one_click_may_come_as_multipart_too(digest: Digest) -> None:
    reader = enrol("ada@example.org")

    Client().post(_way(reader, "leave"), {"List-Unsubscribe": "One-Click"})

    assert Reader.objects.get().state == Reader.State.LEFT


def test_the_answer_does_not_tell_who_reads(browser: Client, digest: Digest) -> None:
    enrol("known@example.org")
    gone = enrol("gone@example.org")
    browser.post(_way(gone, "leave"))

    answers = {
        _post(browser, address).content
        for address in ("known@example.org", "gone@example.org", "new@example.org")
    }

    assert len(answers) == 1
    assert sorted(notice.reader.address for notice in Notice.objects.all()) == [
        "gone@example.org",
        "new@example.org",
    ]


def test_as_much_is_written_for_who_reads_as_for_who_is_new(
    browser: Client, digest: Digest
) -> None:
    enrol("known@example.org")
    gone = enrol("gone@example.org")
    browser.post(_way(gone, "leave"))
    browser.post("/digest/", {"address": "first@example.org"})  # what is asked for the first time

    def written(address: str) -> Counter[str]:
        with CaptureQueriesContext(connection) as asked:
            _post(browser, address)
        words = (one["sql"].split() for one in asked)
        return Counter(said[2] for said in words if said[0] == "INSERT")

    new = written("new@example.org")
    assert new['"post_reader"'] == new['"post_subscription"'] == new['"post_notice"'] == 1
    assert written("known@example.org") == new
    assert not new - written("gone@example.org")
    assert Reader.objects.count() == 4
    assert Notice.objects.count() == 3


def test_what_is_no_address_comes_back_with_a_clear_error(browser: Client) -> None:
    answer = _post(browser, 'ada"><b>@nowhere')
    html = answer.content.decode()

    assert answer.status_code == 400
    assert 'value="ada&quot;&gt;&lt;b&gt;@nowhere"' in html
    [described] = re.findall(r'aria-describedby="([^"]+)"', html)
    assert f'id="{described}"' in html
    assert "name@example.org is expected" in html
    assert not Reader.objects.exists()


@pytest.mark.parametrize(
    "address", ["a@b.org\r\nBcc: c@d.org", "a@b.org\nSubject: x", "a\x00@b.org", "é" * 500]
)
def test_nothing_is_smuggled_in_with_an_address(browser: Client, address: str) -> None:
    assert _post(browser, address).status_code == 400
    assert not Reader.objects.exists()


def test_one_mailbox_is_one_reader_however_it_is_spelt(browser: Client, digest: Digest) -> None:
    for address in ("Ada@Example.org", "ada@example.org ", "ADA@EXAMPLE.ORG"):
        _post(browser, address)

    assert Reader.objects.count() == 1
    assert Notice.objects.count() == 1


def test_a_robot_that_fills_everything_in_gets_the_same_page_and_no_mail(browser: Client) -> None:
    answer = _post(browser, "ada@example.org", website="https://spam.example")

    assert _heading(answer) == "Look into your inbox"
    assert not Reader.objects.exists()


def test_one_address_gets_at_most_a_few_confirmations_a_day(
    digest: Digest, stopped_clock: StoppedClock
) -> None:
    for _ in range(10):
        ask("ada@example.org")
        Notice.objects.update(state=State.DONE)
        stopped_clock.advance(minutes=10)
    assert Notice.objects.count() == limits.TO_MAILBOX

    stopped_clock.advance(days=1)
    ask("ada@example.org")
    assert Notice.objects.count() == limits.TO_MAILBOX + 1


def test_one_network_may_not_ask_for_the_whole_world(
    browser: Client, stopped_clock: StoppedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "BY_NETWORK", 2)
    near = {"REMOTE_ADDR": "203.0.113.7"}
    for number in range(2):
        browser.post("/digest/", {"address": f"r{number}@example.org"}, **near)

    refused = browser.post("/digest/", {"address": "r3@example.org"}, REMOTE_ADDR="203.0.113.99")
    other = browser.post("/digest/", {"address": "r4@example.org"}, REMOTE_ADDR="198.51.100.1")
    stopped_clock.advance(hours=1, minutes=1)
    later = browser.post("/digest/", {"address": "r5@example.org"}, **near)

    assert (refused.status_code, refused["Retry-After"]) == (429, "3600")
    assert 'value="r3@example.org"' in refused.content.decode()
    assert (other.status_code, later.status_code) == (200, 200)
    assert not any("203.0" in asking.network for asking in Asking.objects.all())


@pytest.mark.parametrize(
    ("peer", "forwarded", "network"),
    [
        ("203.0.113.7", "10.9.9.9", "203.0.113.0/24"),
        ("127.0.0.1", "10.9.9.9, 203.0.113.7", "203.0.113.0/24"),
        ("::1", "2001:db8:0:12ff::1", "2001:db8:0:1200::/56"),
        ("127.0.0.1", "", "127.0.0.0/24"),
        ("", "", ""),
        ("127.0.0.1", "unknown", "unknown"),
        ("::ffff:203.0.113.7", "", "203.0.113.0/24"),
    ],
)
def test_a_proxy_is_believed_only_on_this_machine(
    browser: Client, peer: str, forwarded: str, network: str
) -> None:
    browser.post(
        "/digest/",
        {"address": "ada@example.org"},
        REMOTE_ADDR=peer,
        HTTP_X_FORWARDED_FOR=forwarded,
    )

    assert Asking.objects.get().network == limits._hashed(network)


@pytest.mark.parametrize("purpose", TOKENED)
def test_a_broken_link_gets_a_friendly_page(browser: Client, digest: Digest, purpose: str) -> None:
    reader = enrol("ada@example.org")
    way = _way(reader, purpose)
    other = _way(reader, "leave" if purpose == "confirm" else "confirm")
    for broken in (way[:-1], way + "x", f"/digest/{purpose}/.", other.replace("leave", "confirm")):
        if broken == way:
            continue
        for answer in (browser.get(broken), browser.post(broken)):
            if purpose == "leave" and "confirm" in broken:
                continue
            assert answer.status_code == 404
            assert _heading(answer) == "This link does not work"


@pytest.mark.parametrize(("purpose", "days"), [("confirm", 8), ("leave", 740)])
def test_an_expired_link_says_that_it_is_too_old(
    browser: Client, digest: Digest, stopped_clock: StoppedClock, purpose: str, days: int
) -> None:
    ask("ada@example.org")
    reader = Reader.objects.get()
    way = _way(reader, purpose)
    stopped_clock.advance(days=days)

    answers = [browser.get(way), browser.post(way)]

    assert [answer.status_code for answer in answers] == [410, 410]
    assert "too old" in answers[0].content.decode()
    assert Reader.objects.get().state == Reader.State.ASKED


def test_an_old_confirmation_does_not_bring_back_who_has_left(
    browser: Client, digest: Digest
) -> None:
    reader = enrol("ada@example.org")
    way = _way(reader, "confirm")
    browser.post(_way(reader, "leave"))

    assert browser.post(way).status_code == 410
    assert Reader.objects.get().state == Reader.State.LEFT


def test_whoever_left_may_come_back(browser: Client, digest: Digest) -> None:
    reader = enrol("ada@example.org")
    browser.post(_way(reader, "leave"))

    _post(browser, "ada@example.org")
    browser.post(_way(reader, "confirm"))

    assert Reader.objects.get().state == Reader.State.CONFIRMED


class _Labels(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.labelled: set[str | None] = set()
        self.fields: list[dict[str, str | None]] = []
        self.scripts = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        fields = dict(attrs)
        if tag == "label":
            self.labelled.add(fields.get("for"))
        if tag == "input":
            self.fields.append(fields)
        self.scripts += tag == "script"


def test_every_page_is_private_without_script_and_has_one_heading(
    browser: Client, digest: Digest
) -> None:
    reader = enrol("ada@example.org")
    answers = [
        browser.get("/digest/"),
        _post(browser, "x"),
        _post(browser, "y@example.org"),
        browser.get(_way(reader, "confirm")),
        browser.post(_way(reader, "confirm")),
        browser.get(_way(reader, "leave")),
        browser.post(_way(reader, "leave")),
        browser.get("/digest/leave/x"),
    ]
    for answer in answers:
        _heading(answer)
        assert answer["Cache-Control"] == "no-store"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["X-Robots-Tag"] == "noindex"
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        seen = _Labels()
        seen.feed(answer.content.decode())
        assert not seen.scripts
        assert all(field["id"] in seen.labelled for field in seen.fields)


def test_consent_is_kept_with_the_words_the_page_and_a_hash_of_the_network(
    browser: Client, digest: Digest
) -> None:
    page = "https://example.org/topics/water.html"
    browser.post(
        "/digest/",
        {"address": "ada@example.org"},
        REMOTE_ADDR="203.0.113.9",
        HTTP_REFERER=f"{page}?from=mail",
    )
    browser.post(_way(Reader.objects.get(), "confirm"), REMOTE_ADDR="203.0.113.77")

    asked, confirmed = Consent.objects.select_related("terms")
    assert (asked.kind, confirmed.kind) == ("asked", "confirmed")
    assert asked.terms == confirmed.terms
    assert asked.terms.where == page
    assert "One mail will ask you to confirm." in asked.terms.words
    assert "Get the daily digest" in asked.terms.words
    assert asked.network == confirmed.network != ""
    assert "203" not in asked.network


@pytest.mark.parametrize(
    "referer", ["https://elsewhere.example/", "https://desk.example.org/digest/leave/TOKEN", ""]
)
def test_where_a_form_was_is_told_of_our_own_pages_alone(
    referer: str, browser: Client, digest: Digest
) -> None:
    browser.post("/digest/", {"address": "ada@example.org"}, HTTP_REFERER=referer)

    assert Consent.objects.get().terms.where == "https://desk.example.org/digest/"
