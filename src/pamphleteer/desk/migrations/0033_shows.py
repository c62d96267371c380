"""Topics that are podcasts."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("desk", "0032_bylines"), ("register", "0013_mark")]

    operations = [
        migrations.CreateModel(
            name="Show",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "author",
                    models.CharField(
                        blank=True, help_text="The outlet, if it is empty.", max_length=200
                    ),
                ),
                (
                    "email",
                    models.EmailField(
                        help_text="Stands in the feed: directories write to it.", max_length=254
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        default="News",
                        help_text="As in CATEGORIES, the narrower one behind a slash.",
                        max_length=80,
                    ),
                ),
                ("explicit", models.BooleanField(default=False)),
                (
                    "language",
                    models.CharField(
                        blank=True, help_text="The outlet's, if it is empty.", max_length=20
                    ),
                ),
                (
                    "guid",
                    models.UUIDField(help_text="What it is known by, whatever its address becomes."),
                ),
                (
                    "topic",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="show",
                        to="register.topic",
                    ),
                ),
            ],
            options={"verbose_name": "podcast", "verbose_name_plural": "podcasts"},
        ),
        migrations.AlterField(
            model_name="article",
            name="transcript",
            field=models.TextField(
                blank=True,
                help_text="What is said in it: plain text, where a blank line begins a paragraph, or captions with their times (WebVTT, SRT).",
                verbose_name="transcript",
            ),
        ),
    ]
