"""Why mails were not taken; and an index in which what became of an edition is counted."""

import django.db.models.deletion
from django.db import migrations, models

REASON = models.CharField(
    blank=True,
    help_text="Why it was not taken when it was last tried, as `meanings.words` names it.",
    max_length=20,
)


class Migration(migrations.Migration):
    dependencies = [("post", "0020_audience")]

    operations = [
        migrations.AddField("delivery", "reason", REASON),
        migrations.AddField("notice", "reason", REASON),
        migrations.AddField("trial", "reason", REASON),
        migrations.AlterField(
            "delivery",
            "letter",
            models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="deliveries",
                to="post.letter",
            ),
        ),
        migrations.AddIndex(
            "delivery",
            models.Index(
                fields=["letter", "state", "reason", "due_at"],
                name="post_delive_letter__47dccb_idx",
            ),
        ),
    ]
