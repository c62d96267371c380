"""What a page says of the licence of its article, and not of pictures or comments."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import lxml.html

from pamphleteer.collect.elements import joined
from pamphleteer.collect.workshop import linked
from pamphleteer.ground.text import squeeze

_MOST = 5
# Pictures have licences of their own, and so has what stands around an article.
_ELSEWHERE = {"figure", "figcaption", "aside", "nav", "picture"}
_PICTURES = r"(?:wp-|image-|img-|photo-|picture-|media-|figure-)?caption(?:-text)?"
_CREDITS = r"(?:image|img|photo|picture)-?(?:credits?|attribution|licen[cs]e)"
_COMMENTS = r"comments?(?:-(?:list|body|content|text))?|commentlist"
_CLASSES = re.compile(rf"{_PICTURES}|{_CREDITS}|{_COMMENTS}", re.IGNORECASE)
_OPEN = re.compile(r"creative ?commons|\bCC[ -]?(?:BY|0)", re.IGNORECASE)
# What says that something is under a licence, and not merely speaks of licences.
_STATED = re.compile(
    r"\b(?:under|bajo|unter|sous|sotto|sob|con|com|onder|под)\b[^.]{0,60}?"
    r"(?:licen|lizenz|llicèn|лиценз|\bCC\b|creative ?commons)|\b(?:licen[cs]e|licencia|licença|licenza|lizenz)\s*:",
    re.IGNORECASE,
)
_BLOCKS = ("p", "small", "li", "dd", "div", "span", "footer")
_LONGEST = 600  # characters of a statement
_METAS = ("dc.rights", "dcterms.rights", "dcterms.license", "license", "copyright")


def licences_of(
    tree: lxml.html.HtmlElement,
    article: Mapping[str, Any],
    said: Mapping[str, list[str]],
    base: str,
) -> tuple[str, ...]:
    """Return what names the licence, from the first place that does: the surest come first."""
    links = [link for link in tree.iter("a", "link") if link.get("href") and _may_name(link)]
    links = [link for link in links if not _is_beside(link)]
    declared = (link for link in links if _declares(link))
    places: Iterable[list[str]] = (
        _absolute(base, linked.texts(article.get("license"), "url", "@id", "name")),
        _absolute(base, (link.get("href") for link in declared)),
        [words for name in _METAS for words in said.get(name, ()) if _OPEN.search(words)],
        linked.texts(article.get("usageInfo"), "url", "@id"),
        _absolute(base, (link.get("href") for link in links if link.tag == "a")),
        _stated(tree),
    )
    return next((tuple(place[:_MOST]) for place in places if place), ())


def _stated(tree: lxml.html.HtmlElement) -> list[str]:
    """Return the sentences that say, without a link, under which licence the article is."""
    blocks = (one for one in tree.iter(*_BLOCKS) if _OPEN.search(_own_words(one)))
    said = (squeeze(one.text_content()) for one in blocks if not _is_beside(one))
    return [words for words in said if len(words) <= _LONGEST and _STATED.search(words)]


def _own_words(element: lxml.html.HtmlElement) -> str:
    return " ".join([element.text or "", *(child.tail or "" for child in element)])


def _may_name(link: lxml.html.HtmlElement) -> bool:
    return _declares(link) or "creativecommons.org/" in link.get("href").lower()


def _declares(link: lxml.html.HtmlElement) -> bool:
    return "license" in (link.get("rel") or "").lower().split()


def _absolute(base: str, said: Iterable[str]) -> list[str]:
    return [joined(base, one) if "/" in one else one for one in said]


def _is_beside(element: lxml.html.HtmlElement) -> bool:
    """Whether an element stands with a picture, in a comment, or beside the article."""
    for one in (element, *element.iterancestors()):
        if one.tag in _ELSEWHERE:
            return True
        # What is said of a whole page or article tells nothing of its parts.
        if one.tag in {"article", "main", "body", "html"}:
            continue
        if any(_CLASSES.fullmatch(name) for name in (one.get("class") or "").split()):
            return True
        if (one.get("id") or "").lower() == "comments":
            return True
    return False
