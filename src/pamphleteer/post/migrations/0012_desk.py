"""Editions that are worded by hand, and what editors may do with them at the desk."""

import django.db.models.deletion
from django.db import migrations, models

# Digests are made and changed, and readers seen, by publishers alone.
EDITORS = [
    ("digest", "view_digest", "Can view digest"),
    ("edition", "settle_edition", "Can word editions that wait, let them go, drop them"),
]


def allow(apps, schema):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    editors, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Editors")
    for model, codename, name in EDITORS:
        # Django makes these rows itself, but only after all migrations.
        kind, _ = ContentType.objects.get_or_create(app_label="post", model=model)
        permission, _ = Permission.objects.get_or_create(
            content_type=kind, codename=codename, defaults={"name": name}
        )
        editors.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("post", "0011_moves"),
        ("desk", "0002_editors"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="edition",
            options={
                "ordering": ["-cut_at"],
                "permissions": [
                    ("settle_edition", "Can word editions that wait, let them go, drop them")
                ],
            },
        ),
        migrations.AlterModelOptions(
            name="reader",
            options={"permissions": [("show_reader", "Can ask for the whole address of a reader")]},
        ),
        migrations.AddField(
            model_name="edition",
            name="noted",
            field=models.BooleanField(default=False, help_text="The note was written by hand."),
        ),
        migrations.AddField(
            model_name="edition",
            name="lead",
            field=models.ForeignKey(
                help_text="Stands first: it was chosen by hand.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="desk.article",
            ),
        ),
        migrations.RunPython(allow, migrations.RunPython.noop),
    ]
