"""Nobody asks when a file was written: the file itself tells."""

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("press", "0009_days")]

    operations: ClassVar = [migrations.RemoveField(model_name="file", name="written_at")]
