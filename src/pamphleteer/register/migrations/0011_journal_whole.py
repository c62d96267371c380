from django.db import migrations

# What replaces a row, or empties a table, fires no trigger for what is gone.
REFUSE = {
    "sqlite": [
        """CREATE TRIGGER journal_no_replace BEFORE INSERT ON register_entry
           WHEN EXISTS (SELECT 1 FROM register_entry WHERE id = NEW.id)
           BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"""
    ],
    "postgresql": [
        """CREATE TRIGGER journal_no_truncate BEFORE TRUNCATE ON register_entry
           FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse()"""
    ],
}
ALLOW = {
    "sqlite": ["DROP TRIGGER journal_no_replace"],
    "postgresql": ["DROP TRIGGER journal_no_truncate ON register_entry"],
}


def run(statements):
    def execute(apps, schema):
        for statement in statements[schema.connection.vendor]:
            schema.execute(statement)

    return execute


class Migration(migrations.Migration):
    dependencies = [("register", "0010_translatable")]

    operations = [migrations.RunPython(run(REFUSE), run(ALLOW))]
