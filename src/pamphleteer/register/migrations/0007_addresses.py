from django.db import migrations


def lower(apps, schema):
    """People are looked up in small letters: an address that a form kept otherwise let nobody in."""
    people = apps.get_model("register", "Person").objects
    for person in people.iterator():
        email = person.email.strip().lower()
        if email != person.email and not people.filter(email=email).exists():
            people.filter(pk=person.pk).update(email=email)


class Migration(migrations.Migration):
    dependencies = [("register", "0006_second_factor")]

    operations = [migrations.RunPython(lower, migrations.RunPython.noop)]
