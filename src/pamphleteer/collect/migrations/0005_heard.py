"""Keep what is heard of refrains apart from the refrains: each poll took the long list apart."""

import json

from django.db import migrations, models

SHARED = 3


def part(apps, editor):
    sources = apps.get_model("collect", "Source").objects
    for source in sources.exclude(refrains=[]).iterator():
        heard = source.refrains.get("heard", []) if isinstance(source.refrains, dict) else []
        source.heard = json.dumps(heard, separators=(",", ":"))
        source.refrains = [name for name, told in heard if len(told) >= SHARED]
        source.save(update_fields=["heard", "refrains"])


class Migration(migrations.Migration):
    dependencies = [("collect", "0004_marks")]
    operations = [
        migrations.AddField(
            model_name="source",
            name="heard",
            field=models.TextField(
                default="[]",
                editable=False,
                help_text="Paragraphs and the pieces that had them, as hashes in JSON.",
            ),
        ),
        migrations.AlterField(
            model_name="source",
            name="refrains",
            field=models.JSONField(
                default=list,
                editable=False,
                help_text="Paragraphs that its pieces share, as hashes.",
            ),
        ),
        migrations.RunPython(part, migrations.RunPython.noop),
    ]
