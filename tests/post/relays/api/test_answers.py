"""Answers that refuse, and answers that never come: who is at fault, and what is in doubt."""

from collections.abc import Mapping
from typing import Any

import pytest

from pamphleteer.post.errors import RelayError, Scope
from pamphleteer.post.relays.kit import Reply
from tests.post.conftest import relay_of
from tests.post.relays.api.providing import (
    Heard,
    Said,
    carried,
    letter,
    providing,
    run,
    said_by,
)

KEY = "key-of-the-outlet"
TAKEN = Said(
    told={"ErrorCode": 0, "Message": "OK", "MessageID": "b7", "To": "rita@readers.example"}
)
CONCURRENT = "concurrent_idempotent_requests"
ODD = (
    "a,b@readers.example",
    "rita <x@y>@readers.example",
    "rité@readers.example",
    "a\r\nb@c.example",
)
RELAY, SITE = Scope.RELAY, Scope.SITE


def postmark(api: str) -> Mapping[str, Any]:
    return relay_of("postmark://", password=KEY, api_url=api, timeout=2)


def brevo(api: str) -> Mapping[str, Any]:
    return relay_of("brevo://", password=KEY, api_url=api, timeout=2)


def named(name: str, api: str) -> Mapping[str, Any]:
    return relay_of(f"{name}://", password=KEY, api_url=api, timeout=2)


def refused(said: Said) -> RelayError:
    [outcome], _ = said_by(postmark, said)
    assert isinstance(outcome, RelayError)
    return outcome


@pytest.mark.parametrize(
    ("status", "told", "scope", "permanent"),
    [
        (401, {"message": "Invalid API key"}, RELAY, True),
        (403, "Forbidden", RELAY, True),
        (402, "", RELAY, True),
        (404, {"message": "Domain not found: mg.example.org"}, RELAY, True),
        (302, "", RELAY, True),
        (503, "", RELAY, False),
        (422, {"Message": "The 'From' address you supplied is not a Sender Signature"}, RELAY, False),
        (422, {"ErrorCode": 405, "Message": "You ran out of credits."}, RELAY, False),
        (422, {"Message": "While your account is pending approval, all"}, RELAY, False),
        (400, {"message": "Email address is not verified. The following identities failed the check"}, RELAY, False),
        (400, {"code": "not_enough_credits", "message": "You have not enough credit"}, RELAY, False),
        (400, {"message": "Sending paused for this account."}, RELAY, False),
        (400, {"errors": [{"message": "Daily sending limit exceeded"}]}, RELAY, False),
        (400, {"message": "'to' parameter is not a valid address. please check documentation"}, SITE, True),
        (422, {"ErrorCode": 300, "Message": "Invalid 'To' address: 'rita@readers.example'."}, SITE, True),
        (400, {"message": "Message contains a virus"}, SITE, True),
        (413, "Payload too large", SITE, True),
        (400, "<html>" + "Bad request " * 50, SITE, True),
        (400, None, SITE, True),
        (418, [[[[[[[[["deep"]]]]]]]]], SITE, True),
    ],
)  # fmt: skip
def test_a_refusal_concerns_the_relay_or_this_one_letter_and_never_the_reader(
    status: int, told: Any, scope: Scope, permanent: bool
) -> None:
    error = refused(Said(status, told))
    assert (error.scope, error.permanent, error.doubt) == (scope, permanent, False)
    assert error.reply.startswith(str(status))
    assert len(error.reply) <= 400


def test_amazons_kind_of_error_is_read_beside_its_words() -> None:
    said = Said(400, {"message": None}, {"x-amzn-ErrorType": "AccountSuspendedException:http://x"})
    error = refused(said)
    assert error.scope is RELAY
    assert "AccountSuspendedException" in error.reply


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("120", 120), ("", None), ("soon", None), ("0", None), ("٣", None), ("Thu, 01 Jan 1970 00:00:00 GMT", None)],
)  # fmt: skip
def test_a_provider_that_has_had_enough_is_left_alone_for_as_long_as_it_says(
    value: str, seconds: float | None
) -> None:
    error = refused(Said(429, "Slow down", {"Retry-After": value}))
    assert (error.scope, error.retry_after) == (RELAY, seconds)


def test_after_a_refusal_that_concerns_the_relay_nothing_more_is_handed_over() -> None:
    outcomes, heard = said_by(postmark, TAKEN, Said(401, "no"), TAKEN, letters=3)
    assert len(outcomes) == len(heard) == 2


def test_after_a_refusal_of_one_letter_the_next_one_goes() -> None:
    outcomes, _ = said_by(postmark, Said(413, "large"), TAKEN, letters=2)
    assert isinstance(outcomes[1], Reply)


