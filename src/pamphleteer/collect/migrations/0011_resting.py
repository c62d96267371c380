from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('collect', '0010_moving'),
    ]

    operations = [
        migrations.AddField(
            model_name='subscription',
            name='resting',
            field=models.JSONField(default=dict, help_text='Hubs that are not asked, each with the moment until when.'),
        ),
    ]
