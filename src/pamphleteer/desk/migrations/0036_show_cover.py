"""The cover of a podcast, where it has one of its own."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0035_merged_authors'),
    ]

    operations = [
        migrations.AddField(
            model_name='show',
            name='cover',
            field=models.ForeignKey(help_text="Square; the topic's picture, if there is none.", null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='desk.picture'),
        ),
    ]
