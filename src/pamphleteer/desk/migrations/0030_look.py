import django.core.validators
import django.db.models.deletion
import pamphleteer.desk.models.look
from django.db import migrations, models


def make(apps, schema):
    apps.get_model("desk", "Look").objects.get_or_create(pk=1)


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0029_fixed_pages'),
    ]

    operations = [
        migrations.CreateModel(
            name='Look',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                ('accent', models.CharField(default='#8c1c13', help_text='Of buttons, of what is chosen, and of the lines under links.', max_length=7, validators=[pamphleteer.desk.models.look.known_colour], verbose_name='colour on light screens')),
                ('accent_dark', models.CharField(blank=True, help_text='Such as #f2a08f. If it is left empty, a lighter shade of the other one.', max_length=7, validators=[pamphleteer.desk.models.look.known_colour], verbose_name='colour on dark screens')),
                ('type', models.CharField(choices=[('serif', 'With serifs, as in books'), ('sans', 'Without serifs'), ('mixed', 'Headlines without serifs, texts with them')], default='serif', max_length=8, verbose_name='type')),
                ('logo_height', models.PositiveSmallIntegerField(default=72, help_text='In pixels of the page, from 24 to 200.', validators=[django.core.validators.MinValueValidator(24), django.core.validators.MaxValueValidator(200)], verbose_name='height of the logo')),
                ('logo_alone', models.BooleanField(default=False, help_text="For a logo that holds the name: it is read out as the outlet's name.", verbose_name='it stands in place of the name')),
                ('logo_ground', models.BooleanField(default=False, help_text='For a dark logo without a ground of its own.', verbose_name='it stands on a light ground on dark screens')),
                ('picture', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='desk.picture', verbose_name='logo')),
            ],
            options={
                'verbose_name': 'look',
                'verbose_name_plural': 'looks',
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='one_look')],
            },
        ),
        migrations.RunPython(make, migrations.RunPython.noop),
    ]
