"""The lead of a piece holds its own words, and not what programs put around them."""

import pytest

from pamphleteer.collect.found import Found
from pamphleteer.collect.understand import understand
from tests.collect.feeds import item, rss

HEADLINE = "The tide comes in for the 1th time"
WORDS = "<p>Nobody was surprised.</p>"


def lead(description: str, *, inside: str = "", author: str = "Ada Quay") -> str:
    document = rss(item(1, inside=inside, description=description, author=author))
    (found,) = understand(document.encode(), address="https://harbour-light.example/feed").items
    assert isinstance(found, Found)
    return found.lead


@pytest.mark.parametrize(
    "description",
    [
        # Drupal
        (
            f"<span>{HEADLINE}</span>\n<div><img src='/a.jpg'></div>\n<span><span>Ada Quay</span></span>\n"
            f"<span>Sat, 01/06/2024 - 09:05</span>\n<div>{WORDS}</div>"
        ),
        f"<div>By Ada Quay</div>{WORDS}",
        # WordPress
        f'{WORDS}\n<p>The post <a href="/1">{HEADLINE}</a> appeared first on <a href="/">It</a>.</p>',
        "Nobody was surprised. La entrada La marea se publicó primero en El Faro.",
        # SPIP
        (
            f'{WORDS}\n\n-\n<a href="/-Actualites-" rel="directory">Actualités</a>\n\n/ \n'
            '<a href="/+-Social-+" rel="tag">Social</a>'
        ),
    ],
)
@pytest.mark.parametrize(
    "inside", ["", "<content:encoded>&lt;p>All of it.&lt;/p></content:encoded>"]
)
def test_headline_byline_and_what_is_added_are_left_out(description: str, inside: str) -> None:
    assert lead(description, inside=inside) == "Nobody was surprised."


@pytest.mark.parametrize(
    "words",
    [
        HEADLINE,
        "Ada Quay",
        "Ada Quay has left the harbour. And nobody saw it.",
        "The entry was the first on the list.",
        "- No, she said.",
    ],
)
def test_what_a_piece_says_itself_stays(words: str) -> None:
    assert lead(words) == words
    assert lead(f"<p>{words}</p><p>And more.</p>").endswith("And more.")


def test_a_paragraph_that_names_the_author_among_other_words_stays() -> None:
    first = "Ada Quay was there, on the pier, at nine."
    assert lead(f"<p>{first}</p><p>Others too.</p>") == f"{first} Others too."
