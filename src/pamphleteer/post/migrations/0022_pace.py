"""Why a relay rests and since when, what became of relays, how much they got, and sites that put mail off."""

from django.db import migrations, models
from django.db.models import F


def from_ends(apps, _editor):
    apps.get_model("post", "Rest").objects.update(since=F("until"))


class Migration(migrations.Migration):
    dependencies = [("post", "0021_reasons")]

    operations = [
        migrations.AddField("rest", "since", models.DateTimeField(null=True)),
        migrations.RunPython(from_ends, migrations.RunPython.noop, elidable=True),
        migrations.AlterField("rest", "since", models.DateTimeField(
            help_text="When the first of them was.")),
        migrations.AlterField("rest", "until", models.DateTimeField(
            help_text="When one letter tries it again.")),
        migrations.AddField("rest", "reason", models.CharField(
            max_length=20, default="unclear", help_text="Why, as `Reason` names it."), preserve_default=False),
        migrations.AddField("rest", "lasting", models.BooleanField(
            default=False, help_text="Time alone mends nothing: somebody has to do something.")),
        migrations.CreateModel("RelayChange", [
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("relay", models.CharField(max_length=80)),
            ("at", models.DateTimeField(db_index=True)),
            ("resting", models.BooleanField(
                help_text="Left alone from then on; else it took mail again.")),
            ("reason", models.CharField(blank=True, max_length=20)),
            ("said", models.CharField(blank=True, max_length=500)),
        ]),
        migrations.CreateModel("Pace", [
            ("relay", models.CharField(max_length=80, primary_key=True, serialize=False)),
            ("sender", models.CharField(
                help_text="Whose letters warm it up: another one begins anew.", max_length=320)),
            ("ready_at", models.FloatField(
                default=0, help_text="When what was handed over is off the seconds' bucket, in Unix time.")),
            ("hour", models.DateTimeField(help_text="The hour that is counted.")),
            ("in_hour", models.PositiveIntegerField(default=0)),
            ("day", models.DateTimeField(help_text="The day that is counted, in UTC.")),
            ("in_day", models.PositiveIntegerField(default=0)),
            ("step", models.PositiveIntegerField(
                default=0, help_text="How many days of its warm-up plan are behind it.")),
            ("since", models.DateTimeField(help_text="When it took its first mail.", null=True)),
        ]),
        migrations.CreateModel("Site", [
            ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ("hashed", models.BinaryField(max_length=16)),
            ("relay", models.CharField(
                blank=True, help_text="Whose mail it blocks; empty where it puts off everybody's.", max_length=80)),
            ("name", models.CharField(
                blank=True, help_text="Its name, where many readers have mailboxes there.", max_length=255)),
            ("failures", models.PositiveIntegerField(help_text="One after another.")),
            ("since", models.DateTimeField()),
            ("until", models.DateTimeField(help_text="Nothing goes there before.")),
            ("rate", models.FloatField(
                help_text="Letters a second after that; null for no limit.", null=True)),
            ("reason", models.CharField(help_text="Why, as `Reason` names it.", max_length=20)),
            ("said", models.CharField(
                blank=True, help_text="Kept where the name is.", max_length=500)),
        ], options={"constraints": [models.UniqueConstraint(
            fields=["hashed", "relay"], name="one_row_of_a_site_and_relay")]}),
    ]
