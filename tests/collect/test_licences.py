"""Licences are recognised as people write them; what a piece says of rights never adds to them."""

from dataclasses import replace

import pytest

from pamphleteer.collect.found import Found
from pamphleteer.collect.licences import licence_for, recognise
from pamphleteer.collect.understand import understand
from pamphleteer.register.models import Licence, Partner
from tests.cast import Cast
from tests.collect.feeds import item, rss

pytestmark = pytest.mark.django_db

FOUND = Found(
    identity="1", id="", url="", headline="Tides", lead="", summary="", body="", authors=(),
    language="", published=None, updated=None, rights="", licence_url="",
)  # fmt: skip


@pytest.mark.parametrize(
    ("said", "slug"),
    [
        ("https://creativecommons.org/licenses/by/4.0/", "cc-by"),
        ("http://creativecommons.org/licenses/by/4.0", "cc-by"),
        ("https://www.creativecommons.org/licenses/by-nc-nd/4.0/deed.es", "cc-by-nc-nd"),
        ("//creativecommons.org/licences/by-sa/4.0/legalcode", "cc-by-sa"),
        ("HTTP://CREATIVECOMMONS.ORG/LICENSES/BY-NC/4.0/", "cc-by-nc"),
        ("https://creativecommons.org/licenses/by/3.0/", "cc-by-3-0"),
        ("http://creativecommons.org/licenses/by-nc-sa/2.5/br/", "cc-by-nc-sa-2-5-br"),
        ("http://creativecommons.org/licenses/by-nd-nc/1.0/", "cc-by-nc-nd-1-0"),
        ("https://creativecommons.org/licenses/by/3.0/deed.de", "cc-by-3-0"),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "cc0"),
        ("https://creativecommons.org/publicdomain/mark/1.0/", "public-domain"),
        ("https://creativecommons.org/licenses/publicdomain/", "public-domain"),
        ("CC-BY-NC-ND-4.0", "cc-by-nc-nd"),
        ("CC-BY-3.0-DE", "cc-by-3-0-de"),
        ("CC0-1.0", "cc0"),
        ("CC BY-NC-ND 4.0", "cc-by-nc-nd"),
        ("Licensed under CC BY-SA.", "cc-by-sa"),
        ("CC BY 3.0 in Spain", "cc-by-3-0"),
        ("Creative Commons Attribution 4.0 International", "cc-by"),
        ("Creative Commons Attribution-NonCommercial-NoDerivs 3.0 Unported", "cc-by-nc-nd-3-0"),
        ("Attribution-NonCommercial-ShareAlike 4.0 International (CC BY-NC-SA 4.0)", "cc-by-nc-sa"),
        ("Attribution – Share Alike 2.0", "cc-by-sa-2-0"),
    ],
)
def test_a_licence_is_recognised_by_address_short_name_and_words(said: str, slug: str) -> None:
    licence = recognise(said)
    assert licence
    assert licence.slug == slug


@pytest.mark.parametrize(
    "said",
    [
        "",
        "© 2026 The Harbour Light",
        "All rights reserved.",
        "With attribution only",
        "https://creativecommons.org/",
        "https://creativecommons.org/licenses/by/9.9/",
        "https://creativecommons.org/licenses/sampling+/1.0/",
        "https://creativecommons.org/licenses/by-nd-sa/4.0/",
        "https://notcreativecommons.example/by/4.0/",
        "Text CC BY 4.0, pictures CC BY-NC 4.0",
        "CC BYTES",
        "a" * 100_000,
        "CC BY-NC" * 20_000,
        "Attribution-" * 20_000,
    ],
)
def test_what_names_no_licence_or_several_is_not_recognised(said: str) -> None:
    assert recognise(said) is None


def test_an_older_licence_is_laid_once_with_what_it_allows() -> None:
    first = recognise("http://creativecommons.org/licenses/by-nc-nd/3.0/es/")
    again = recognise("https://creativecommons.org/licenses/by-nc-nd/3.0/es/deed.ca")

    assert first == again
    assert first
    assert (first.name, first.url) == (
        "CC BY-NC-ND 3.0 ES",
        "https://creativecommons.org/licenses/by-nc-nd/3.0/es/",
    )
    assert (first.full_text, first.derivatives, first.commercial) == (True, False, False)
    assert first.words == "full text allowed with credit, unchanged, not where money is made"


def partner(cast: Cast, slug: str) -> Partner:
    cast.partner.licence = Licence.objects.get(slug=slug)
    return cast.partner


@pytest.mark.parametrize(
    ("ours", "said", "licence"),
    [
        ("cc-by", {}, "cc-by"),
        # Its own link wins, whichever way.
        ("cc-by", {"licence_url": "https://creativecommons.org/licenses/by-nd/4.0/"}, "cc-by-nd"),
        (
            "all-rights-reserved",
            {"licence_url": "https://creativecommons.org/licenses/by/4.0/"},
            "cc-by",
        ),
        # What is not known changes nothing.
        ("cc-by", {"licence_url": "https://harbour-light.example/terms"}, "cc-by"),
        ("by-agreement", {"rights": "© 2026. All rights reserved."}, "by-agreement"),
        # Mere words take away, and never add.
        ("cc-by", {"rights": "CC BY-NC-ND 4.0"}, "cc-by-nc-nd"),
        ("all-rights-reserved", {"rights": "CC BY 4.0"}, "all-rights-reserved"),
        ("cc-by-sa", {"rights": "CC BY 4.0"}, "cc-by-sa"),
        ("cc-by", {"rights": "CC BY-SA 4.0"}, "cc-by-sa"),
        ("cc-by-nc", {"rights": "https://creativecommons.org/licenses/by/4.0/"}, "cc-by-nc"),
    ],
)
def test_a_piece_has_its_own_licence_or_its_partners(
    cast: Cast, ours: str, said: dict[str, str], licence: str
) -> None:
    assert licence_for(replace(FOUND, **said), partner(cast, ours)).slug == licence


FEED = "https://creativecommons.org/licenses/by/4.0/"


@pytest.mark.parametrize(
    ("ours", "rights", "licence"),
    [
        ("cc-by", "https://creativecommons.org/licenses/by-nc/4.0/", "cc-by-nc"),
        ("cc-by", "CC BY-NC-ND 4.0", "cc-by-nc-nd"),
        ("cc-by", '<a href="https://creativecommons.org/licenses/by-nc/4.0/">CC</a>', "cc-by-nc"),
        ("all-rights-reserved", "© Reuters. All rights reserved", "all-rights-reserved"),
        ("all-rights-reserved", "© The Light", "cc-by"),
    ],
)
def test_what_a_piece_says_itself_goes_before_what_its_feed_allows(
    cast: Cast, ours: str, rights: str, licence: str
) -> None:
    found = replace(FOUND, licence_url=FEED, licence_is_feeds=True, own_rights=rights)
    assert licence_for(found, partner(cast, ours)).slug == licence
    own = replace(found, licence_is_feeds=False)
    assert licence_for(own, partner(cast, ours)).slug == "cc-by"


def test_a_feed_that_says_more_than_one_of_its_pieces_does_not_give_it_away() -> None:
    rights = "<dc:rights>© Reuters. All rights reserved</dc:rights>"
    told = f"<creativeCommons:license>{FEED}</creativeCommons:license>"
    one, other = understand(
        rss(item(1, rights), item(2), channel=told).encode(), address="https://a.example/"
    ).items
    assert (one.licence_is_feeds, one.own_rights) == (True, "© Reuters. All rights reserved")
    assert (other.licence_is_feeds, other.own_rights) == (True, "")
