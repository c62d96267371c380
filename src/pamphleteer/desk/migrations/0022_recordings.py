import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0021_lead_picture'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='article',
            name='audio_url',
            field=models.URLField(blank=True, help_text="The address of the partner's file, where none is uploaded: readers get a link.", max_length=2000, verbose_name="recording at the partner's"),
        ),
        migrations.AddField(
            model_name='article',
            name='transcript',
            field=models.TextField(blank=True, help_text='What is said in it. Plain text; a blank line begins a paragraph.'),
        ),
        migrations.AddField(
            model_name='article',
            name='transcript_url',
            field=models.URLField(blank=True, max_length=2000, verbose_name='transcript elsewhere'),
        ),
        migrations.CreateModel(
            name='Recording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True)),
                ('sha256', models.CharField(max_length=64)),
                ('type', models.CharField(max_length=40)),
                ('size', models.PositiveBigIntegerField(help_text='In bytes.')),
                ('seconds', models.PositiveIntegerField()),
                ('called', models.CharField(help_text='As the file was called.', max_length=120)),
                ('uploaded_at', models.DateTimeField()),
                ('uploaded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-uploaded_at', '-pk'],
            },
        ),
        migrations.AddField(
            model_name='article',
            name='audio',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='desk.recording'),
        ),
    ]
