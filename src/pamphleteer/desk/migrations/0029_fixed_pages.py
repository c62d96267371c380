import django.db.models.deletion
import wagtail.fields
from django.db import migrations, models


# What editors may do; publishers are superusers.
MAY = ["add", "change", "view"]


def allow(apps, schema):
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="desk", model="fixedpage"
    )
    editors, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Editors")
    for deed in MAY:
        permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
            content_type=kind,
            codename=f"{deed}_fixedpage",
            defaults={"name": f"Can {deed} fixed page"},
        )
        editors.permissions.add(permission)


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0028_begun_as'),
    ]

    operations = [
        migrations.CreateModel(
            name='FixedPage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('slug', models.SlugField(allow_unicode=True, max_length=100, unique=True, verbose_name='address')),
                ('body', wagtail.fields.RichTextField(blank=True, verbose_name='body')),
                ('language', models.CharField(blank=True, help_text="If not the outlet's.", max_length=20, verbose_name='language')),
                ('live', models.BooleanField(default=False, help_text='Whoever takes it off leaves a page that says so where it stood.', verbose_name='it is on the site')),
                ('in_foot', models.BooleanField(default=True, help_text='While it is on the site.', verbose_name='its name stands at the foot of each page')),
                ('place', models.PositiveIntegerField(default=0, editable=False, help_text='Where it stands among the others.')),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True)),
                ('picture', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='desk.picture', verbose_name='picture')),
            ],
            options={
                'verbose_name': 'fixed page',
                'verbose_name_plural': 'fixed pages',
                'ordering': ['place', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='FixedPageAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(allow_unicode=True, max_length=100, unique=True)),
                ('page', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='addresses', to='desk.fixedpage')),
            ],
        ),
        migrations.AddConstraint(
            model_name='fixedpage',
            constraint=models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='fixed_page_has_title'),
        ),
        migrations.RunPython(allow, migrations.RunPython.noop),
    ]
