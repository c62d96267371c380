"""What providers report: whom it blames, by what the receiving server said, and by whom it is believed."""

import json
from collections.abc import Sequence
from typing import Any

import pytest
from django.test import RequestFactory

from pamphleteer.ground import clock
from pamphleteer.post.bounces.results import Kind
from pamphleteer.post.errors import Forged, ReportError, Scope
from pamphleteer.post.relays import reports_of
from pamphleteer.post.relays.kit import Told
from pamphleteer.post.relays.ses.notices import Topic
from pamphleteer.post.relays.ses.reports import SesReports
from tests.post.conftest import relay_of
from tests.post.relays.api.reporting import (
    AMAZON,
    CERTIFICATE,
    GONE,
    NAME,
    SECRET,
    TO,
    TOPIC,
    amazon,
    login,
    mailgun,
    notice,
    postmark,
    request,
    ses,
    signed,
)

READER, SITE, RELAY = Scope.READER, Scope.SITE, Scope.RELAY
BOUNCE, DELAY, COMPLAINT, LEFT = Kind.BOUNCE, Kind.DELAY, Kind.COMPLAINT, Kind.UNSUBSCRIBE
URLS = {
    "postmark": "postmark://",
    "mailgun": "mailgun://mg.example.org",
    "brevo": "brevo://",
    "sparkpost": "sparkpost://",
    "mailjet": "mailjet://key@",
}


def told(name: str, said: Any, **fields: Any) -> Sequence[Told]:
    reports = reports_of(relay_of(URLS[name], webhook_secret=SECRET))
    assert reports is not None
    return reports.told(request(said, **fields))


def brevo(event: str, reason: str = GONE) -> dict[str, Any]:
    custom = f'{{"delivery": "{NAME}"}}'
    return {"event": event, "email": TO, "reason": reason, "X-Mailin-custom": custom}


def sparkpost(kind: str, reason: str = GONE) -> list[Any]:
    event = {"type": kind, "bounce_class": "10", "raw_rcpt_to": TO, "raw_reason": reason}
    return [
        {"msys": {"message_event": {**event, "rcpt_meta": {"delivery": NAME}, "event_id": "9"}}}
    ]


def mailjet(event: str, reply: str = GONE) -> dict[str, Any]:
    payload = f'{{"delivery": "{NAME}"}}'
    return {"event": event, "email": TO, "smtp_reply": reply, "Payload": payload, "time": 1}


def delivered(**fields: Any) -> dict[str, Any]:
    return mailgun(event="delivered", severity=None, **fields)


FULL = "smtp; 552 5.2.2 mailbox full"
BLOCKED = "smtp; 550 5.7.1 blocked by Spamhaus"
LATER = {"code": 421, "message": "4.7.0 try again later"}
BEFORE = {"code": 605, "message": "Not delivering to previously bounced address"}
CHANGE = {"RecordType": "SubscriptionChange", "SuppressSending": True, "Recipient": TO}
BY_HAND = {**CHANGE, "SuppressionReason": "ManualSuppression"}


