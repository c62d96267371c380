"""Under which topic a piece stands in a letter."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("post", "0013_trial")]

    operations = [
        migrations.AddField(
            model_name="enclosure",
            name="section",
            field=models.CharField(
                blank=True, default="", help_text="The topic it stands under.", max_length=120),
            preserve_default=False,
        ),
    ]
