from django.db import migrations, models

SOME = 500


def freeze(apps, schema_editor):
    """Give pieces that went out before the words that their articles have now."""
    Piece = apps.get_model("post", "Piece")
    last = 0
    while True:
        rows = Piece.objects.filter(pk__gt=last).order_by("pk").select_related("article")
        some = list(rows.defer("article__body")[:SOME])
        if not some:
            return
        for piece in some:
            piece.headline, piece.lead = piece.article.headline, piece.article.lead
        Piece.objects.bulk_update(some, ["headline", "lead"])
        last = some[-1].pk


class Migration(migrations.Migration):

    dependencies = [
        ("post", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="piece",
            name="headline",
            field=models.CharField(default="", max_length=500),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="piece",
            name="lead",
            field=models.TextField(blank=True, default=""),
            preserve_default=False,
        ),
        migrations.RunPython(freeze, migrations.RunPython.noop),
    ]