@pytest.mark.parametrize(
    "said",
    [
        Said(cut=True),
        Said(silent=True),
        Said(504, "gateway"),
        Said(500, {"message": "Internal error"}),
        Said(200, "<html>who are you</html>"),
        Said(200, None),
        Said(200, []),
        Said(200, {"ErrorCode": 0, "Message": "OK"}),
        Said(200, "x" * 3_000_000),
    ],
)
def test_without_a_word_that_it_took_or_refused_a_letter_it_is_in_doubt(said: Said) -> None:
    [outcome], _ = said_by(lambda api: {**postmark(api), "timeout": 0.3}, said)
    assert isinstance(outcome, RelayError)
    assert (outcome.scope, outcome.doubt) == (RELAY, True)


def test_nobody_there_leaves_nothing_in_doubt() -> None:
    [outcome] = run(carried(postmark("http://127.0.0.1:9/"), letter()))
    assert isinstance(outcome, RelayError)
    assert (outcome.scope, outcome.doubt) == (RELAY, False)


def test_a_provider_that_knows_a_letter_again_is_asked_again_and_settles_the_doubt() -> None:
    [outcome], heard = said_by(brevo, Said(cut=True), Said(201, {"messageId": "<20@brevo>"}))
    assert isinstance(outcome, Reply)
    assert len(heard) == 2
    assert heard[0].body == heard[1].body


@pytest.mark.parametrize(
    ("by", "said"),
    [
        ("brevo", Said(400, {"code": "duplicate_parameter", "message": "idempotencyKey was used"})),
        ("resend", Said(409, {"name": "invalid_idempotent_request", "message": "Same key"})),
    ],
)
def test_a_letter_that_it_had_taken_before_is_taken(by: str, said: Said) -> None:
    [outcome], heard = said_by(lambda api: named(by, api), Said(504), said)
    assert isinstance(outcome, Reply)
    assert len(heard) == 2


def test_a_conflict_of_which_a_provider_says_no_more_is_neither_taken_nor_refused() -> None:
    [outcome], heard = said_by(brevo, Said(409, {"code": "duplicate_request"}))
    assert isinstance(outcome, RelayError)
    assert (outcome.doubt, len(heard)) == (True, 3)


@pytest.mark.parametrize("by", ["brevo", "resend"])
def test_what_was_refused_is_asked_for_by_another_key(by: str) -> None:
    def keys(refusals: int) -> set[str]:
        _, heard = said_by(lambda api: named(by, api), Said(cut=True), refusals=refusals)
        assert len(heard) == 3
        names = (one.headers.get("Idempotency-Key") for one in heard)
        return {
            name or one.json["headers"]["idempotencyKey"]
            for name, one in zip(names, heard, strict=True)
        }

    first, second, third = keys(0), keys(1), keys(2)
    assert len(first | second | third) == 3
    assert keys(1) == second


@pytest.mark.parametrize("then", [Said(401, "who are you"), Said(cut=True), Said(409, CONCURRENT)])
def test_what_was_in_doubt_stays_in_doubt_until_the_provider_says_it_took_it(then: Said) -> None:
    [outcome], heard = said_by(brevo, Said(cut=True), then)
    assert isinstance(outcome, RelayError)
    assert outcome.doubt
    assert len(heard) <= 3


def test_a_redirect_is_not_followed_with_the_key_in_hand() -> None:
    async def work() -> tuple[Any, list[Heard]]:
        async with (
            providing(TAKEN) as other,
            providing(Said(307, "", {"Location": other.url})) as one,
        ):
            return await carried(postmark(one.url), letter()), other.heard

    [outcome], heard = run(work())
    assert isinstance(outcome, RelayError)
    assert not heard


def test_no_key_and_no_https_is_told_before_anything_is_said() -> None:
    for fields in ({"password": ""}, {"api_url": "http://api.example.org/"}):
        with pytest.raises(RelayError, match=r"password_file|in the clear") as found:
            run(carried({**postmark(""), **fields}, letter()))
        assert found.value.scope is RELAY


def test_a_key_that_a_provider_repeats_is_not_kept() -> None:
    assert KEY not in refused(Said(401, f"{KEY} is no key of ours")).reply
    told = {**TAKEN.told, "MessageID": f"{KEY}-b7"}
    [outcome], _ = said_by(postmark, Said(told=told))
    assert isinstance(outcome, Reply)
    assert KEY not in str(outcome)


@pytest.mark.parametrize("to", ODD)
@pytest.mark.parametrize("url", ["postmark://", "mailgun://mg.example.org", "ses://AKID@eu-west-1"])
def test_an_address_that_may_be_misread_is_told_to_no_provider(url: str, to: str) -> None:
    async def work() -> tuple[Any, list[Heard]]:
        async with providing(TAKEN) as provider:
            odd = letter()
            odd = type(odd)(odd.key, odd.sender, to, odd.content)
            options = relay_of(url, password=KEY, api_url=provider.url)
            return await carried(options, odd), provider.heard

    [outcome], heard = run(work())
    assert isinstance(outcome, RelayError)
    assert (outcome.scope, outcome.permanent) == (SITE, True)
    assert not heard
