"""Who an author is by now, and who may say so."""

import django.db.models.deletion
from django.db import migrations, models

# What editors may do; publishers are superusers.
MAY = ["change", "view"]


def allow(apps, schema):
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="desk", model="author"
    )
    editors, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Editors")
    for deed in MAY:
        permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
            content_type=kind,
            codename=f"{deed}_author",
            defaults={"name": f"Can {deed} author"},
        )
        editors.permissions.add(permission)


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0034_translations'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='author',
            options={'verbose_name': 'author', 'verbose_name_plural': 'authors'},
        ),
        migrations.AddField(
            model_name='author',
            name='into',
            field=models.ForeignKey(editable=False, help_text='Who this is by now.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='others', to='desk.author'),
        ),
        migrations.AlterField(
            model_name='author',
            name='name',
            field=models.CharField(help_text='As it was written first, or at the desk.', max_length=120, verbose_name='name'),
        ),
        migrations.RunPython(allow, migrations.RunPython.noop),
    ]
