"""What a piece says to those who look for it: its words in their order, its marks, and its spot."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from pamphleteer.desk.models import Article
from pamphleteer.ground.html import plain
from pamphleteer.ground.words import in_order
from pamphleteer.press import spots
from pamphleteer.press.models import PieceWords

PARTS = ("headline", "lead", "names", "body")
MARKS = "marks"  # its topics and its partner, by their keys: words that nobody can type
_LONGEST = 200_000  # characters of a text
_MOST_WORDS, _MOST_BYTES = 12_000, 400_000  # of a piece: a tsvector has no places for more
_WEIGHTS = dict(zip(PARTS, "ABCD", strict=True))
_GAP = 20  # places between two parts, so that no phrase begins in one and ends in the next


@dataclass(frozen=True, slots=True)
class Said:
    """The words of one piece by their parts, and its spot; neither if it is not published."""

    spot: int | None = None
    words: Mapping[str, list[str]] = field(default_factory=dict)

    def texts(self) -> list[str]:
        """Return the words of each part, and the marks, parted by spaces."""
        return [" ".join(self.words.get(part, ())) for part in (*PARTS, MARKS)]


def said(keys: Collection[int]) -> dict[int, Said]:
    """Return what articles say as they are published, by their keys."""
    live = Article.objects.live().filter(pk__in=keys).select_related("partner")
    # The oldest first: FTS5 begins a new part of its index at each step back.
    articles = sorted(live, key=lambda one: (one.place, one.pk))
    topics = _topics([one.pk for one in articles])
    at = _spots(articles)
    unpublished = dict.fromkeys(set(keys) - at.keys(), Said())
    return unpublished | {
        one.pk: Said(at[one.pk], _words(one, topics.get(one.pk, {}))) for one in articles
    }


def lexemes(words: Mapping[str, list[str]]) -> str:
    """Return words as PostgreSQL reads a tsvector: each with its places and their weight."""
    places: dict[str, list[str]] = {word: [] for word in words[MARKS]}
    at = 0
    for part in PARTS:
        for word in words[part]:
            at += 1
            places.setdefault(word, []).append(f"{at}{_WEIGHTS[part]}")
        at += _GAP
    return " ".join(f"'{word}'" + (":" + ",".join(at)) * bool(at) for word, at in places.items())


def _topics(articles: Collection[int]) -> Mapping[int, dict[int, str]]:
    found: dict[int, dict[int, str]] = defaultdict(dict)
    links = Article.topics.through.objects.filter(article__in=articles).order_by("topic")
    for article, topic, name in links.values_list("article_id", "topic_id", "topic__name"):
        found[article][topic] = name
    return found


def _spots(articles: Iterable[Article]) -> dict[int, int]:
    """Return where pieces stand among what is found: no two stand at the same spot."""
    wished = {one.pk: spots.first(one.place) + one.pk % spots.EACH for one in articles}
    held = PieceWords.objects.filter(spot__in=wished.values()).values_list("spot", "article")
    taken = dict(held)
    at = {}
    for key, wish in wished.items():
        spot = wish
        while taken.get(spot, key) != key:
            spot += 1
            taken.update(PieceWords.objects.filter(spot=spot).values_list("spot", "article"))
        at[key] = spot
        taken[spot] = key
    return at


def _words(article: Article, topics: Mapping[int, str]) -> dict[str, list[str]]:
    """Return the words of each part of a piece, and its marks."""
    partner = article.partner
    names = [article.authors, article.credit, *topics.values()]
    if partner:
        names += [partner.name, partner.credit]
    texts = (article.headline, article.lead, "\n".join(names), plain(article.body))
    marks = [f"=t{key}" for key in topics] + ([f"=p{partner.pk}"] if partner else [])
    return {**_bounded(texts), MARKS: marks}


def _bounded(texts: tuple[str, ...]) -> dict[str, list[str]]:
    kept: dict[str, list[str]] = {}
    words, size = _MOST_WORDS, _MOST_BYTES
    for part, text in zip(PARTS, texts, strict=True):
        kept[part] = []
        for word in in_order(text[:_LONGEST]):
            words, size = words - 1, size - len(word.encode())
            if words < 0 or size < 0:
                break
            kept[part].append(word)
    return kept
