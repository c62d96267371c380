"""How many letters a second a relay gets that said it gets too many."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("post", "0027_pickup")]

    operations = [
        migrations.AddField("pace", "rate", models.FloatField(
            help_text="Letters a second since it said that it gets too many; null for none.", null=True)),
    ]
