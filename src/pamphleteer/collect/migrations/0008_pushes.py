from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('collect', '0007_former'),
    ]

    operations = [
        migrations.RemoveField(model_name='push', name='named'),
    ]
