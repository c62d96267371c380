from django.db import migrations, models

from pamphleteer.post import keys
from pamphleteer.post.addresses import Address
from pamphleteer.post.discretion import discreet
from pamphleteer.post.sealing import Sealer

SOME = 500


def seal(apps, schema_editor):
    """Seal the addresses of readers with the newest key of the ring, or a new one."""
    Reader, Seal = apps.get_model("post", "Reader"), apps.get_model("post", "Seal")
    if not Reader.objects.exists():
        return
    ring = keys.ring()
    numbers = ring.numbers()
    key = ring.key(numbers[-1]) if numbers else ring.make()
    Seal.objects.create(pk=1, key=key.number, proof=key.proof)
    sealer = Sealer(key)
    for readers in some(Reader.objects.all()):
        for reader in readers:
            found = Address(reader.address, reader.mailbox)
            for name, value in sealer.fields(found, row=reader.key).items():
                setattr(reader, name, value)
        Reader.objects.bulk_update(readers, ["sealed", "index_even", "index_odd"])


def keep_quiet(apps, schema_editor):
    """Take readers' addresses out of what relays said of mails to them."""
    for name in ("Notice", "Delivery"):
        model = apps.get_model("post", name)
        # What is said of a mail that was taken hardly ever tells anybody's address.
        telling = ~models.Q(reply="") & ~models.Q(state="done") | models.Q(reply__contains="@")
        told = model.objects.filter(telling).select_related("reader")
        for rows in some(told.only("reply", "reader__address")):
            for row in rows:
                row.reply = discreet(row.reply, to=row.reader.address)[:500]
            model.objects.bulk_update(rows, ["reply"])
    for rest in apps.get_model("post", "Rest").objects.filter(said__contains="@"):
        rest.said = discreet(rest.said, to="")[:500]
        rest.save(update_fields=["said"])


def some(rows):
    last = 0
    while found := list(rows.filter(pk__gt=last).order_by("pk")[:SOME]):
        yield found
        last = found[-1].pk


class Migration(migrations.Migration):

    dependencies = [
        ("post", "0003_sealed_columns"),
    ]

    operations = [
        migrations.RunPython(seal, migrations.RunPython.noop),
        migrations.RunPython(keep_quiet, migrations.RunPython.noop),
    ]
