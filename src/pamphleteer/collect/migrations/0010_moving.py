from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("collect", "0009_names")]
    operations = [
        migrations.AddField(
            model_name="source",
            name="moving_since",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AlterField(
            model_name="source",
            name="digest",
            field=models.CharField(
                blank=True,
                editable=False,
                help_text="Hashes of how it is read, and of what came last.",
                max_length=64,
            ),
        ),
    ]
