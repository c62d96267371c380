"""A thousand letters of any words, as the writer makes them: each signature holds for somebody else's program."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from pytest_django import Settings

from pamphleteer.ground import clock
from pamphleteer.post.dkim import Algorithm
from pamphleteer.post.models import Delivery, Digest, DkimKey
from pamphleteer.post.verbs.compose import compose
from pamphleteer.post.verbs.signup import enrol
from tests.cast import Cast
from tests.post.signed_letters import Told, holding, letter, told, use


@pytest.fixture
def delivery(cast: Cast, settings: Settings) -> Delivery:
    """Plan one mail of a digest, to be signed with both keys."""
    settings.POST_SENDER, settings.DKIM_ALGORITHMS = "digest@example.org", "both"
    Digest.objects.all().delete()
    begins = clock.now() - timedelta(minutes=1)
    digest = Digest.objects.create(name="Daily", slug="daily", begins=begins)
    cast.article()
    enrol("ada@readers.example")
    compose(digest)
    use(*Algorithm)
    return Delivery.objects.all()[0]


@pytest.mark.django_db
@examples(max_examples=1_000, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=told)
def test_signatures_of_a_thousand_letters_hold(delivery: Delivery, words: Told) -> None:
    assert len(DkimKey.objects.all()) == 2

    assert holding(letter(words, delivery=delivery)) == [
        "tide-rsa example.org",
        "tide-ed25519 example.org",
    ]
