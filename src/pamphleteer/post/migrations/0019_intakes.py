"""Lists of readers that are brought in at the desk."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

KEY = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("post", "0018_waits"),
    ]

    operations = [
        migrations.CreateModel(
            name="Intake",
            fields=[
                ("id", KEY.clone()),
                ("name", models.CharField(help_text="Of the file.", max_length=200)),
                ("source", models.TextField(help_text="How these readers agreed.")),
                ("size", models.PositiveBigIntegerField(help_text="Bytes.")),
                ("encoding", models.CharField(blank=True, max_length=40)),
                ("lines", models.PositiveBigIntegerField(default=0, help_text="Of the file.")),
                ("state", models.CharField(
                    choices=[("waits", "Waits"), ("done", "Done"), ("refused", "Refused")],
                    db_index=True, default="waits", max_length=12)),
                ("line", models.PositiveBigIntegerField(
                    default=0, help_text="The last one that was looked at.")),
                ("added", models.PositiveBigIntegerField(default=0)),
                ("known", models.PositiveBigIntegerField(default=0)),
                ("refused", models.PositiveBigIntegerField(default=0)),
                ("left_out", models.JSONField(
                    default=list, help_text="Headings that say nothing to us.")),
                ("fault", models.CharField(
                    blank=True, help_text="Why it was refused whole.", max_length=500)),
                ("at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                ("held_by", models.CharField(blank=True, max_length=40)),
                ("held_until", models.DateTimeField(null=True)),
                ("by", models.ForeignKey(
                    null=True, on_delete=django.db.models.deletion.SET_NULL,
                    related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name="IntakePart",
            fields=[
                ("id", KEY.clone()),
                ("number", models.PositiveIntegerField()),
                ("sealed", models.BinaryField()),
                ("intake", models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="parts",
                    to="post.intake")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("intake", "number"), name="one_part_of_a_number")
                ],
            },
        ),
        migrations.CreateModel(
            name="IntakeReport",
            fields=[
                ("id", KEY.clone()),
                ("lines", models.TextField()),
                ("intake", models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE, related_name="reports",
                    to="post.intake")),
            ],
        ),
    ]
