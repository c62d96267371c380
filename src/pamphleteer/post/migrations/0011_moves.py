"""Readers move to another address; mails about a reader's own asking say which one it is."""

import django.db.models.deletion
from django.db import migrations, models

_KINDS = [
    ("confirm", "shall the digest come here"),
    ("move", "shall a reader's letters come here from now on"),
    ("moved", "they go elsewhere from now on"),
]


class Migration(migrations.Migration):
    dependencies = [("post", "0010_letters")]

    operations = [
        migrations.AddField(
            "reader",
            "moves",
            models.ForeignKey(
                "post.reader",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                help_text="Whose address this is asked to become, or was until lately.",
            ),
        ),
        migrations.AddField(
            "notice",
            "kind",
            models.CharField(max_length=10, choices=_KINDS, default="confirm"),
        ),
    ]
