import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


# What the roles may do; publishers are superusers.
MAY = {"Editors": ["add", "change", "view"], "Contributors": ["add", "view"]}


def allow(apps, schema):
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="desk", model="picture"
    )
    for group, deeds in MAY.items():
        found, _ = apps.get_model("auth", "Group").objects.get_or_create(name=group)
        for deed in deeds:
            permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
                content_type=kind,
                codename=f"{deed}_picture",
                defaults={"name": f"Can {deed} picture"},
            )
            found.permissions.add(permission)


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0010_deeds'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Picture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('alt', models.CharField(help_text="For those who can't see it: what there is to see, in a sentence.", max_length=500, verbose_name='what it shows')),
                ('own', models.BooleanField(default=False, verbose_name="it is the outlet's own")),
                ('credit', models.CharField(blank=True, help_text="Who made it, and under which licence: needed unless it is the outlet's own.", max_length=300)),
                ('source', models.CharField(db_index=True, editable=False, help_text='SHA-256 of what was uploaded, so that the same picture is kept once.', max_length=64)),
                ('width', models.PositiveIntegerField(editable=False)),
                ('height', models.PositiveIntegerField(editable=False)),
                ('master', models.CharField(editable=False, help_text='Whole, for later sizes.', max_length=80)),
                ('files', models.JSONField(default=list, editable=False)),
                ('uploaded_at', models.DateTimeField(editable=False, verbose_name='uploaded')),
                ('uploaded_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
            ],
            options={
                'ordering': ['-uploaded_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('alt', ''), _negated=True), name='picture_has_words'), models.CheckConstraint(condition=models.Q(('own', True), models.Q(('credit', ''), _negated=True), _connector='OR'), name='picture_has_credit')],
            },
        ),
        migrations.RunPython(allow, migrations.RunPython.noop),
    ]
