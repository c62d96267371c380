import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

CONTRIBUTORS = [
    ("wagtailadmin", "admin", "access_admin"),
    ("collect", "wireitem", "view_wireitem"),
    ("desk", "article", "add_article"),
]


def make(apps, schema):
    contributors, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Contributors")
    for app, model, codename in CONTRIBUTORS:
        kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
            app_label=app, model=model
        )
        permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
            content_type=kind,
            codename=codename,
            defaults={"name": f"Can {codename.split('_')[0]} {model}"},
        )
        contributors.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0005_skips"),
        ("register", "0005_last_publisher"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="article",
            name="begun_by",
            field=models.ForeignKey(
                editable=False,
                help_text="Whose work it is: a contributor may change it until it is published.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="articles",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunPython(make, migrations.RunPython.noop),
    ]
