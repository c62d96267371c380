"""Whatever a provider answers: each letter has an outcome, and no answer blames its reader."""

import json
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from requests import Response

from pamphleteer.post.errors import RelayError, Scope
from pamphleteer.post.relays import open_relay
from pamphleteer.post.relays.api.answers import refused
from pamphleteer.post.relays.api.relay import ApiRelay
from pamphleteer.post.relays.kit import Reply
from tests.post.conftest import relay_of
from tests.post.relays.api.providing import letter

URLS = {
    "ses": "ses://AKID@eu-west-1",
    "mailgun": "mailgun://mg.example.org",
    "mailjet": "mailjet://key@",
    **{name: f"{name}://" for name in ("postmark", "brevo", "sparkpost", "resend", "mailersend")},
}
# The names that their answers have, so that what is at random comes near to what is read.
NAMES = st.sampled_from([
    "ErrorCode", "Message", "MessageID", "To", "id", "message", "messageId", "MessageId", "results",
    "total_accepted_recipients", "total_rejected_recipients", "Messages", "Status", "warnings", "type", "errors",
])  # fmt: skip
WORDS = st.one_of(
    st.text(max_size=20), st.sampled_from(["OK", "success", "Queued", "rita@readers.example"])
)
PLAIN = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), WORDS)
TOLD = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4)
)
BODIES = st.one_of(st.binary(max_size=40), TOLD.map(lambda told: json.dumps(told).encode()))
HEADERS = st.dictionaries(
    st.sampled_from(["Content-Type", "Retry-After", "X-Message-Id", "x-amzn-ErrorType"]),
    st.one_of(st.just("application/json"), st.text(max_size=20)),
)


def answer(status: int, body: bytes, headers: dict[str, str]) -> Response:
    response = Response()
    response.status_code, response.raw, response.encoding = status, BytesIO(body), "utf-8"
    response.headers.update(headers)
    return response


def way(name: str) -> Any:
    relay = open_relay(relay_of(URLS[name], password="key"))
    assert isinstance(relay, ApiRelay)
    return relay.way


@pytest.mark.parametrize("name", URLS)
def test_an_answer_that_agrees_means_taken_refused_or_doubt(name: str) -> None:
    asked = way(name).asked(letter())

    @settings(max_examples=60, deadline=None)
    @given(status=st.integers(200, 299), body=BODIES, headers=HEADERS)
    def check(status: int, body: bytes, headers: dict[str, str]) -> None:
        outcome = asked.understood(answer(status, body, headers))
        if isinstance(outcome, RelayError):
            assert outcome.doubt == (outcome.scope is Scope.RELAY)
            assert outcome.scope is not Scope.READER
        else:
            assert isinstance(outcome, Reply)

    check()


@pytest.mark.parametrize("name", URLS)
def test_an_answer_as_deep_as_it_is_long_leaves_doubt_and_breaks_nothing(name: str) -> None:
    outcome = way(name).asked(letter()).understood(answer(200, b"[" * 50_000, {}))
    assert isinstance(outcome, RelayError)
    assert (outcome.scope, outcome.doubt) == (Scope.RELAY, True)


@settings(max_examples=200, deadline=None)
@given(status=st.integers(300, 599), body=BODIES, headers=HEADERS)
def test_an_answer_that_refuses_is_the_relays_or_the_letters(
    status: int, body: bytes, headers: dict[str, str]
) -> None:
    error = refused(answer(status, body, headers))
    assert error.scope in {Scope.RELAY, Scope.SITE}
    assert error.scope is Scope.RELAY or not error.doubt
    assert len(error.reply.splitlines()) == 1
    assert len(error.reply) <= 400
    assert error.retry_after is None or error.retry_after > 0


@pytest.mark.parametrize("name", ["brevo", "resend"])
@pytest.mark.parametrize(
    ("status", "told"),
    [
        (400, {"code": "invalid_parameter", "message": "duplicate_parameter: idempotencyKey"}),
        (400, {"name": "invalid_idempotency_key", "message": "The key must be between 1-256"}),
        (400, {"code": "duplicated", "message": "Duplicate address. Idempotency-Key unknown"}),
        (400, [{"code": "duplicate_parameter", "name": "invalid_idempotent_request"}]),
        (422, {"code": ["duplicate_parameter"], "name": {"invalid_idempotent_request": 1}}),
        (403, "duplicate_parameter invalid_idempotent_request"),
        (503, {"code": "duplicate_parameter", "name": "invalid_idempotent_request"}),
    ],
)
def test_a_refusal_that_speaks_of_keys_and_duplicates_is_a_refusal(
    name: str, status: int, told: Any
) -> None:
    assert way(name).repeats.of(answer(status, json.dumps(told).encode(), {})) is None
