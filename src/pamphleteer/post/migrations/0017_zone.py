"""A reader keeps the time zone that they chose, whether or not a letter of theirs has an hour."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("post", "0016_tally")]

    operations = [
        migrations.AddField(
            model_name="reader",
            name="zone",
            field=models.CharField(
                blank=True, default="", max_length=60, help_text="Their time zone, if they chose one."),
            preserve_default=False,
        ),
    ]
