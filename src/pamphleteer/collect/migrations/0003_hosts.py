"""Say at which host each source is that was added before hosts were kept."""

from urllib.parse import urlsplit

from django.db import migrations

_PORTS = {"http": 80, "https": 443}


def fill(apps, schema_editor):
    Source = apps.get_model("collect", "Source")
    for source in Source.objects.filter(host="").iterator():
        source.host = _host(source.url)
        source.save(update_fields=["host"])


def _host(url):
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        return ""
    name = (parts.hostname or "").rstrip(".")
    return f"{name[:253]}:{port}" if name else ""


class Migration(migrations.Migration):
    dependencies = [("collect", "0002_wire")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
