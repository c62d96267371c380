from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("post", "0004_seal"),
    ]

    operations = [
        migrations.RemoveField(model_name="reader", name="address"),
        migrations.RemoveField(model_name="reader", name="mailbox"),
        migrations.AddConstraint(
            model_name="reader",
            constraint=models.UniqueConstraint(condition=models.Q(("index_even__isnull", False)), fields=("index_even",), name="one_reader_of_a_mailbox_even"),
        ),
        migrations.AddConstraint(
            model_name="reader",
            constraint=models.UniqueConstraint(condition=models.Q(("index_odd__isnull", False)), fields=("index_odd",), name="one_reader_of_a_mailbox_odd"),
        ),
        migrations.AddConstraint(
            model_name="reader",
            constraint=models.CheckConstraint(condition=models.Q(("index_even__isnull", False), ("index_odd__isnull", False), _connector="OR"), name="a_reader_can_be_found"),
        ),
    ]
