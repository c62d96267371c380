"""What each provider is asked for a letter, and what its answer makes of it."""

from base64 import b64decode
from typing import Any

import pytest

from pamphleteer.post.errors import RelayError, Scope
from pamphleteer.post.relays.kit import Reply
from tests.post.conftest import relay_of
from tests.post.relays.api.providing import (
    LINK,
    MESSAGE_ID,
    SIGNATURE,
    Heard,
    Said,
    letter,
    said_by,
)

KEY = "key-of-the-outlet"
POSTMARK = {"ErrorCode": 0, "Message": "OK", "MessageID": "b7bc", "To": "rita@readers.example"}
MAILJET = {"Status": "success", "To": [{"Email": "rita@readers.example", "MessageID": 7}]}
SPARKPOST = {"total_accepted_recipients": 1, "total_rejected_recipients": 0, "id": "66"}
NOBODY = {"total_accepted_recipients": 0, "total_rejected_recipients": 1}
INACTIVE = "inactive addresses: rita@readers.example. Inactive recipients are ones that bounced."
SUPPRESSED = {
    "type": "ALL_SUPPRESSED",
    "warning": "x",
    "recipients": [{"email": "rita@readers.example", "name": "", "reasons": ["blocklisted"]}],
}
TAKEN: dict[str, tuple[str, Said, str]] = {
    "mailgun": ("mailgun://mg.example.org", Said(told={"id": "<5b>", "message": "Queued."}), "<5b>"),
    "postmark": ("postmark://broadcast", Said(told=POSTMARK), "b7bc"),
    "brevo": ("brevo://", Said(201, {"messageId": "<20@brevo>"}), "<20@brevo>"),
    "ses": ("ses://AKIDEXAMPLE@eu-west-1", Said(told={"MessageId": "0100-ab"}), "0100-ab"),
    "sparkpost": (
        "sparkpost://",
        Said(told={"results": SPARKPOST}),
        "66",
    ),
    "resend": ("resend://", Said(told={"id": "49a3"}), "49a3"),
    "mailjet": ("mailjet://public@", Said(told={"Messages": [MAILJET]}), "7"),
    "mailersend": (
        "mailersend://",
        Said(202, "", {"X-Message-Id": "5e42", "Content-Type": "text/html"}),
        "5e42",
    ),
}  # fmt: skip


def asked(name: str) -> Heard:
    """Return the one request by which a provider gets a letter that it takes."""
    url, said, its_id = TAKEN[name]
    [outcome], [heard] = said_by(lambda api: relay_of(url, password=KEY, api_url=api), said)
    assert isinstance(outcome, Reply)
    assert its_id in str(outcome)
    assert heard.method == "POST"
    return heard


@pytest.mark.parametrize("name", TAKEN)
def test_a_provider_that_takes_a_letter_settles_it_with_its_own_name_for_it(name: str) -> None:
    heard = asked(name)
    said = repr(heard.headers) + heard.body.decode(errors="replace")
    assert "rita@readers.example" in said
    # The key itself never goes to Amazon: it signs.
    told = KEY in said or "Basic " in said
    assert told != (name == "ses")


@pytest.mark.parametrize("name", sorted(set(TAKEN) - {"mailgun", "ses"}))
def test_a_letter_that_is_taken_apart_keeps_its_words_and_the_way_to_leave(name: str) -> None:
    told = repr(asked(name).json)
    for part in ("Heute: die Fähre fährt wieder", "über mehr als eine Zeile", LINK, "One-Click"):
        assert part in told
    assert "<p>Ein sehr langer" in told
    # Paragraphs are lines again, and nobody signs what another puts together.
    assert "Fähre, der sich über mehr als eine Zeile" in told.split("<p>")[0]
    assert "DKIM" not in told.upper()


def test_mailgun_gets_the_letter_byte_for_byte_and_counts_nothing() -> None:
    heard = asked("mailgun")
    assert heard.path == "/api/mg.example.org/messages.mime"
    form = heard.form
    assert form["to"].get_payload().strip() == "rita@readers.example"
    assert letter().content in heard.body
    assert {form[f"o:tracking{of}"].get_payload().strip() for of in ("", "-opens", "-clicks")} == {"no"}  # fmt: skip


def test_amazon_gets_the_letter_byte_for_byte_but_for_a_signature_that_it_would_break() -> None:
    heard = asked("ses")
    assert heard.path == "/api/v2/email/outbound-emails"
    signature, rest = letter().content[: len(SIGNATURE)], letter().content[len(SIGNATURE) :]
    assert signature == SIGNATURE
    assert b64decode(heard.json["Content"]["Raw"]["Data"]) == rest
    assert heard.json["Destination"] == {"ToAddresses": ["rita@readers.example"]}
    assert "Credential=AKIDEXAMPLE/" in heard.headers["Authorization"]
    assert "/eu-west-1/ses/aws4_request" in heard.headers["Authorization"]


def test_amazon_tells_of_letters_where_the_configuration_set_says() -> None:
    url = "ses://AKIDEXAMPLE@eu-west-1?configuration-set=digest"
    _, [heard] = said_by(lambda api: relay_of(url, password=KEY, api_url=api), TAKEN["ses"][1])
    assert heard.json["ConfigurationSetName"] == "digest"


def test_postmark_keeps_the_message_id_and_counts_nothing() -> None:
    told = asked("postmark").json
    headers = {one["Name"]: one["Value"] for one in told["Headers"]}
    assert headers["Message-ID"] == f"<{MESSAGE_ID}>"
    assert headers["X-PM-KeepID"] == "true"
    assert told["MessageStream"] == "broadcast"
    assert told["Metadata"] == {"delivery": MESSAGE_ID}
    assert told["TrackOpens"] is False
    assert told["TrackLinks"] == "None"


@pytest.mark.parametrize("name", ["brevo", "resend"])
def test_providers_that_know_a_letter_again_are_given_the_same_key_for_it(name: str) -> None:
    def key(heard: Heard) -> Any:
        return heard.headers.get("Idempotency-Key") or heard.json["headers"]["idempotencyKey"]

    assert key(asked(name)) == key(asked(name)) != ""


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("postmark", Said(422, {"ErrorCode": 406, "Message": f"Found {INACTIVE}"})),
        (
            "postmark",
            Said(told=POSTMARK | {"Message": f"Message OK, but will not go to: {INACTIVE}"}),
        ),
        ("sparkpost", Said(told={"results": {**SPARKPOST, **NOBODY}})),
        ("mailersend", Said(202, {"message": "Warnings", "warnings": [SUPPRESSED]})),
    ],
)
def test_a_providers_own_list_of_addresses_is_no_word_of_the_readers_site(
    name: str, said: Said
) -> None:
    url = TAKEN[name][0]
    [outcome], _ = said_by(lambda api: relay_of(url, password=KEY, api_url=api), said)
    assert isinstance(outcome, RelayError)
    assert (outcome.scope, outcome.permanent, outcome.doubt) == (Scope.SITE, True, False)
