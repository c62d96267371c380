"""How long each list is, so that nobody counts it for a page."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("press", "0006_signers")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("list", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("count", models.PositiveIntegerField(default=0)),
                ("pages", models.PositiveIntegerField(default=1)),
            ],
        ),
        migrations.RunSQL(
            "INSERT INTO press_tally (list, count, pages) "
            "SELECT list, SUM(count), MAX(number) FROM press_shelf GROUP BY list",
            migrations.RunSQL.noop,
        ),
    ]
