"""Keys that sign letters."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("post", "0025_fence")]

    operations = [
        migrations.CreateModel(
            name="DkimKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("selector", models.CharField(max_length=63, unique=True)),
                ("domain", models.CharField(max_length=253)),
                ("algorithm", models.CharField(
                    choices=[("rsa-sha256", "rsa"), ("ed25519-sha256", "ed25519")], max_length=20)),
                ("proof", models.CharField(help_text="Tells the key from any other.", max_length=64)),
                ("state", models.CharField(
                    choices=[("waiting", "waits for its record"), ("used", "in use"), ("resting", "at rest")],
                    default="waiting", max_length=10)),
                ("since", models.DateTimeField(help_text="When it came to be what it is.")),
                ("seen_at", models.DateTimeField(
                    help_text="When its record was last seen in the DNS.", null=True)),
                ("anyway", models.BooleanField(
                    default=False, help_text="Somebody said that its record is there.")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["waiting", "used"])),
                        fields=("domain", "algorithm", "state"), name="one_dkim_key_of_a_kind"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "used"), _negated=True),
                            ("seen_at__isnull", False),
                            ("anyway", True),
                            _connector="OR"),
                        name="dkim_key_in_use_is_known"),
                ],
            },
        ),
    ]
