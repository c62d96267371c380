"""The outlet's mark, from which the lasting identifiers in its feeds are made."""

import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("register", "0012_partner_about")]

    operations = [
        migrations.AddField(
            model_name="outlet",
            name="mark",
            field=models.UUIDField(
                default=uuid.uuid4,
                editable=False,
                help_text="What the identifiers in its feeds are made from: it never changes.",
            ),
        ),
    ]
