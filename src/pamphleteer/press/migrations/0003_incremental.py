"""Files know what they are made from, lists are rows, and what changed is one list."""

import django.db.models.deletion
from django.db import migrations, models

COPIED = "path, sha256, size, written_at"
OF_FILES = "path, sha256, size, written_at, kind, key, turn, rank, due, stamp"
FRESH = f"{COPIED}, '', '', 0, 0, 0, ''"  # a file of no kind, until the press looks at all of them


class Migration(migrations.Migration):
    dependencies = [("press", "0002_fault")]

    operations = [
        # A file gets a number for its key: by way of another table, for both databases do that alike.
        migrations.CreateModel(
            name="Kept",
            fields=[
                ("path", models.CharField(max_length=500, primary_key=True, serialize=False)),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveBigIntegerField()),
                ("written_at", models.DateTimeField()),
            ],
        ),
        migrations.RunSQL(
            f"INSERT INTO press_kept ({COPIED}) SELECT {COPIED} FROM press_file",
            migrations.RunSQL.noop,
        ),
        migrations.DeleteModel("File"),
        migrations.CreateModel(
            name="File",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(help_text="Below public/.", max_length=500, unique=True)),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveBigIntegerField(default=0, help_text="In bytes.")),
                ("written_at", models.DateTimeField(db_index=True)),
                ("kind", models.CharField(max_length=40)),
                ("key", models.CharField(max_length=300)),
                ("turn", models.PositiveSmallIntegerField(default=0, help_text="The place of its kind among all.")),
                ("rank", models.BigIntegerField(default=4611686018427387904, help_text="The place of its newest piece.")),
                ("due", models.PositiveSmallIntegerField(default=0, help_text="How soon it is to be made.")),
                ("stamp", models.CharField(help_text="Of what all files of its kind share.", max_length=16)),
            ],
            options={
                "ordering": ["path"],
                "indexes": [
                    models.Index(condition=models.Q(("due__gt", 0)), fields=["due", "turn", "-rank"], name="due_files_by_kind"),
                    models.Index(condition=models.Q(("due__gt", 0)), fields=["due", "-rank"], name="due_files_by_rank"),
                ],
            },
        ),
        migrations.RunSQL(
            f"INSERT INTO press_file ({OF_FILES}) SELECT {FRESH} FROM press_kept",
            migrations.RunSQL.noop,
        ),
        migrations.DeleteModel("Kept"),
        migrations.CreateModel(
            name="Change",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(help_text="Below public/.", max_length=500, unique=True)),
                ("sha256", models.CharField(help_text="Empty where the file was removed.", max_length=64)),
                ("size", models.PositiveBigIntegerField(help_text="In bytes.")),
            ],
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("kind", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("version", models.PositiveIntegerField()),
                ("stamp", models.CharField(max_length=16)),
            ],
        ),
        migrations.CreateModel(
            name="Listed",
            fields=[
                ("pk", models.CompositePrimaryKey("list", "at", "article", blank=True, editable=False, primary_key=True, serialize=False)),
                ("list", models.CharField(max_length=60)),
                ("at", models.BigIntegerField(help_text="The article's place.")),
                ("article", models.BigIntegerField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="Shelf",
            fields=[
                ("pk", models.CompositePrimaryKey("list", "number", blank=True, editable=False, primary_key=True, serialize=False)),
                ("list", models.CharField(max_length=60)),
                ("number", models.PositiveIntegerField()),
                ("at", models.BigIntegerField()),
                ("article", models.BigIntegerField()),
                ("count", models.PositiveIntegerField(default=0)),
            ],
            options={"indexes": [models.Index(fields=["list", "at", "article"], name="shelves_by_place")]},
        ),
        migrations.CreateModel(
            name="Need",
            fields=[
                ("pk", models.CompositePrimaryKey("thing", "file_id", blank=True, editable=False, primary_key=True, serialize=False)),
                ("thing", models.CharField(help_text="As in press/things.py.", max_length=100)),
                ("file", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="needs", to="press.file")),
            ],
        ),
    ]
