import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0023_learned'),
        ('register', '0009_merged_topics'),
    ]

    operations = [
        migrations.CreateModel(
            name='TopicPicture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('picture', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='desk.picture')),
                ('topic', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='shown_with', to='register.topic')),
            ],
        ),
    ]
