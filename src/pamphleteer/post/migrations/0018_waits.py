"""Since when an edition waits for an editor."""

from django.db import migrations, models
from django.db.models import F


def from_cuts(apps, _editor):
    editions = apps.get_model("post", "Edition").objects.filter(state="waiting")
    editions.update(waits_from=F("cut_at"))


class Migration(migrations.Migration):
    dependencies = [("post", "0017_zone")]

    operations = [
        migrations.AddField(
            model_name="edition",
            name="waits_from",
            field=models.DateTimeField(
                help_text="When it began to wait for an editor: its hours count from here.", null=True),
        ),
        migrations.RunPython(from_cuts, migrations.RunPython.noop, elidable=True),
    ]
