"""On SQLite the marks are their own index: half the room, and half the pages to write."""

from django.db import migrations

WITHOUT = """
CREATE TABLE collect_shingle (
    hash bigint NOT NULL, item bigint NOT NULL, PRIMARY KEY (hash, item)
) WITHOUT ROWID
"""


def make_anew(apps, editor):
    if editor.connection.vendor == "sqlite":
        editor.execute("DROP TABLE collect_shingle")
        editor.execute(WITHOUT)


class Migration(migrations.Migration):
    dependencies = [("collect", "0003_hosts")]
    operations = [migrations.RunPython(make_anew, migrations.RunPython.noop)]
