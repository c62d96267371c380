"""Keep the words by which readers find what is published.

Triggers say which rows of words are to be read anew, whoever changed an article, its topics or its
partner, and how. A round reads them. What is withdrawn is shown by no search from then on, for only
live articles are; its words go with the next round.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from django.db import connection, transaction

from pamphleteer.desk.models import Article
from pamphleteer.ground.html import plain
from pamphleteer.ground.stopping import Stop, never
from pamphleteer.ground.words import in_order
from pamphleteer.press import spots
from pamphleteer.press.models import PieceWords
from pamphleteer.press.models.words import RULES

OWN = PieceWords._meta.db_table
PARTS = ("headline", "lead", "names", "body")
_AT_ONCE = 100
_LONGEST = 200_000  # characters of a text
_MOST_WORDS, _MOST_BYTES = 12_000, 400_000  # of a piece: a tsvector has no places for more
_WEIGHTS = dict(zip(PARTS, "ABCD", strict=True))
_GAP = 20  # places between two parts, so that no phrase begins in one and ends in the next
_WATCHED = (
    "live", "place", "headline", "lead", "body", "authors", "credit", "partner_id",
)  # fmt: skip

_LITE = (
    f"""CREATE VIRTUAL TABLE IF NOT EXISTS {OWN}_index USING fts5(
         headline, lead, names, body, marks, content='{OWN}', content_rowid='spot',
         tokenize="ascii tokenchars '='", prefix='1 2 3')""",
    f"""CREATE TRIGGER IF NOT EXISTS {OWN}_kept AFTER UPDATE OF spot ON {OWN}
         WHEN NEW.spot IS NOT NULL BEGIN
         INSERT INTO {OWN}_index (rowid, headline, lead, names, body, marks) VALUES
         (NEW.spot, NEW.headline, NEW.lead, NEW.names, NEW.body, NEW.marks); END""",  # noqa: S608
    *(
        f"""CREATE TRIGGER IF NOT EXISTS {OWN}_{name} BEFORE {deed} ON {OWN}
         WHEN OLD.spot IS NOT NULL BEGIN
         INSERT INTO {OWN}_index ({OWN}_index, rowid, headline, lead, names, body, marks) VALUES
         ('delete', OLD.spot, OLD.headline, OLD.lead, OLD.names, OLD.body, OLD.marks); END"""  # noqa: S608
        for name, deed in (("dropped", "UPDATE OF spot"), ("gone", "DELETE"))
    ),
)
_SERVER = (
    f"ALTER TABLE {OWN} ADD COLUMN IF NOT EXISTS lexemes tsvector",
    f"CREATE INDEX IF NOT EXISTS {OWN}_index ON {OWN} USING gin (lexemes) WITH (fastupdate = off)",
    f"ALTER TABLE {OWN} ALTER COLUMN lexemes SET STATISTICS 500",
)
_READ_ANEW = f"UPDATE {OWN} SET rules = NULL WHERE article_id"  # noqa: S608
_ARTICLES, _TOPICS = "desk_article", "desk_article_topics"


@dataclass(frozen=True)
class _Trigger:
    """What is done to which rows when a table has changed."""

    name: str
    on: str
    deed: str
    does: str
    columns: tuple[str, ...] = ()

    def sql(self) -> Iterator[str]:
        """Yield the statements that lay it, in the words of the database that is asked."""
        name, of = f"{OWN}_{self.name}", f" OF {', '.join(self.columns)}" if self.columns else ""
        unlike = "IS NOT" if connection.vendor == "sqlite" else "IS DISTINCT FROM"
        differs = " OR ".join(f"NEW.{one} {unlike} OLD.{one}" for one in self.columns)
        when = f"WHEN ({differs}) " if differs else ""
        begun = f"CREATE TRIGGER {name} AFTER {self.deed}{of} ON {self.on} FOR EACH ROW {when}"
        if connection.vendor == "sqlite":
            yield f"DROP TRIGGER IF EXISTS {name}"
            yield f"{begun} BEGIN {self.does}; END"
            return
        yield f"""CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql
                  AS $$ BEGIN {self.does}; RETURN NULL; END $$"""
        yield f"DROP TRIGGER IF EXISTS {name} ON {self.on}"
        yield f"{begun} EXECUTE FUNCTION {name}()"


_TRIGGERS = (
    _Trigger(
        "begun",
        _ARTICLES,
        "INSERT",
        f"INSERT INTO {OWN} (article_id, headline, lead, names, body, marks) "  # noqa: S608
        "VALUES (NEW.id, '', '', '', '', '') ON CONFLICT DO NOTHING",
    ),
    _Trigger("changed", _ARTICLES, "UPDATE", f"{_READ_ANEW} = NEW.id", _WATCHED),
    _Trigger("put", _TOPICS, "INSERT", f"{_READ_ANEW} = NEW.article_id"),
    _Trigger("taken", _TOPICS, "DELETE", f"{_READ_ANEW} = OLD.article_id"),
    _Trigger(
        "named",
        "register_topic",
        "UPDATE",
        f"{_READ_ANEW} IN (SELECT article_id FROM {_TOPICS} WHERE topic_id = NEW.id)",  # noqa: S608
        ("name",),
    ),
    _Trigger(
        "called",
        "register_partner",
        "UPDATE",
        f"{_READ_ANEW} IN (SELECT id FROM {_ARTICLES} WHERE partner_id = NEW.id)",  # noqa: S608
        ("name", "credit"),
    ),
)
# Rows that are there already have no words yet.
_FILL = (
    f"INSERT INTO {OWN} (article_id, headline, lead, names, body, marks) "  # noqa: S608
    f"SELECT id, '', '', '', '', '' FROM {_ARTICLES} WHERE id NOT IN (SELECT article_id FROM {OWN})"
)
_LAID = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
    "WHERE NOT t.tgisinternal AND pg_table_is_visible(c.oid)",
}


def lay() -> None:
    """Lay what keeps the words, where it is missing, and have those of other rules read anew."""
    if not _is_laid():
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in _LITE if connection.vendor == "sqlite" else _SERVER:
                cursor.execute(statement)
            for trigger in _TRIGGERS:
                for statement in trigger.sql():
                    cursor.execute(statement)
            cursor.execute(_FILL)
    others = PieceWords.objects.exclude(rules=RULES).exclude(rules=None)
    if others.exists():
        others.update(rules=None)


def round_(stop: Stop = never) -> int:
    """Read what is to be read, the newest first; return of how many articles."""
    read = 0
    # Looked at first, for on SQLite to write nothing keeps all others from writing meanwhile.
    while not stop() and PieceWords.objects.filter(rules=None).exists():
        now = _read_some()
        read += now
        if now < _AT_ONCE:
            break
    return read


def _read_some() -> int:
    """Read a batch: nobody changes its rows meanwhile, and who is changing one is not waited for."""
    with transaction.atomic():
        unread = PieceWords.objects.filter(rules=None).order_by("-pk")
        held = unread.select_for_update(skip_locked=connection.features.has_select_for_update)
        keys = list(held.values_list("pk", flat=True)[:_AT_ONCE])
        live = Article.objects.live().filter(pk__in=keys).select_related("partner").in_bulk()
        topics = _topics(live)
        for key in set(keys) - set(live):
            _write(key, None, None)
        # The oldest first within a batch: FTS5 begins a new part of its index at each step back.
        for article in sorted(live.values(), key=lambda one: (one.place, one.pk)):
            _write(article.pk, _said(article, topics.get(article.pk, {})), article)
    return len(keys)


def _topics(articles: Collection[int]) -> Mapping[int, dict[int, str]]:
    found: dict[int, dict[int, str]] = defaultdict(dict)
    links = Article.topics.through.objects.filter(article__in=list(articles))
    for article, topic, name in links.values_list("article_id", "topic_id", "topic__name"):
        found[article][topic] = name
    return found


def _said(article: Article, topics: Mapping[int, str]) -> dict[str, list[str]]:
    """Return the words of each part of a piece, and its marks."""
    partner = article.partner
    names = [article.authors, article.credit, *topics.values()]
    if partner:
        names += [partner.name, partner.credit]
    texts = (article.headline, article.lead, "\n".join(names), plain(article.body))
    marks = [f"=t{key}" for key in topics] + ([f"=p{partner.pk}"] if partner else [])
    return {**_bounded(texts), "marks": marks}


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


def _write(key: int, said: dict[str, list[str]] | None, article: Article | None) -> None:
    row = PieceWords.objects.filter(pk=key)
    if said is None or article is None:
        row.update(spot=None, rules=RULES, **dict.fromkeys((*PARTS, "marks"), ""))
    else:
        # PostgreSQL keeps the words in its own way alone.
        kept = said if connection.vendor == "sqlite" else {}
        texts = {part: " ".join(kept.get(part, ())) for part in said}
        row.update(spot=_spot(article), rules=RULES, **texts)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {OWN} SET lexemes = %s::tsvector WHERE article_id = %s",  # noqa: S608
                [lexemes(said) if said else None, key],
            )


def _spot(article: Article) -> int:
    """Return where it stands among what is found: no other piece stands there."""
    spot: int = spots.first(article.place) + article.pk % spots.EACH
    while PieceWords.objects.filter(spot=spot).exclude(pk=article.pk).exists():
        spot += 1
    return spot


def lexemes(said: Mapping[str, list[str]]) -> str:
    """Return words as PostgreSQL reads a tsvector: each with its places and their weight."""
    places: dict[str, list[str]] = {word: [] for word in said["marks"]}
    at = 0
    for part in PARTS:
        for word in said[part]:
            at += 1
            places.setdefault(word, []).append(f"{at}{_WEIGHTS[part]}")
        at += _GAP
    return " ".join(f"'{word}'" + (":" + ",".join(at)) * bool(at) for word, at in places.items())


def _is_laid() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_LAID[connection.vendor])
        there = {name for (name,) in cursor.fetchall()}
    names = [trigger.name for trigger in _TRIGGERS]
    if connection.vendor == "sqlite":
        names += ["kept", "dropped", "gone"]
    return {f"{OWN}_{name}" for name in names} <= there
