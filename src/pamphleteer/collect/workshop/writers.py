"""Who wrote an article, as its page tells it."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import lxml.html

from pamphleteer.collect.workshop import linked
from pamphleteer.ground.text import squeeze

_MOST = 20
_LONGEST = 200  # characters
# Of everybody, Dublin Core, Highwire (scholars), Parse.ly, Sailthru.
_METAS = (
    "author", "article:author", "dc.creator", "dcterms.creator", "citation_author",
    "parsely-author", "sailthru.author",
)  # fmt: skip
_BY = re.compile(r"by:?\s+", re.IGNORECASE)
_WRITERS = (
    "//*[self::article or self::main or contains(@itemtype, 'schema.org/')]//*["
    "contains(concat(' ', normalize-space(@rel), ' '), ' author ')"
    " or contains(concat(' ', normalize-space(@itemprop), ' '), ' author ')"
    " or contains(concat(' ', normalize-space(@class), ' '), ' p-author ')]"
    "[not(ancestor::*[contains(@itemtype, 'Comment')])]"
)
_NAME = ".//*[contains(concat(' ', normalize-space(@itemprop), ' '), ' name ')]"


def writers_of(
    tree: lxml.html.HtmlElement, article: Mapping[str, Any], said: Mapping[str, list[str]]
) -> tuple[str, ...]:
    """Return their names, from the first place of the page that has any."""
    metas = (said[name] for name in _METAS if name in said)
    for place in (linked.texts(article.get("author"), "name"), *metas, _shown(tree)):
        names = [_BY.sub("", squeeze(name), count=1) if _BY.match(name) else squeeze(name)
                 for name in place]  # fmt: skip
        kept = [name for name in names if 0 < len(name) < _LONGEST and "://" not in name]
        if kept:
            return tuple(dict.fromkeys(kept))[:_MOST]
    return ()


def _shown(tree: lxml.html.HtmlElement) -> Iterator[str]:
    for one in tree.xpath(_WRITERS)[:_MOST]:
        named = one.xpath(_NAME)
        yield (named[0] if named else one).text_content() or one.get("content", "")
