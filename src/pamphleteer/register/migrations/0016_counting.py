"""What is counted up for whoever watches."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("register", "0015_licence_words")]

    operations = [
        migrations.CreateModel(
            name="Count",
            fields=[
                (
                    "name",
                    models.CharField(
                        help_text="As noun.verb.", max_length=60, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveBigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Beat",
            fields=[
                (
                    "round",
                    models.CharField(max_length=40, primary_key=True, serialize=False),
                ),
                ("ended_at", models.DateTimeField()),
                ("failures", models.PositiveBigIntegerField(default=0)),
            ],
        ),
    ]
