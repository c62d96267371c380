from django.db import migrations

# The last who may do everything stays: the deeds say so in words, and this holds whatever they forget.
# (On SQLite a migration that alters the table of people loses triggers: it has to lay them anew.)
GONE = "OLD.is_superuser AND OLD.is_active AND NOT EXISTS (SELECT 1 FROM register_person WHERE is_superuser AND is_active AND id <> OLD.id)"

KEEP = {
    "sqlite": [
        f"""CREATE TRIGGER last_publisher_stays_{deed} BEFORE {deed.upper()} ON register_person
            WHEN {GONE} {still}
            BEGIN SELECT RAISE(ABORT, 'the last publisher stays'); END"""
        for deed, still in (
            ("delete", ""),
            ("update", "AND NOT (NEW.is_superuser AND NEW.is_active)"),
        )
    ],
    # Two at once wait for one another, and the one that comes second sees what the first has done.
    "postgresql": [
        """CREATE FUNCTION last_publisher_stays() RETURNS trigger LANGUAGE plpgsql AS $$
           BEGIN
             IF TG_OP = 'UPDATE' AND NEW.is_superuser AND NEW.is_active THEN RETURN NEW; END IF;
             PERFORM pg_advisory_xact_lock(1886745189);
             IF NOT EXISTS (SELECT 1 FROM register_person
                            WHERE is_superuser AND is_active AND id <> OLD.id) THEN
               RAISE EXCEPTION 'the last publisher stays' USING ERRCODE = 'check_violation';
             END IF;
             IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
             RETURN NEW;
           END $$""",
        """CREATE TRIGGER last_publisher_stays BEFORE UPDATE OR DELETE ON register_person
           FOR EACH ROW WHEN (OLD.is_superuser AND OLD.is_active)
           EXECUTE FUNCTION last_publisher_stays()""",
    ],
}
LEAVE = {
    "sqlite": ["DROP TRIGGER last_publisher_stays_delete", "DROP TRIGGER last_publisher_stays_update"],
    "postgresql": [
        "DROP TRIGGER last_publisher_stays ON register_person",
        "DROP FUNCTION last_publisher_stays",
    ],
}


def run(statements):
    def execute(apps, schema):
        for statement in statements[schema.connection.vendor]:
            schema.execute(statement)

    return execute


class Migration(migrations.Migration):
    dependencies = [("register", "0004_licences")]

    operations = [migrations.RunPython(run(KEEP), run(LEAVE))]
