"""A change of address is kept as a consent."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("post", "0014_sections")]

    operations = [
        migrations.AlterField(
            model_name="consent",
            name="kind",
            field=models.CharField(
                choices=[("asked", "Asked"), ("confirmed", "Confirmed"), ("imported", "Imported"),
                         ("moved", "confirmed another address")],
                max_length=12),
        ),
    ]
