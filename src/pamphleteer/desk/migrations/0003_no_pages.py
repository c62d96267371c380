from django.db import migrations


def forget(apps, schema):
    """Take back what Wagtail's first rows let its groups do with pages, pictures and documents."""
    apps.get_model("wagtailcore", "GroupPagePermission").objects.all().delete()
    apps.get_model("wagtailcore", "GroupCollectionPermission").objects.all().delete()
    Group = apps.get_model("auth", "Group")
    Group.objects.filter(name="Moderators", user__isnull=True).delete()
    given = Group.permissions.through.objects.filter(
        permission__content_type__app_label__in=["wagtailimages", "wagtaildocs", "wagtailcore"]
    )
    given.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0002_editors"),
        # Among them are the ones that give these rights.
        ("register", "0002_shared"),
    ]

    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
