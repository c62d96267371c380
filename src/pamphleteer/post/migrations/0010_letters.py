import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("post", "0009_carried")]

    operations = [
        migrations.RemoveConstraint("delivery", "one_delivery_for_each_reader"),
        migrations.RemoveField("delivery", "edition"),
        migrations.AlterField("delivery", "letter", models.ForeignKey(
            on_delete=django.db.models.deletion.PROTECT, related_name="deliveries",
            to="post.letter")),
        migrations.AddConstraint("delivery", models.UniqueConstraint(
            fields=("reader", "letter"), name="one_delivery_for_each_reader")),
        migrations.RemoveField("edition", "html"),
        migrations.RemoveField("edition", "text"),
        migrations.AddConstraint("edition", models.UniqueConstraint(
            condition=models.Q(("state", "waiting")), fields=("digest",),
            name="one_edition_waits")),
        migrations.AddConstraint("edition", models.CheckConstraint(
            condition=models.Q(
                models.Q(("number__isnull", False), ("state", "ready")),
                models.Q(models.Q(("state", "ready"), _negated=True), ("number__isnull", True)),
                _connector="OR",
            ),
            name="ready_editions_are_numbered")),
        migrations.RemoveField("reader", "digests"),
        migrations.AddField("reader", "digests", models.ManyToManyField(
            related_name="readers", through="post.Subscription", to="post.digest")),
    ]
