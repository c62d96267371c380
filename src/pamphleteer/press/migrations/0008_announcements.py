"""What hubs are to be told."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("press", "0007_tally")]

    operations = [
        migrations.CreateModel(
            name="Announcement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("hub", models.CharField(max_length=500)),
                (
                    "path",
                    models.CharField(help_text="Of the feed, below public/.", max_length=500),
                ),
                ("wanted", models.BigIntegerField(help_text="The newest change of the feed.")),
                (
                    "told",
                    models.BigIntegerField(
                        default=0, help_text="What the hub has heard of, or refused."
                    ),
                ),
                ("due_at", models.DateTimeField()),
                ("held_until", models.DateTimeField(null=True)),
                ("held_by", models.CharField(blank=True, max_length=40)),
                ("failures", models.PositiveIntegerField(default=0)),
                (
                    "refused",
                    models.BooleanField(
                        default=False, help_text="The hub would not hear of the last change."
                    ),
                ),
                ("fault", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("wanted__gt", models.F("told"))),
                        fields=["due_at"],
                        name="announcements_to_make",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("hub", "path"), name="one_announcement_of_each_feed"
                    )
                ],
            },
        ),
    ]
