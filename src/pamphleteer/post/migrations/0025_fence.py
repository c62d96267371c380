"""The row by which copies of the database, and older ones, give themselves away."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

WHY = [
    ("behind", "the rows are older than the mail that has gone"),
    ("copy", "the database's file is another one than it was"),
    ("machine", "the database is on another machine"),
    ("server", "the database is another one on its server, or on another server"),
    ("lost", "what says how far mail has gone is not in the folder"),
    ("unreadable", "what says how far mail has gone can't be read"),
    ("other", "the folder is another outlet's"),
    ("asked", "somebody asked for it"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("post", "0024_returns"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Fence",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(
                        default=1, primary_key=True, serialize=False
                    ),
                ),
                (
                    "reach",
                    models.BigIntegerField(
                        default=0,
                        help_text="Counted up while mail goes; a folder that knows a higher one knows more.",
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(help_text="When mail last went, to a second.", null=True),
                ),
                ("place", models.JSONField(default=dict, help_text="Where the database lay then.")),
                ("raised_at", models.DateTimeField(help_text="Since when nothing goes.", null=True)),
                ("why", models.CharField(blank=True, choices=WHY, max_length=12)),
                (
                    "words",
                    models.CharField(blank=True, help_text="Of who asked for it.", max_length=300),
                ),
                (
                    "known",
                    models.BigIntegerField(
                        default=0, help_text="The highest reach that a folder knew."
                    ),
                ),
                (
                    "known_at",
                    models.DateTimeField(
                        help_text="When mail last went by that folder.", null=True
                    ),
                ),
                ("released_at", models.DateTimeField(null=True)),
                (
                    "released_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "permissions": [
                    ("release_fence", "Can let mail go again after a restore or a copy")
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(id=1), name="one_fence")
                ],
            },
        ),
    ]
