from django.db import migrations


def whose(apps, schema):
    """An article is the work of whoever saved its first version."""
    Article = apps.get_model("desk", "Article")
    kind = apps.get_model("contenttypes", "ContentType").objects.filter(
        app_label="desk", model="article"
    ).first()
    if kind is None or not Article.objects.exists():
        return
    revisions = apps.get_model("wagtailcore", "Revision").objects.filter(
        content_type=kind, user__isnull=False
    )
    first = {}
    for key, user in revisions.order_by("-created_at", "-pk").values_list("object_id", "user_id").iterator():
        first[int(key)] = user
    by_person = {}
    for key, user in first.items():
        by_person.setdefault(user, []).append(key)
    for user, keys in by_person.items():
        for start in range(0, len(keys), 500):
            Article.objects.filter(pk__in=keys[start : start + 500]).update(begun_by_id=user)


class Migration(migrations.Migration):
    # Revisions have had their users since long before.
    dependencies = [("desk", "0008_contributors"), ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes")]

    operations = [migrations.RunPython(whose, migrations.RunPython.noop)]
