import uuid

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("post", "0002_frozen_words"),
    ]

    operations = [
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.PositiveIntegerField()),
                ("proof", models.CharField(help_text="Tells the key from any other.", max_length=32)),
                ("following", models.PositiveIntegerField(null=True)),
                ("following_proof", models.CharField(blank=True, max_length=32)),
            ],
        ),
        migrations.AddConstraint(
            model_name="seal",
            constraint=models.CheckConstraint(condition=models.Q(("pk", 1)), name="one_seal"),
        ),
        migrations.CreateModel(
            name="Suppressed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hashed", models.BinaryField(max_length=16, unique=True)),
                ("key", models.PositiveIntegerField(db_index=True)),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.AlterField(
            model_name="reader",
            name="key",
            field=models.UUIDField(default=uuid.uuid4, editable=False, help_text="Stands for the reader in tokens, and is what the address is bound to.", unique=True),
        ),
        migrations.AddField(
            model_name="reader",
            name="sealed",
            field=models.BinaryField(default=b"", help_text="The address (post/keys.py).", max_length=500),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="reader",
            name="index_even",
            field=models.BinaryField(help_text="The folded address hashed with a key of an even number, if that is in use.", max_length=16, null=True),
        ),
        migrations.AddField(
            model_name="reader",
            name="index_odd",
            field=models.BinaryField(help_text="The same, with a key of an odd number.", max_length=16, null=True),
        ),
    ]
