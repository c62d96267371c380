"""Give a server one name, whichever letters it is written in."""

from urllib.parse import urlsplit

import yarl
from django.db import migrations


def rename(apps, schema_editor):
    _rename(apps.get_model("collect", "Source").objects.all())
    _rename(apps.get_model("collect", "Text").objects.filter(state="planned"))


def _rename(rows):
    for row in rows.only("pk", "url", "host").iterator():
        if not row.host.isascii():
            row.host = _host(row.url, row.host)
            row.save(update_fields=["host"])


def _host(url, before):
    port = before.rpartition(":")[2]
    try:
        name = yarl.URL.build(host=urlsplit(url).hostname).raw_host
    except ValueError:
        return before
    return f"{name.rstrip('.')[:253]}:{port}"


class Migration(migrations.Migration):
    dependencies = [("collect", "0008_pushes")]
    operations = [migrations.RunPython(rename, migrations.RunPython.noop)]
