import django.db.models.deletion
import pamphleteer.register.models.outlet
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0001_initial"),
        # Wagtail's own first: each of its many steps takes longer the more models there are already.
        ("sessions", "0001_initial"),
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
        ("wagtailsearch", "0010_add_text_fields"),
        ("wagtailusers", "0015_userprofile_keyboard_shortcuts"),
    ]

    operations = [
        migrations.CreateModel(
            name='Licence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=120)),
                ('url', models.URLField(blank=True, max_length=500)),
                ('full_text', models.BooleanField(help_text='The whole piece may be carried.')),
                ('derivatives', models.BooleanField(help_text='The piece may be changed.')),
                ('commercial', models.BooleanField(help_text='The piece may be used where money is made.')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('reader', models.CharField(max_length=60, primary_key=True, serialize=False)),
                ('entry', models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(allow_unicode=True, max_length=80, unique=True, verbose_name='address')),
                ('name', models.CharField(max_length=120)),
                ('description', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Outlet',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=200)),
                ('tagline', models.CharField(blank=True, max_length=300)),
                ('language', models.CharField(default='en', help_text='As in BCP 47: en, es, ar.', max_length=20)),
                ('zone', models.CharField(default='UTC', max_length=60, validators=[pamphleteer.register.models.outlet.known_zone], verbose_name='time zone')),
                ('signup_heading', models.CharField(default='Get the daily digest', max_length=200)),
                ('signup_words', models.TextField(blank=True, default='Platforms drop independent outlets. A letter in your inbox reaches you anyway.')),
                ('postal_address', models.CharField(blank=True, help_text='Stands at the foot of each letter.', max_length=300)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='one_outlet')],
            },
        ),
        migrations.CreateModel(
            name='Partner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(allow_unicode=True, max_length=80, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('url', models.URLField(blank=True, max_length=2000, verbose_name='address')),
                ('credit', models.CharField(blank=True, help_text="The words beside the partner's pieces, in place of its name.", max_length=300)),
                ('licence', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.licence')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True)),
                ('what', models.CharField(help_text='As noun.verb: article.published.', max_length=60)),
                ('subject', models.CharField(help_text='The row, as room.Model:key.', max_length=120)),
                ('data', models.JSONField(default=dict)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name_plural': 'journal',
                'indexes': [models.Index(fields=['what', 'id'], name='register_en_what_219883_idx')],
            },
        ),
    ]
