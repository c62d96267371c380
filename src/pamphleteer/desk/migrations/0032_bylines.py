"""Let what is published already be its authors'."""

from django.db import migrations

from pamphleteer.ground import bylines
from pamphleteer.ground.text import slugify

_SOME = 500
_ROOM = 88  # characters of a slug, before a number


def fill(apps, schema):
    article, author, byline = (
        apps.get_model("desk", name) for name in ("Article", "Author", "Byline")
    )
    keys = dict(author.objects.values_list("key", "pk"))
    slugs = set(author.objects.values_list("slug", flat=True))
    last = 0
    while True:
        rows = article.objects.filter(live=True, pk__gt=last).exclude(authors="").order_by("pk")
        some = list(rows.values_list("pk", "authors")[:_SOME])
        if not some:
            return
        last = some[-1][0]
        named = {key: bylines.names(line) for key, line in some}
        for found in named.values():
            for key, name in found.items():
                if key not in keys:
                    made = author.objects.create(slug=_free(name, slugs), name=name, key=key)
                    keys[key] = made.pk
                    slugs.add(made.slug)
        byline.objects.bulk_create(
            [
                byline(article_id=one, author_id=keys[key])
                for one, found in named.items()
                for key in found
            ],
            batch_size=300,
        )


def _free(name, taken):
    stem = slugify(name, otherwise="author")[:_ROOM]
    slug, number = stem, 1
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug


class Migration(migrations.Migration):
    dependencies = [("desk", "0031_authors")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
