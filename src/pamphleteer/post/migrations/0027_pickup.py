
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("post", "0026_dkim"),
    ]

    operations = [
        migrations.CreateModel(
            name="Pickup",
            fields=[
                ("name", models.CharField(help_text="Its address, without a password.", max_length=300, primary_key=True, serialize=False)),
                ("validity", models.BigIntegerField(default=0, help_text="While the server says the same, numbers stand for the same mails (RFC 3501).")),
                ("last", models.BigIntegerField(default=0)),
                ("read_at", models.DateTimeField(null=True)),
                ("said", models.CharField(blank=True, help_text="What went wrong when it was last to be read.", max_length=500)),
                ("since", models.DateTimeField(help_text="Since when that is so.", null=True)),
            ],
        ),
    ]
