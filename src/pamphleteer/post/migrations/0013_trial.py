"""Letters that people of the desk send to themselves."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("post", "0012_desk"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Trial",
            fields=[
                ("id", models.BigAutoField(
                    auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("message_id", models.CharField(max_length=250, unique=True)),
                ("dated", models.DateTimeField(
                    help_text="The Date of the mail, however often it is tried.")),
                ("state", models.CharField(
                    choices=[("planned", "Planned"), ("claimed", "Claimed"), ("done", "Done"),
                             ("refused", "Refused"), ("doubt", "in doubt")],
                    default="planned", max_length=12)),
                ("due_at", models.DateTimeField()),
                ("held_until", models.DateTimeField(null=True)),
                ("held_by", models.CharField(blank=True, max_length=40)),
                ("handed_at", models.DateTimeField(
                    help_text="Set before the relay gets the mail; without an outcome it is in doubt.",
                    null=True)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("doubts", models.PositiveIntegerField(
                    default=0,
                    help_text="How often a process ended between the mail and the relay's reply.")),
                ("relay", models.CharField(blank=True, max_length=80)),
                ("reply", models.CharField(blank=True, max_length=500)),
                ("settled_at", models.DateTimeField(null=True)),
                ("subject", models.CharField(max_length=400)),
                ("html", models.TextField(blank=True)),
                ("text", models.TextField()),
                ("person", models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="trials",
                    to=settings.AUTH_USER_MODEL)),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        fields=["state", "due_at", "id"], name="post_trial_state_d995d0_idx")
                ],
            },
        ),
    ]