@pytest.mark.parametrize(
    ("name", "said", "kind", "scope", "hard"),
    [
        ("postmark", postmark(), BOUNCE, READER, True),
        ("postmark", postmark(Details=FULL), BOUNCE, READER, False),
        ("postmark", postmark(Details=BLOCKED), BOUNCE, RELAY, False),
        ("postmark", postmark(Type="SoftBounce", Details="smtp;550 5.7.1 policy"), BOUNCE, RELAY, False),
        # Its own words, and its own list, blame nobody.
        ("postmark", postmark(Details=""), BOUNCE, RELAY, False),
        ("postmark", postmark(Details="unknown user"), BOUNCE, RELAY, False),
        ("postmark", postmark(Type="BadEmailAddress", Details=GONE), BOUNCE, RELAY, False),
        ("postmark", postmark(Type="Transient", Details="smtp;451 4.7.1 greylisted"), DELAY, SITE, False),
        ("postmark", postmark(RecordType="SpamComplaint", Type="SpamComplaint"), COMPLAINT, READER, False),
        # A filter's word is no complaint of the reader's.
        ("postmark", postmark(Type="SpamNotification", Details=BLOCKED), BOUNCE, RELAY, False),
        ("postmark", postmark(**BY_HAND, Origin="Recipient"), LEFT, READER, False),
        ("mailgun", mailgun(), BOUNCE, READER, True),
        ("mailgun", mailgun(severity="temporary", **{"delivery-status": LATER}), DELAY, SITE, False),
        ("mailgun", mailgun(reason="suppress-bounce", **{"delivery-status": BEFORE}), BOUNCE, RELAY, False),
        ("mailgun", mailgun(event="complained"), COMPLAINT, READER, False),
        ("mailgun", mailgun(event="unsubscribed"), LEFT, READER, False),
        ("brevo", brevo("hard_bounce"), BOUNCE, READER, True),
        ("brevo", brevo("hard_bounce", ""), BOUNCE, RELAY, False),
        ("brevo", brevo("blocked"), BOUNCE, RELAY, False),
        ("brevo", brevo("spam"), COMPLAINT, READER, False),
        ("brevo", brevo("unsubscribe"), LEFT, READER, False),
        ("sparkpost", sparkpost("bounce"), BOUNCE, READER, True),
        ("sparkpost", sparkpost("bounce", FULL), BOUNCE, READER, False),
        ("sparkpost", sparkpost("policy_rejection", "550 5.7.1 recipient address suppressed"), BOUNCE, RELAY, False),
        ("mailjet", mailjet("bounce"), BOUNCE, READER, True),
        ("mailjet", mailjet("bounce", ""), BOUNCE, RELAY, False),
        ("mailjet", mailjet("spam"), COMPLAINT, READER, False),
    ],
)  # fmt: skip
def test_a_report_blames_whom_the_receiving_server_blames(
    name: str, said: Any, kind: Kind, scope: Scope, hard: bool
) -> None:
    if name == "mailgun":  # it is signed with its time
        said = mailgun(**said["event-data"])
    [one] = told(name, said)
    assert one.message_id.strip("<>") == NAME
    result = one.result
    assert (result.recipient, result.kind, result.scope, result.hard) == (TO, kind, scope, hard)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("postmark", postmark(RecordType="Delivery")),
        ("postmark", postmark(RecordType="Open")),
        ("postmark", postmark(Metadata={})),
        ("postmark", postmark(**BY_HAND, Origin="Customer")),
        ("postmark", postmark(**CHANGE, SuppressionReason="HardBounce", Origin="Recipient")),
        ("brevo", brevo("opened")),
        ("sparkpost", []),
        ("sparkpost", [{"msys": {}}]),
    ],
)
def test_what_does_not_concern_the_post_says_nothing(name: str, said: Any) -> None:
    assert not told(name, said)


@pytest.mark.parametrize("name", ["postmark", "brevo", "sparkpost", "mailjet"])
@pytest.mark.parametrize(
    "headers", [{}, login(secret="guess"), login(user="root"), {"authorization": "Basic ="}]
)
def test_whoever_does_not_know_the_secret_is_not_heard(name: str, headers: dict[str, str]) -> None:
    with pytest.raises(Forged):
        told(name, postmark(), headers=headers)


@pytest.mark.parametrize(
    "said",
    [
        {"key": "another"},
        {"at": clock.now().timestamp() - 3 * 86_400},
        {"at": clock.now().timestamp() + 3 * 86_400},
    ],
)
def test_mailguns_reports_are_signed_and_new(said: dict[str, Any]) -> None:
    with pytest.raises(Forged):
        told("mailgun", mailgun(**said))


def test_a_form_that_is_json_at_once_does_not_bring_an_old_signature_in() -> None:
    old = signed(at=clock.now().timestamp() - 3 * 86_400)
    form = "&".join(f"{name}={value}" for name, value in old.items())
    both = json.dumps({"a": f"&{form}&event=complained&x=", "signature": signed(key="another")})
    asked = RequestFactory().post("/", both, content_type="application/x-www-form-urlencoded")
    assert asked.POST["signature"] == old["signature"]
    reports = reports_of(relay_of(URLS["mailgun"], webhook_secret=SECRET))
    assert reports is not None
    with pytest.raises(Forged):
        reports.told(asked)


NONSENSE: tuple[Any, ...] = (
    *("", "[", "null", "[[]]", '"x"', "[" * 50_000, '{"signature": 1}', b"\xff"),
    '{"event": [], "Type": {}, "Metadata": 1}',
)


@pytest.mark.parametrize("name", URLS)
@pytest.mark.parametrize("said", NONSENSE)
def test_nonsense_is_refused_or_says_nothing(name: str, said: Any) -> None:
    try:
        assert not told(name, said)
    except ReportError:
        return


def test_a_relay_without_a_secret_has_no_door() -> None:
    assert reports_of(relay_of("postmark://")) is None
    assert reports_of(relay_of("smtp://127.0.0.1", webhook_secret=SECRET)) is None


