from django.db import migrations, models

import pamphleteer.register.models.licence

CREDITS = {
    "by-agreement": "[{authors} for ]{partner}",
    "all-rights-reserved": "{partner}",
}


def fill(apps, schema):
    licences = apps.get_model("register", "Licence").objects
    licences.filter(slug__in=["cc-by-sa", "cc-by-nc-sa"]).update(share_alike=True)
    for slug, line in CREDITS.items():
        licences.filter(slug=slug).update(credit_line=line)
    licences.get_or_create(
        slug="public-domain",
        defaults={
            "name": "Public domain",
            "url": "https://creativecommons.org/publicdomain/mark/1.0/",
            "full_text": True,
            "derivatives": True,
            "commercial": True,
        },
    )


class Migration(migrations.Migration):
    dependencies = [("register", "0003_rows")]

    operations = [
        migrations.AddField(
            model_name="licence",
            name="share_alike",
            field=models.BooleanField(default=False, help_text="What is made of the piece comes under the same licence."),
        ),
        migrations.AddField(
            model_name="licence",
            name="credit_line",
            field=models.CharField(
                default="[{authors} for ]{partner}[, {licence}]",
                help_text="With {authors}, {partner}, {licence}; [a part] is left out if it lacks its own.",
                max_length=200,
                validators=[pamphleteer.register.models.licence.known_parts],
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
