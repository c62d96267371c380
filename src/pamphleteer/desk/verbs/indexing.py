"""Keep the words by which articles and wire items are found.

Triggers make the row of words beside each new row, and forget them when it changes, whoever changed
it and how. What has no words is read by a round; searches look through it as it stands until then.
"""

from collections.abc import Sequence

from django.db import connection, transaction

from pamphleteer.desk.models.words import ArticleWords, ItemWords, Words
from pamphleteer.ground.stopping import Stop, never
from pamphleteer.ground.words import words_of

KINDS: tuple[type[Words], ...] = (ArticleWords, ItemWords)
_AT_ONCE = 500
# What of a row is read, by its columns.
_WATCHED = {
    ArticleWords: ("headline", "lead", "latest_revision_id", "has_unpublished_changes"),
    ItemWords: ("headline", "lead"),
}

_LITE = (
    """CREATE VIRTUAL TABLE IF NOT EXISTS {own}_index USING fts5(
         words, content='{own}', content_rowid='{key}', tokenize='ascii', detail='none',
         prefix='1 2 3 4')""",
    """CREATE TRIGGER IF NOT EXISTS {own}_begun AFTER INSERT ON {of} BEGIN
         INSERT OR IGNORE INTO {own} ({key}) VALUES (NEW.id); END""",
    """CREATE TRIGGER IF NOT EXISTS {own}_changed AFTER UPDATE OF {columns} ON {of}
         WHEN {differs} BEGIN UPDATE {own} SET words = NULL WHERE {key} = NEW.id; END""",
    """CREATE TRIGGER IF NOT EXISTS {own}_kept AFTER UPDATE OF words ON {own}
         WHEN NEW.words IS NOT NULL BEGIN
         INSERT INTO {own}_index (rowid, words) VALUES (NEW.{key}, NEW.words); END""",
    """CREATE TRIGGER IF NOT EXISTS {own}_dropped BEFORE UPDATE OF words ON {own}
         WHEN OLD.words IS NOT NULL BEGIN
         INSERT INTO {own}_index ({own}_index, rowid, words)
         VALUES ('delete', OLD.{key}, OLD.words); END""",
    """CREATE TRIGGER IF NOT EXISTS {own}_gone BEFORE DELETE ON {own}
         WHEN OLD.words IS NOT NULL BEGIN
         INSERT INTO {own}_index ({own}_index, rowid, words)
         VALUES ('delete', OLD.{key}, OLD.words); END""",
)
# Lexemes that are ours, so that no parser and no locale decides; and without a list of what is
# pending, which a search would have to look through.
_SERVER = (
    """ALTER TABLE {own} ADD COLUMN IF NOT EXISTS lexemes tsvector
         GENERATED ALWAYS AS (array_to_tsvector(string_to_array(words, ' '))) STORED""",
    """CREATE INDEX IF NOT EXISTS {own}_index ON {own}
         USING gin (lexemes) WITH (fastupdate = off)""",
    """CREATE OR REPLACE FUNCTION {own}_begun() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
         INSERT INTO {own} ({key}) SELECT id FROM came ON CONFLICT DO NOTHING; RETURN NULL; END $$""",
    """CREATE OR REPLACE FUNCTION {own}_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
         UPDATE {own} SET words = NULL WHERE {key} = NEW.id; RETURN NULL; END $$""",
    """CREATE TRIGGER {own}_begun AFTER INSERT ON {of} REFERENCING NEW TABLE AS came
         FOR EACH STATEMENT EXECUTE FUNCTION {own}_begun()""",
    """CREATE TRIGGER {own}_changed AFTER UPDATE OF {columns} ON {of} FOR EACH ROW
         WHEN ({differs}) EXECUTE FUNCTION {own}_changed()""",
)
# Rows that are there already have no words yet.
_FILL = "INSERT INTO {own} ({key}) SELECT id FROM {of} WHERE id NOT IN (SELECT {key} FROM {own})"
_KEEP = "UPDATE {own} SET words = %s WHERE {key} = %s"
_LAID = {
    "sqlite": "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name IN (%s, %s)",
    "postgresql": "SELECT count(*) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
    "WHERE t.tgname IN (%s, %s) AND pg_table_is_visible(c.oid)",
}


def lay() -> None:
    """Lay what keeps the words, where it is missing: migrations that make a table anew lose it."""
    for kind in KINDS:
        if not _is_laid(kind):
            _lay(kind)


def round_(stop: Stop = never) -> int:
    """Read what has no words yet, the newest first; return of how many rows."""
    return sum(_read_all(kind, stop) for kind in KINDS)


def _read_all(kind: type[Words], stop: Stop) -> int:
    read = 0
    # Looked at first, for on SQLite to write nothing keeps all others from writing meanwhile.
    while not stop() and kind._default_manager.filter(words=None).exists():
        now = _read_some(kind)
        read += now
        if now < _AT_ONCE:
            break
    return read


def _read_some(kind: type[Words]) -> int:
    """Read a batch: nobody changes its rows meanwhile, and who is changing one is not waited for."""
    with transaction.atomic():
        unread = kind._default_manager.filter(words=None).order_by("-pk")
        held = unread.select_for_update(skip_locked=connection.features.has_select_for_update)
        keys = list(held.values_list("pk", flat=True)[:_AT_ONCE])
        said = kind.said(keys)
        _write(kind, [(" ".join(words_of(*texts)), key) for key, texts in said.items()])
    return len(said)


def _write(kind: type[Words], rows: Sequence[tuple[str, int]]) -> None:
    names = _names(kind)
    with connection.cursor() as cursor:
        cursor.executemany(_KEEP.format(**names), rows)


def _is_laid(kind: type[Words]) -> bool:
    own = kind._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(_LAID[connection.vendor], [f"{own}_begun", f"{own}_changed"])
        return bool(cursor.fetchone()[0] == 2)


def _lay(kind: type[Words]) -> None:
    names = _names(kind)
    statements = _LITE if connection.vendor == "sqlite" else _SERVER
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in (*statements, _FILL):
            cursor.execute(statement.format(**names))


def _names(kind: type[Words]) -> dict[str, str]:
    meta = kind._meta
    of = meta.pk.related_model._meta.db_table  # type: ignore[union-attr]
    unlike = "IS NOT" if connection.vendor == "sqlite" else "IS DISTINCT FROM"
    watched = _WATCHED[kind]
    return {
        "own": meta.db_table,
        "key": str(meta.pk.column),
        "of": of,
        "columns": ", ".join(watched),
        "differs": " OR ".join(f"NEW.{name} {unlike} OLD.{name}" for name in watched),
    }
