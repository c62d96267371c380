"""The address of a licence is found where it is said, and only the piece's own."""

import pytest

from pamphleteer.collect.found import Found
from pamphleteer.collect.understand import understand
from tests.collect.feeds import item, rss

BY = "https://creativecommons.org/licenses/by/4.0/"
MEDIA = 'xmlns:m="http://search.yahoo.com/mrss/"'


def only(inside: str, channel: str = "") -> Found:
    document = rss(item(1, inside=inside), channel=channel)
    (found,) = understand(document.encode(), address="https://harbour-light.example/").items
    return found


@pytest.mark.parametrize(
    ("said", "licence"),
    [
        (f"CC BY 4.0 {BY}", BY),
        (f"Text under CC BY 4.0 ({BY}).", BY),
        (f"See {BY}deed.es.", f"{BY}deed.es"),
        (f"{BY} or http://creativecommons.org/licenses/by/4.0", BY),
        (BY, BY),
        ("CC BY 4.0", ""),
        (f"{BY} and https://creativecommons.org/licenses/by-nd/4.0/", ""),
        (f"All rights reserved. Not under {BY}", ""),
        (f"Photos: CC BY 4.0 {BY}", ""),
        ("https://notcreativecommons.example/licenses/by/4.0/", ""),
        ("https://creativecommons.org/licenses/by/4.0x", ""),
    ],
)
def test_a_licence_is_known_by_its_address_in_what_is_said_of_rights(
    said: str, licence: str
) -> None:
    assert only(f"<dc:rights>{said}</dc:rights>").licence_url == licence
    ours = only("", channel=f"<copyright>{said}</copyright>")
    assert (ours.licence_url, ours.licence_is_feeds) == (licence, True)


def test_a_group_of_films_has_the_pieces_licence_and_tags_and_one_of_pictures_its_own() -> None:
    group = (
        f'<m:group {MEDIA}><m:content url="/a.{{}}"/><m:license href="{BY}">CC</m:license>'
        "<m:keywords>sea, tide</m:keywords></m:group>"
    )
    film, picture = only(group.format("mp4")), only(group.format("jpg"))
    assert (film.licence_url, picture.licence_url) == (BY, "")
    assert film.tags == ("sea", "tide")
