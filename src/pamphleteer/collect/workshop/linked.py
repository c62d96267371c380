"""What a page tells machines of its article in JSON-LD, in the words of schema.org."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import lxml.html

from pamphleteer.ground.text import uncontrolled

_ARTICLES = ("article", "posting", "report", "story")
_MOST = 2_000  # nodes
_LONGEST = 500_000  # characters
_NAMED = ("author", "image", "license")
# What old systems write around a script, so that old browsers don't show it.
_BEFORE = r"^\s*(?://|/\*)?\s*(?:<!--|<!\[CDATA\[)\s*(?:\*/)?"
_BEHIND = r"(?://|/\*)?\s*(?:-->|\]\]>)\s*(?:\*/)?\s*$"
_AROUND = re.compile(f"{_BEFORE}|{_BEHIND}")


def article_of(tree: lxml.html.HtmlElement, address: str = "") -> dict[str, Any]:
    """Return the page's article, or nothing; of several the one that is said to be at its address.

    Where it only names a thing that stands elsewhere on the page, it has the thing itself.
    """
    nodes = list(_nodes(tree))
    articles = [node for node in nodes if _is_article(node)]
    if not articles:
        return {}
    known = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str)}
    here = (node for node in articles if _place(address) in map(_place, _addresses(node)))
    article = next(here, articles[0])
    return article | {key: _looked_up(article[key], known) for key in _NAMED if key in article}


def texts(value: Any, *keys: str) -> list[str]:
    """Return the words of a value that may be text, a thing with one of these keys, or a list."""
    found: list[Any] = []
    for one in value if isinstance(value, list) else [value]:
        said = next((one[k] for k in keys if one.get(k)), "") if isinstance(one, dict) else one
        found += said if isinstance(said, list) else [said]
    words = (uncontrolled(one).strip() for one in found if isinstance(one, str))
    return [one for one in words if one]


def text(value: Any, *keys: str) -> str:
    """Return the first of these words, or nothing."""
    return next(iter(texts(value, *keys)), "")


def is_paid(article: dict[str, Any]) -> bool:
    """Whether it says that not all of it can be read for free."""
    said = str(article.get("isAccessibleForFree", "")).lower()
    return said.rpartition("/")[2] in {"false", "no"}


def _is_article(node: dict[str, Any]) -> bool:
    kinds = node.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return any(str(kind).lower().endswith(_ARTICLES) for kind in kinds)


def _addresses(node: dict[str, Any]) -> list[str]:
    page = node.get("mainEntityOfPage")
    return [*texts(node.get("url")), *texts(page, "@id", "url"), *texts(node.get("@id"))]


def _place(url: str) -> str:
    """Return the path of an address, which is what its variants have in common."""
    try:
        return urlsplit(url).path.rstrip("/")
    except ValueError:
        return url


def _looked_up(value: Any, known: dict[str, dict[str, Any]]) -> Any:
    if isinstance(value, list):
        return [_looked_up(one, known) for one in value if not isinstance(one, list)]
    if isinstance(value, dict) and isinstance(value.get("@id"), str):
        return known.get(value["@id"], {}) | value
    return value


def _nodes(tree: lxml.html.HtmlElement) -> Iterator[dict[str, Any]]:
    left = _MOST
    for script in tree.iter("script"):
        if script.get("type", "").partition(";")[0].strip().lower() != "application/ld+json":
            continue
        waiting = [_loaded(script.text_content())]
        while waiting and left:
            left -= 1
            node = waiting.pop(0)
            if isinstance(node, list):
                waiting += node[:left]
            elif isinstance(node, dict):
                yield node
                waiting += [node[key] for key in ("@graph", "mainEntity") if key in node]


def _loaded(said: str) -> Any:
    try:
        return json.loads(_AROUND.sub("", said[:_LONGEST]), strict=False)
    except (ValueError, RecursionError):
        return None
