"""What a page tells machines of its article in JSON-LD, in the words of schema.org."""

import json
from collections.abc import Iterator
from typing import Any

import lxml.html

_ARTICLES = ("article", "posting", "report", "story")
_MOST = 2_000  # nodes
_LONGEST = 500_000  # characters


def article_of(tree: lxml.html.HtmlElement) -> dict[str, Any]:
    """Return the page's article, or nothing."""
    for node in _nodes(tree):
        kinds = node.get("@type")
        kinds = kinds if isinstance(kinds, list) else [kinds]
        if any(str(kind).lower().endswith(_ARTICLES) for kind in kinds):
            return node
    return {}


def texts(value: Any, *keys: str) -> list[str]:
    """Return the words of a value that may be text, a thing with one of these keys, or a list."""
    found = []
    for one in value if isinstance(value, list) else [value]:
        said = next((one[k] for k in keys if one.get(k)), "") if isinstance(one, dict) else one
        if isinstance(said, str) and said.strip():
            found.append(said.strip())
    return found


def text(value: Any, *keys: str) -> str:
    """Return the first of these words, or nothing."""
    return next(iter(texts(value, *keys)), "")


def is_paid(article: dict[str, Any]) -> bool:
    """Whether it says that not all of it can be read for free."""
    return str(article.get("isAccessibleForFree", "")).lower() == "false"


def _nodes(tree: lxml.html.HtmlElement) -> Iterator[dict[str, Any]]:
    left = _MOST
    for script in tree.iterfind('.//script[@type="application/ld+json"]'):
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
        return json.loads(said[:_LONGEST], strict=False)
    except (ValueError, RecursionError):
        return None
