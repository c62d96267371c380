from django.db import migrations


def let_editors_see(apps, schema):
    """Let editors see how the sources are; who may let one rest is a publisher."""
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="collect", model="source"
    )
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind, codename="view_source", defaults={"name": "Can view source"}
    )
    editors, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Editors")
    editors.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [("desk", "0003_no_pages"), ("collect", "0001_initial")]

    operations = [migrations.RunPython(let_editors_see, migrations.RunPython.noop)]
