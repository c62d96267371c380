from django.db import OperationalError, migrations

TABLES = ("post_reader", "post_notice", "post_delivery", "post_rest")


def sweep(apps, schema_editor):
    """Write anew what held addresses in clear: what was deleted lies in the files of a database for long."""
    if not apps.get_model("post", "Reader").objects.exists():
        return
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for table in TABLES:
                cursor.execute(f"VACUUM FULL {table}")
            return
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy, *_ = cursor.fetchone()
    if busy:
        raise OperationalError("another process reads the database: end it, and begin again")


class Migration(migrations.Migration):

    # Neither database can do it in a transaction; done twice it does no harm.
    atomic = False

    dependencies = [
        ("post", "0005_none_in_clear"),
    ]

    operations = [
        migrations.RunPython(sweep, migrations.RunPython.noop),
    ]
