from django.db import migrations

LICENCES = [
    # slug, name, url, full text, derivatives, commercial
    ("cc0", "Public domain (CC0 1.0)", "https://creativecommons.org/publicdomain/zero/1.0/", 1, 1, 1),
    ("cc-by", "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/", 1, 1, 1),
    ("cc-by-sa", "CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/", 1, 1, 1),
    ("cc-by-nd", "CC BY-ND 4.0", "https://creativecommons.org/licenses/by-nd/4.0/", 1, 0, 1),
    ("cc-by-nc", "CC BY-NC 4.0", "https://creativecommons.org/licenses/by-nc/4.0/", 1, 1, 0),
    ("cc-by-nc-sa", "CC BY-NC-SA 4.0", "https://creativecommons.org/licenses/by-nc-sa/4.0/", 1, 1, 0),
    ("cc-by-nc-nd", "CC BY-NC-ND 4.0", "https://creativecommons.org/licenses/by-nc-nd/4.0/", 1, 0, 0),
    ("by-agreement", "Carried by agreement", "", 1, 0, 0),
    ("all-rights-reserved", "All rights reserved: excerpt and link", "", 0, 0, 0),
]

REFUSE = {
    "sqlite": [
        f"""CREATE TRIGGER journal_no_{deed} BEFORE {deed.upper()} ON register_entry
            BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"""
        for deed in ("update", "delete")
    ],
    "postgresql": [
        """CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS
           $$ BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$""",
        """CREATE TRIGGER journal_append_only BEFORE UPDATE OR DELETE ON register_entry
           FOR EACH ROW EXECUTE FUNCTION journal_refuse()""",
    ],
}
ALLOW = {
    "sqlite": ["DROP TRIGGER journal_no_update", "DROP TRIGGER journal_no_delete"],
    "postgresql": [
        "DROP TRIGGER journal_append_only ON register_entry",
        "DROP FUNCTION journal_refuse",
    ],
}


def lay(apps, schema):
    apps.get_model("register", "Outlet").objects.create(id=1, name="A new outlet")
    licence = apps.get_model("register", "Licence").objects
    for slug, name, url, full_text, derivatives, commercial in LICENCES:
        licence.create(
            slug=slug,
            name=name,
            url=url,
            full_text=bool(full_text),
            derivatives=bool(derivatives),
            commercial=bool(commercial),
        )


def run(statements):
    def execute(apps, schema):
        for statement in statements[schema.connection.vendor]:
            schema.execute(statement)

    return execute


class Migration(migrations.Migration):
    dependencies = [("register", "0002_shared")]

    operations = [
        migrations.RunPython(lay, migrations.RunPython.noop),
        migrations.RunPython(run(REFUSE), run(ALLOW)),
    ]
