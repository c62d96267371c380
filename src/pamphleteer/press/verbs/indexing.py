"""Keep the words by which readers find what is published.

Triggers say which rows of words are to be read anew, whoever changed an article, its topics or its
partner, and how. A round reads them. What is withdrawn is shown by no search from then on, for only
live articles are; its words go with the next round.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError, connection, transaction

from pamphleteer.ground.stopping import Stop, never
from pamphleteer.press.models import PieceWords
from pamphleteer.press.models.words import RULES
from pamphleteer.press.said import MARKS, PARTS, Said, lexemes, said

OWN = PieceWords._meta.db_table
_AT_ONCE = 100
_WATCHED = (
    "live", "place", "headline", "lead", "body", "authors", "credit", "partner_id",
)  # fmt: skip

_INDEX, _SHOWN = f"{OWN}_index", f"{OWN}_shown"
_REBUILT = f"INSERT INTO {_INDEX} ({_INDEX}) VALUES ('rebuild')"  # noqa: S608
# What longer beginnings stand for is merged at each search: of few words, as a rule.
_BEGUN = "1 2 3 4"
_LITE = (
    # FTS5 can look whether it is in step only with rows that all have a number.
    f"DROP TABLE IF EXISTS {_INDEX}",
    f"""CREATE VIEW IF NOT EXISTS {_SHOWN} AS SELECT spot, {", ".join((*PARTS, MARKS))}
         FROM {OWN} WHERE spot IS NOT NULL""",  # noqa: S608
    f"""CREATE VIRTUAL TABLE {_INDEX} USING fts5(
         headline, lead, names, body, marks, content='{_SHOWN}', content_rowid='spot',
         tokenize="ascii tokenchars '='", prefix='{_BEGUN}')""",
    _REBUILT,
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
    # Searches look through the newest pieces one by one: to unpack each takes ten times as long.
    f"ALTER TABLE {OWN} ALTER COLUMN lexemes SET STORAGE EXTERNAL",
)
_COLUMNS = ("spot", *PARTS, MARKS)
_KEEP = (
    f"UPDATE {OWN} SET {', '.join(f'{name} = %s' for name in _COLUMNS)}, rules = %s "  # noqa: S608
    "WHERE article_id = %s"
)
_SERVE = f"UPDATE {OWN} SET spot = %s, lexemes = %s::tsvector, rules = %s WHERE article_id = %s"  # noqa: S608
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
    "sqlite": f"SELECT name FROM sqlite_master WHERE name <> '{_INDEX}' "  # noqa: S608
    f"OR instr(sql, '{_BEGUN}') > 0",
    "postgresql": "SELECT tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "  # noqa: S608
    "WHERE NOT t.tgisinternal AND pg_table_is_visible(c.oid) UNION ALL "
    f"SELECT '{OWN}_unpacked' FROM pg_attribute WHERE attrelid = '{OWN}'::regclass "
    "AND attname = 'lexemes' AND attstorage = 'e' UNION ALL "
    "SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
    f"WHERE i.indrelid = '{OWN}'::regclass AND i.indisvalid",
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


def mend() -> None:
    """Make the index of words anew, and have the words of all pieces read anew."""
    with connection.cursor() as cursor:
        cursor.execute(_REBUILT if connection.vendor == "sqlite" else f"REINDEX INDEX {_INDEX}")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_FILL)
        # Those that somebody else holds are read anew by them; to wait for them might be for ever.
        held = PieceWords.objects.select_for_update(
            skip_locked=connection.features.has_select_for_update
        )
        PieceWords.objects.filter(pk__in=held.values("pk")).update(rules=None)


def is_sound() -> bool:
    """Say whether the index of words has what its rows say; PostgreSQL sees to that itself."""
    if connection.vendor != "sqlite":
        return True
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            look = f"INSERT INTO {_INDEX} ({_INDEX}, rank) VALUES ('integrity-check', 1)"  # noqa: S608
            cursor.execute(look)
    except DatabaseError:
        return False
    return True


def round_(stop: Stop = never, *, heard: Callable[[int], object] = lambda _count: None) -> int:
    """Read what is to be read, the newest first; return of how many articles.

    `heard` is told how many of them each batch has.
    """
    read = 0
    # Looked at first, for on SQLite to write nothing keeps all others from writing meanwhile.
    while not stop() and PieceWords.objects.filter(rules=None).exists():
        now = _read_some()
        read += now
        heard(now)
        if now < _AT_ONCE:
            break
    return read


def _read_some() -> int:
    """Read a batch: nobody changes its rows meanwhile, and who is changing one is not waited for."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            # Who makes the index anew waits for writers before it waits for readers, and so they for it.
            with connection.cursor() as cursor:
                cursor.execute(f"LOCK TABLE {OWN} IN ROW EXCLUSIVE MODE")
        unread = PieceWords.objects.filter(rules=None).order_by("-pk")
        held = unread.select_for_update(skip_locked=connection.features.has_select_for_update)
        keys = list(held.values_list("pk", flat=True)[:_AT_ONCE])
        _write(said(keys))
    return len(keys)


def _write(pieces: Mapping[int, Said]) -> None:
    lite = connection.vendor == "sqlite"
    rows = [[*(_texts if lite else _served)(one), RULES, key] for key, one in pieces.items()]
    with connection.cursor() as cursor:
        cursor.executemany(_KEEP if lite else _SERVE, rows)


def _texts(said: Said) -> list[Any]:
    return [said.spot, *said.texts()]


def _served(said: Said) -> list[Any]:
    """Return what PostgreSQL keeps: words in its own way alone."""
    return [said.spot, None if said.spot is None else lexemes(said.words)]


def _is_laid() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_LAID[connection.vendor])
        there = {name for (name,) in cursor.fetchall()}
    names = [trigger.name for trigger in _TRIGGERS]
    lite = connection.vendor == "sqlite"
    names += ["index", *(["shown", "kept", "dropped", "gone"] if lite else ["unpacked"])]
    return {f"{OWN}_{name}" for name in names} <= there
