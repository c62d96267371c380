"""Asking a provider what it took."""

from collections.abc import Sequence
from typing import Any

import pytest

from pamphleteer.post.relays import recall_of
from tests.post.conftest import relay_of
from tests.post.relays.api.providing import MESSAGE_ID, Heard, Said, providing, run

URLS = {"mailgun": "mailgun://mg.example.org", "postmark": "postmark://broadcast"}


def knows(name: str, message_id: str = MESSAGE_ID) -> Said:
    if name == "mailgun":
        return Said(told={"items": [{"message": {"headers": {"message-id": message_id}}}]})
    return Said(told={"TotalCount": 1, "Messages": [{"Metadata": {"delivery": message_id}}]})


SILENT = (
    Said(403, "for sending alone"),
    Said(told=[]),
    Said(200, "<p>"),
    Said(told={"items": None, "Messages": [{}]}),
    Said(cut=True),
    Said(silent=True),
)
NOTHING = Said(told={"items": [], "TotalCount": 0, "Messages": []})


def asked(
    name: str, *says: Said, times: int = 1, **fields: Any
) -> tuple[Sequence[Any], list[Heard]]:
    async def work() -> tuple[Sequence[Any], list[Heard]]:
        async with providing(*says) as provider:
            options = {"password": "key", "api_url": provider.url, "timeout": 0.3, **fields}
            recall = recall_of(relay_of(URLS[name], **options))
            assert recall is not None
            return await recall.took([MESSAGE_ID] * times), provider.heard

    found: tuple[Sequence[Any], list[Heard]] = run(work())
    return found


@pytest.mark.parametrize("name", URLS)
def test_a_provider_tells_whether_it_took_a_mail(name: str) -> None:
    assert asked(name, knows(name), NOTHING, times=2)[0] == [True, False]


def test_what_they_are_asked_is_about_the_one_mail() -> None:
    [mailgun] = asked("mailgun", NOTHING)[1]
    assert mailgun.path == "/api/mg.example.org/events"
    assert mailgun.query["message-id"] == MESSAGE_ID
    assert mailgun.headers["Authorization"].startswith("Basic ")
    [postmark] = asked("postmark", NOTHING)[1]
    assert postmark.path == "/api/messages/outbound"
    assert postmark.query["metadata_delivery"] == MESSAGE_ID
    assert postmark.query["messagestream"] == "broadcast"


@pytest.mark.parametrize("name", URLS)
@pytest.mark.parametrize("said", SILENT)
def test_no_answer_is_no_answer(name: str, said: Said) -> None:
    assert asked(name, said)[0] == [None]


@pytest.mark.parametrize("name", URLS)
def test_an_answer_about_another_mail_is_none(name: str) -> None:
    assert asked(name, knows(name, "other@example.org"))[0] == [None]


def test_whoever_does_not_answer_is_asked_once() -> None:
    told, heard = asked("mailgun", Said(cut=True), times=5)
    assert told == [None] * 5
    assert len(heard) <= 2


def test_a_key_does_not_travel_in_the_clear() -> None:
    assert asked("mailgun", NOTHING, api_url="http://api.example.org/")[0] == [None]


def test_servers_can_not_be_asked() -> None:
    assert recall_of(relay_of("smtp://127.0.0.1")) is None