class Amazon:
    """What Amazon's own address was asked, and its topic."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.reports = SesReports(Topic(TOPIC, self.fetch), f"post:{SECRET}")

    def fetch(self, url: str) -> bytes:
        self.asked.append(url)
        return amazon()[1]

    def told(self, said: Any, **fields: Any) -> Sequence[Told]:
        return self.reports.told(request(said, **fields))


COMPLAINED = {"complainedRecipients": [{"emailAddress": TO}], "complaintFeedbackType": "abuse"}
DELAYED = {
    "delayedRecipients": [{"emailAddress": TO, "diagnosticCode": "smtp; 451 4.7.1 greylisted"}]
}
LISTED = {"bounceType": "Permanent", "bounceSubType": "OnAccountSuppressionList", "bouncedRecipients": [{"emailAddress": TO, "diagnosticCode": "Amazon SES did not send the message to this address because it is on the suppression list: invalid address"}]}  # fmt: skip # noqa: E501


@pytest.mark.parametrize(
    ("event", "kind", "scope", "hard"),
    [
        (ses(), BOUNCE, READER, True),
        (ses(bounce=LISTED), BOUNCE, RELAY, False),
        (ses("DeliveryDelay", deliveryDelay=DELAYED), DELAY, SITE, False),
        (ses("Complaint", complaint=COMPLAINED), COMPLAINT, READER, False),
        (ses("Reject", reject={"reason": "Bad content"}), BOUNCE, RELAY, False),
    ],
)
def test_amazons_notices_blame_whom_the_receiving_server_blames(
    event: Any, kind: Kind, scope: Scope, hard: bool
) -> None:
    here = Amazon()
    [one] = here.told(notice(event))
    assert one.message_id == f"<{NAME}>"
    assert (one.result.kind, one.result.scope, one.result.hard) == (kind, scope, hard)
    assert here.asked == [CERTIFICATE]
    assert here.told(notice(event))
    assert here.asked == [CERTIFICATE]


@pytest.mark.parametrize(
    "event",
    [
        ses("Delivery"),
        ses("Complaint", complaint={**COMPLAINED, "complaintFeedbackType": "not-spam"}),
        ses("Complaint", complaint={**COMPLAINED, "complaintSubType": "OnAccountSuppressionList"}),
        "Successfully validated SNS topic for Amazon SES event publishing.",
    ],
)
def test_what_is_no_complaint_and_no_bounce_says_nothing(event: Any) -> None:
    assert not Amazon().told(notice(event))


OLD = "2020-01-01T00:00:00.000Z"


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        (notice(ses(), signed=False), 1),
        ({**notice(ses()), "Message": "{}"}, 1),
        (notice(ses(), Timestamp=OLD), 0),
        (notice(ses(), TopicArn=TOPIC + "2"), 0),
        (notice(ses(), SignatureVersion="0"), 0),
        (notice(ses(), SigningCertURL="https://evil.example/SimpleNotificationService-0a.pem"), 0),
        (notice(ses(), SigningCertURL=CERTIFICATE.replace("https", "http")), 0),
        (notice(ses(), SigningCertURL=CERTIFICATE.replace(".com/", ".com@evil.example/")), 0),
        (notice(ses(), SigningCertURL=f"{AMAZON}?Action=ConfirmSubscription"), 0),
        (notice(ses(), SigningCertURL="https://[/"), 0),
    ],
)
def test_forged_and_old_notices_are_not_heard_and_nobody_else_is_asked(
    said: Any, asked: int
) -> None:
    here = Amazon()
    with pytest.raises(Forged):
        here.told(said)
    assert len(here.asked) == asked


def test_a_notice_without_the_secret_asks_nobody() -> None:
    here = Amazon()
    for headers in ({}, login(secret="guess"), login(secret="gu\xe9ss")):
        with pytest.raises(Forged):
            here.told(notice(ses()), headers=headers)
    assert not here.asked


EMPTY: tuple[Any, ...] = (
    [],
    {"Type": "Other"},
    {"Type": []},
    notice(ses(), Timestamp="soon"),
    notice(ses(), Timestamp="2026-03-01"),
    {**notice(ses()), "MessageId": 3},
    notice({"eventType": "Bounce"}),
    notice([]),
)


@pytest.mark.parametrize("said", EMPTY)
def test_notices_that_say_nothing_are_refused(said: Any) -> None:
    with pytest.raises(ReportError):
        Amazon().told(said)


def test_the_topic_is_subscribed_to_at_amazons_own_address_alone() -> None:
    here = Amazon()
    confirmation = {"Type": "SubscriptionConfirmation", "Token": "2336"}
    url = f"{AMAZON}?Action=ConfirmSubscription&Token=2336"
    assert not here.told(notice("You have chosen", SubscribeURL=url, **confirmation))
    assert here.asked == [CERTIFICATE, url]
    with pytest.raises(Forged):
        here.told(notice("You have", SubscribeURL="https://evil.example/", **confirmation))
    assert len(here.asked) == 2


def test_without_a_topic_no_notice_is_believed() -> None:
    reports = reports_of(relay_of("ses://AKID@eu-west-1", webhook_secret=SECRET))
    assert reports is not None
    with pytest.raises(Forged):
        reports.told(request(notice(ses(), TopicArn="")))
