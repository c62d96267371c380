from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("press", "0010_written_at")]

    operations = [migrations.RemoveField(model_name="day", name="count")]
