"""What partners do to a piece when they take it over."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from html import escape
from random import Random

from tests.collect.syndication.pieces import Article, Author

Edit = Callable[[Article, Random], Article]


@dataclass(frozen=True)
class Copy:
    """A piece as one partner carries it, and what was done to it."""

    article: Article
    edit: str
    markup: str


def _headline(article: Article, random: Random) -> Article:
    return replace(article, headline=Author(article.tongue, random).sentence())


def _first_half_cut(article: Article, _: Random) -> Article:
    return _without_half(article, keep=slice(None, None), last=True)


def _last_half_cut(article: Article, _: Random) -> Article:
    return _without_half(article, keep=slice(None, None), last=False)


def _without_half(article: Article, *, keep: slice, last: bool) -> Article:
    """Cut in half, in the middle of a paragraph if it must be."""
    texts = list(article.paragraphs[keep])
    sizes = [len(text) for text in texts]
    half, kept, total = sum(sizes) // 2, list[str](), 0
    for text in reversed(texts) if last else texts:
        left = half - total
        if left <= 0:
            break
        kept.append(_cut(text, left, article, last=last))
        total += len(text)
    return replace(article, paragraphs=tuple(reversed(kept) if last else kept))


def _cut(text: str, size: int, article: Article, *, last: bool) -> str:
    if len(text) <= size:
        return text
    cut = text[-size:] if last else text[:size]
    if not article.tongue.between:
        return cut
    return cut.partition(" ")[2] if last else cut.rpartition(" ")[0]


def _excerpt(article: Article, _: Random) -> Article:
    """Sixty words, and where to read on."""
    return _excerpt_from(article, 0)


def _excerpt_of_the_middle(article: Article, random: Random) -> Article:
    return _excerpt_from(article, random.randrange(10, 60))


def _excerpt_from(article: Article, start: int) -> Article:
    between = article.tongue.between
    if between:
        text = " ".join(article.words[start : start + 60]) + " […]"
    else:
        text = "".join(article.paragraphs)[2 * start : 2 * (start + 60)] + "……"
    return replace(article, paragraphs=(text, "→ https://first.example/read-on"))


def _intro_and_outro(article: Article, random: Random) -> Article:
    author = Author(article.tongue, random)
    texts = (author.paragraph(40), *article.paragraphs, author.paragraph(30))
    return replace(article, paragraphs=texts)


def _as_it_is(article: Article, _: Random) -> Article:
    return article


def _other_quotes(article: Article, _: Random) -> Article:
    (begins, ends), (other, end) = article.tongue.quotes, article.tongue.other_quotes
    table = str.maketrans({begins: other, ends: end, "'": "’"})
    return replace(article, paragraphs=tuple(text.translate(table) for text in article.paragraphs))


def _said_otherwise(article: Article, random: Random) -> Article:
    """Put other words into each quotation."""
    author, (begins, ends) = Author(article.tongue, random), article.tongue.quotes
    quoted = re.compile(f"{re.escape(begins)}[^{ends}]*{re.escape(ends)}")

    def other(_: re.Match[str]) -> str:
        return begins + author.sentence().rstrip(article.tongue.stop) + ends

    return replace(article, paragraphs=tuple(quoted.sub(other, t) for t in article.paragraphs))


def _paragraphs_in_another_order(article: Article, random: Random) -> Article:
    texts = list(article.paragraphs)
    random.shuffle(texts)
    return replace(article, paragraphs=tuple(texts))


def _some_sentences_gone(article: Article, random: Random) -> Article:
    stop = article.tongue.stop
    texts = []
    for text in article.paragraphs:
        sentences = [one for one in text.split(stop) if one.strip()]
        kept = [one for n, one in enumerate(sentences) if n == 0 or random.random() > 0.2]
        texts.append(stop.join(kept) + stop)
    return replace(article, paragraphs=tuple(texts))


def _laid_out_as_one(article: Article, _: Random) -> Article:
    return replace(article, paragraphs=(article.tongue.between.join(article.paragraphs),))


# What the issue of syndication is about; each at least for one partner in three.
MUST = {
    "headline changed": _headline,
    "first half cut": _first_half_cut,
    "last half cut": _last_half_cut,
    "excerpt of 60 words": _excerpt,
    "intro and outro": _intro_and_outro,
    "boilerplate": _as_it_is,
    "other quotation marks": _other_quotes,
    "quotations changed": _said_otherwise,
}
MORE = {
    "excerpt of the middle": _excerpt_of_the_middle,
    "order of paragraphs": _paragraphs_in_another_order,
    "sentences left out": _some_sentences_gone,
    "one paragraph": _laid_out_as_one,
}
EDITS: dict[str, Edit] = MUST | MORE


def _in_paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{escape(text)}</p>\n" for text in texts)


def _in_boxes(texts: list[str]) -> str:
    boxes = "".join(
        f'<div class="b"><div><span>{escape(t, quote=False)}</span></div></div>' for t in texts
    )
    return (
        f'<div id="w"><div class="x"><img src="https://pictures.example/1.jpg">{boxes}</div></div>'
    )


def _in_lines(texts: list[str]) -> str:
    return "<br><br>".join(escape(text) for text in texts)


def _in_entities(texts: list[str]) -> str:
    def written(text: str) -> str:
        return "".join(c if c.isascii() else f"&#{ord(c)};" for c in escape(text))

    return "".join(f"<p>{written(text)}</p>" for text in texts)


def _with_emphasis(texts: list[str]) -> str:
    """Make every ninth word bold, and link another one, with hidden spaces between."""

    def written(text: str) -> str:
        words = escape(text).split(" ")
        for n in range(4, len(words), 9):
            words[n] = f"<b>{words[n]}</b>"
        for n in range(8, len(words), 9):
            words[n] = f'<a href="https://elsewhere.example/{n}">{words[n]}</a>'
        return "&nbsp;".join(words[:3]) + "\n " + " ".join(words[3:])

    return "".join(f"<p>{written(text)}</p>" for text in texts)


MARKUPS: dict[str, Callable[[list[str]], str]] = {
    "paragraphs": _in_paragraphs,
    "boxes": _in_boxes,
    "lines": _in_lines,
    "entities": _in_entities,
    "emphasis": _with_emphasis,
}
