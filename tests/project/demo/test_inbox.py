"""The inbox takes real mail over SMTP and shows it safely."""

import smtplib
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path

import pytest

from pamphleteer.project.demo.inbox import Inbox
from pamphleteer.project.demo.inbox_web import InboxPages
from tests.project.demo.web import ask


@pytest.fixture
def inbox(tmp_path: Path) -> Iterator[Inbox]:
    with Inbox(tmp_path / "inbox") as inbox:
        yield inbox


@pytest.fixture
def pages(inbox: Inbox) -> Iterator[InboxPages]:
    with InboxPages(inbox.folder) as pages:
        yield pages


@contextmanager
def smtp(inbox: Inbox) -> Iterator[smtplib.SMTP]:
    with smtplib.SMTP("127.0.0.1", inbox.port, local_hostname="relay.example") as client:
        yield client


def letter(**changes: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "The Open Page <digest@open-page.example>"
    message["To"] = "amaya@readers.example"
    message["Subject"] = changes.get("subject", "Ten pieces today")
    message.set_content(changes.get("text", "Read on: https://open-page.example/\n"))
    if "html" in changes:
        message.add_alternative(changes["html"], subtype="html")
    return message


def files(inbox: Inbox) -> list[Path]:
    return sorted(inbox.folder.iterdir())


def test_a_mail_is_on_the_disk_once_it_is_accepted(inbox: Inbox) -> None:
    with smtp(inbox) as client:
        client.send_message(letter())
        [kept] = files(inbox)
    assert kept.suffix == ".eml"
    assert b"Subject: Ten pieces today\r\n" in kept.read_bytes()
    assert b"Delivered-To: amaya@readers.example\r\n" in kept.read_bytes()


def test_mails_sort_by_the_time_they_came(inbox: Inbox) -> None:
    with smtp(inbox) as client:
        for number in range(5):
            client.send_message(letter(subject=f"Number {number}"))
    subjects = [line for file in files(inbox) for line in file.read_text().split("\n")]
    assert [s for s in subjects if s.startswith("Subject")] == [
        f"Subject: Number {number}" for number in range(5)
    ]


def test_each_recipient_has_a_mail_of_their_own(inbox: Inbox) -> None:
    with smtp(inbox) as client:
        to = ["a@readers.example", "b@readers.example"]
        client.sendmail("digest@open-page.example", to, letter().as_bytes())
    assert len(files(inbox)) == 2


def test_a_folder_that_cannot_be_written_is_answered_with_try_later(inbox: Inbox) -> None:
    inbox.folder.rmdir()
    inbox.folder.write_text("in the way")
    with smtp(inbox) as client, pytest.raises(smtplib.SMTPDataError) as refused:
        client.send_message(letter())
    assert refused.value.smtp_code == 452


def test_the_inbox_ends_while_somebody_is_connected(tmp_path: Path) -> None:
    with Inbox(tmp_path) as inbox:
        client = smtplib.SMTP("127.0.0.1", inbox.port, local_hostname="relay.example")
        client.noop()
    client.close()


def test_a_taken_port_is_refused(inbox: Inbox, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="in use"):
        Inbox(tmp_path, port=inbox.port)


def test_an_empty_inbox_says_so(pages: InboxPages) -> None:
    assert "No mail yet" in ask(pages.port, "/").text


def test_the_list_shows_newest_first_with_decoded_subjects(inbox: Inbox, pages: InboxPages) -> None:
    with smtp(inbox) as client:
        client.send_message(letter(subject="Décimo día de huelga — ¿y mañana?"))
        client.send_message(letter(subject="水の話"))
    page = ask(pages.port, "/").text
    assert 0 < page.index("水の話") < page.index("Décimo día de huelga — ¿y mañana?")


def test_headers_beyond_ascii_and_broken_ones_are_shown_too(
    inbox: Inbox, pages: InboxPages
) -> None:
    with smtp(inbox) as client:
        for subject in ("=?utf-8?b?broken", "=?x-none?q?odd?=", "café", "=?utf-8?b?a?="):
            raw = f"From: x@y.example\r\nSubject: {subject}\r\n\r\nhello\r\n".encode()
            client.sendmail("x@y.example", ["z@y.example"], raw)
    page = ask(pages.port, "/").text
    assert page.count("x@y.example") == 4
    assert "café" in page
    assert "odd" in page


def test_nothing_of_a_mail_becomes_markup_of_the_page(inbox: Inbox, pages: InboxPages) -> None:
    evil = "<script>alert(1)</script>"
    with smtp(inbox) as client:
        client.send_message(letter(subject=evil, text=evil, html=f"<p>{evil}</p>"))
    [kept] = files(inbox)
    for path in ("/", f"/mail/{kept.name}"):
        page = ask(pages.port, path)
        assert "<script" not in page.text
        assert "&lt;script&gt;" in page.text
        assert "default-src 'none'" in page.headers["Content-Security-Policy"]


def test_the_html_part_runs_no_script_and_fetches_nothing(inbox: Inbox, pages: InboxPages) -> None:
    html = '<html><head><title>x</title></head><body><a href="https://e.example/">go</a></body>'
    with smtp(inbox) as client:
        client.send_message(letter(html=html))
    [kept] = files(inbox)
    shown = ask(pages.port, f"/mail/{kept.name}/html")
    policy = shown.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox allow-top-navigation-by-user-activation" in policy
    assert "allow-scripts" not in policy
    assert '<head><base target="_top">' in shown.text
    assert 'href="https://e.example/"' in shown.text


def test_a_mail_without_html_shows_its_text(inbox: Inbox, pages: InboxPages) -> None:
    with smtp(inbox) as client:
        client.send_message(letter(text="Grüße\n"))
    [kept] = files(inbox)
    page = ask(pages.port, f"/mail/{kept.name}").text
    assert "Grüße" in page
    assert "<iframe" not in page


def test_the_raw_source_is_plain_text(inbox: Inbox, pages: InboxPages) -> None:
    with smtp(inbox) as client:
        client.send_message(letter(html="<p>x</p>"))
    [kept] = files(inbox)
    raw = ask(pages.port, f"/mail/{kept.name}/raw")
    assert raw.body == kept.read_bytes()
    assert raw.headers["Content-Type"].startswith("text/plain")
    assert raw.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "name",
    [
        "../outlet.toml",
        "..%2Foutlet.toml",
        "%2e%2e/outlet.toml",
        "/etc/passwd",
        "other.eml",
        "20260101T000000.000000Z-ffffff.eml",
        "20260101T000000.000000Z-ffffff.eml%00",
        "",
    ],
)
def test_nothing_but_mails_can_be_reached(pages: InboxPages, inbox: Inbox, name: str) -> None:
    (inbox.folder.parent / "outlet.toml").write_text("secret")
    (inbox.folder / "other.eml").write_text("secret")
    for path in (f"/mail/{name}", f"/mail/{name}/raw"):
        reply = ask(pages.port, path)
        assert reply.status == 404
        assert "secret" not in reply.text


def test_mails_are_ordinary_files(inbox: Inbox) -> None:
    with smtp(inbox) as client:
        client.send_message(letter())
    [kept] = files(inbox)
    assert stat.S_IMODE(kept.stat().st_mode) & 0o111 == 0
