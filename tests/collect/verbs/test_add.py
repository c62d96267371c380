"""A source is added with its partner, or refused in words."""

import pytest

from pamphleteer.collect.errors import RefusedError
from pamphleteer.collect.models import Source
from pamphleteer.collect.verbs.add import add
from pamphleteer.collect.verbs.pause import pause, resume
from pamphleteer.ground.clock import StoppedClock
from pamphleteer.register.models import Partner
from tests.collect.conftest import source_at

pytestmark = pytest.mark.django_db
URL = "https://harbour-light.example/feed"


def test_a_new_partner_is_made_with_its_licence_and_credit(stopped_clock: StoppedClock) -> None:
    source = add(
        URL + "#top",
        partner_name="The Harbour Light",
        licence_slug="cc-by-nd",
        credit="First in The Harbour Light",
        partner_url="https://harbour-light.example",
    )

    assert (source.url, source.due_at, source.active) == (URL, stopped_clock.at, True)
    assert source.partner.slug == "the-harbour-light"
    assert source.partner.licence.slug == "cc-by-nd"
    assert source.partner.credit_line == "First in The Harbour Light"
    assert source.partner.url == "https://harbour-light.example/"
    assert source.health == "not polled yet"


def test_a_partner_may_have_several_sources() -> None:
    first = source_at(URL)
    second = add(URL + "/culture", partner_name="the harbour light")

    assert first.partner == second.partner
    assert Partner.objects.count() == 1


@pytest.mark.parametrize("again", [URL, "HTTPS://Harbour-Light.example:443/feed", URL + "#x"])
def test_a_source_is_not_added_twice(again: str) -> None:
    source_at(URL)
    with pytest.raises(RefusedError, match="is a source already, of The Harbour Light"):
        add(again, partner_name="Somebody else", licence_slug="cc-by")
    assert Partner.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"url": "harbour-light.example"}, "begins with http"),
        ({"url": "file:///etc/passwd"}, "begins with http"),
        ({"url": "https://me:secret@harbour-light.example/"}, "password"),
        ({"partner_name": " "}, "no partner's name"),
        ({"partner_name": "x" * 300}, "no partner's name"),
        ({"licence_slug": "mine"}, "no licence that is known .known: .*cc-by"),
        ({"licence_slug": ""}, "new partner: say its licence too"),
        ({"partner_url": "nowhere"}, "begins with http"),
    ],
)
def test_what_makes_no_sense_is_refused_and_leaves_nothing(
    fields: dict[str, str], words: str
) -> None:
    usual = {"url": URL, "partner_name": "The Harbour Light", "licence_slug": "cc-by"}
    told = usual | fields
    with pytest.raises(RefusedError, match=words):
        add(told.pop("url"), **told)
    assert not Source.objects.exists()
    assert not Partner.objects.exists()


def test_a_partner_keeps_the_licence_it_has() -> None:
    source_at(URL)
    with pytest.raises(RefusedError, match=r"here already, under CC BY 4\.0"):
        add(URL + "/2", partner_name="The Harbour Light", licence_slug="cc-by-nd")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (
            {"credit": "By courtesy"},
            "credited as “First in The Harbour Light” and not “By courtesy”",
        ),
        ({"partner_url": "https://elsewhere.example/"}, "at no address and not https://elsewhere"),
    ],
)
def test_what_is_said_of_a_partner_who_is_here_is_not_dropped_in_silence(
    said: dict[str, str], words: str
) -> None:
    first = {"partner_name": "The Harbour Light", "credit": "First in The Harbour Light"}
    add(URL, licence_slug="cc-by", **first)
    assert add(URL + "/same", **first).partner.credit == "First in The Harbour Light"

    with pytest.raises(RefusedError, match=words):
        add(URL + "/more", partner_name="The Harbour Light", **said)


def test_a_credit_line_that_is_too_long_is_refused_and_not_cut() -> None:
    with pytest.raises(RefusedError, match="longer than 300 characters"):
        add(URL, partner_name="A", licence_slug="cc-by", credit="x" * 301)


def test_a_source_is_known_however_its_address_is_written() -> None:
    source_at(URL)
    assert pause("HTTPS://Harbour-Light.example:443/feed#top").url == URL


def test_a_source_rests_and_wakes_again() -> None:
    source_at(URL)
    Source.objects.update(failures=3, fault="answered 404 (Not Found)")

    assert pause(URL).health == "paused"
    assert resume(URL).health == "not polled yet"
    with pytest.raises(RefusedError, match="is no source"):
        pause("https://nobody.example/")
