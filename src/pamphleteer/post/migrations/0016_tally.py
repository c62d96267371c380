"""How many readers there were when they were last counted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("post", "0015_moved")]

    operations = [
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("id", models.BigAutoField(
                    auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("found", models.JSONField()),
            ],
            options={"verbose_name_plural": "tallies"},
        ),
    ]
