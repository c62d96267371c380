"""What a page says of the licence of its article, and not of pictures or comments."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import lxml.html

from pamphleteer.collect.elements import joined
from pamphleteer.collect.workshop import linked

_MOST = 5
# Pictures have licences of their own, and so has what stands around an article.
_ELSEWHERE = {"figure", "figcaption", "aside", "nav", "picture"}
_PICTURES = r"(?:wp-|image-|img-|photo-|picture-|media-|figure-)?caption(?:-text)?"
_CREDITS = r"(?:image|img|photo|picture)-?(?:credits?|attribution|licen[cs]e)"
_COMMENTS = r"comments?(?:-(?:list|body|content|text))?|commentlist"
_CLASSES = re.compile(rf"{_PICTURES}|{_CREDITS}|{_COMMENTS}", re.IGNORECASE)
_OPEN = re.compile(r"creative ?commons|\bCC[ -]?(?:BY|0)", re.IGNORECASE)
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
    )
    return next((tuple(place[:_MOST]) for place in places if place), ())


def _may_name(link: lxml.html.HtmlElement) -> bool:
    return _declares(link) or "creativecommons.org/" in link.get("href").lower()


def _declares(link: lxml.html.HtmlElement) -> bool:
    return "license" in (link.get("rel") or "").lower().split()


def _absolute(base: str, said: Iterable[str]) -> list[str]:
    return [joined(base, one) if "/" in one else one for one in said]


def _is_beside(link: lxml.html.HtmlElement) -> bool:
    """Whether a link stands with a picture, in a comment, or beside the article."""
    for one in (link, *link.iterancestors()):
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
