from django.db import migrations

# What editors may do, by model; publishers are superusers until they have a group of their own.
EDITORS = {
    ("desk", "article"): ["add", "change", "view", "publish", "lock", "unlock"],
    ("collect", "wireitem"): ["view"],
    ("register", "topic"): ["add", "change", "view"],
    ("register", "partner"): ["view"],
}


def make(apps, schema):
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    ContentType = apps.get_model("contenttypes", "ContentType")
    editors, _ = Group.objects.get_or_create(name="Editors")
    wanted = [(app, model, f"{deed}_{model}") for (app, model), deeds in EDITORS.items() for deed in deeds]
    wanted.append(("wagtailadmin", "admin", "access_admin"))
    for app, model, codename in wanted:
        # Django makes these rows itself, but only after all migrations.
        kind, _ = ContentType.objects.get_or_create(app_label=app, model=model)
        permission, _ = Permission.objects.get_or_create(
            content_type=kind,
            codename=codename,
            defaults={"name": f"Can {codename.split('_')[0]} {model}"},
        )
        editors.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0001_initial"),
        ("collect", "0001_initial"),
        ("register", "0003_rows"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailcore", "0001_initial"),
    ]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
