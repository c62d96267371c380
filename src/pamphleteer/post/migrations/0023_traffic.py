"""How much relays were handed; editors see it, and may have a relay tried again."""

from django.db import migrations, models

EDITORS = [
    ("view_traffic", "Can view traffic"),
    ("try_relay", "Can have a relay tried again at once"),
]


def allow(apps, schema):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    editors, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Editors")
    kind, _ = ContentType.objects.get_or_create(app_label="post", model="traffic")
    for codename, name in EDITORS:
        # Django makes these rows itself, but only after all migrations.
        permission, _ = Permission.objects.get_or_create(
            content_type=kind, codename=codename, defaults={"name": name}
        )
        editors.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [("post", "0022_pace")]

    operations = [
        migrations.CreateModel(
            name="Traffic",
            fields=[
                ("id", models.BigAutoField(
                    auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("relay", models.CharField(max_length=80)),
                ("span", models.CharField(
                    choices=[("minute", "Minute"), ("hour", "Hour"), ("day", "Day"), ("ever", "Ever")],
                    max_length=6)),
                ("at", models.DateTimeField(help_text="When it begins, in UTC.")),
                ("taken", models.PositiveBigIntegerField(default=0)),
                ("put_off", models.PositiveBigIntegerField(
                    default=0, help_text="By sites, or for full mailboxes.")),
                ("refused", models.PositiveBigIntegerField(
                    default=0, help_text="For good, by sites or for a reader.")),
                ("failed", models.PositiveBigIntegerField(
                    default=0, help_text="For the relay's own sake.")),
            ],
            options={
                "verbose_name_plural": "traffic",
                "default_permissions": ("view",),
                "permissions": [("try_relay", "Can have a relay tried again at once")],
                "constraints": [models.UniqueConstraint(
                    fields=("relay", "span", "at"), name="one_row_of_a_relay_and_span")],
            },
        ),
        migrations.RunPython(allow, migrations.RunPython.noop),
    ]
