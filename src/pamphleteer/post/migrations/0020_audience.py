"""Who may have a digest."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("post", "0019_intakes")]

    operations = [
        migrations.AddField(
            model_name="digest",
            name="audience",
            field=models.CharField(
                choices=[("everybody", "whoever asks for it"),
                         ("listed", "readers whom a list brings that names it")],
                default="everybody", max_length=10),
        ),
    ]
