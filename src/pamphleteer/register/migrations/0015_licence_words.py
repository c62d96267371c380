"""What the fields of a licence are called at the desk."""

import pamphleteer.register.models.licence
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('register', '0014_partner_addresses'),
    ]

    operations = [
        migrations.AlterField(
            model_name='licence',
            name='commercial',
            field=models.BooleanField(verbose_name='the piece may be used where money is made'),
        ),
        migrations.AlterField(
            model_name='licence',
            name='credit_line',
            field=models.CharField(default='[{authors} for ]{partner}[, {licence}]', help_text='With {authors}, {partner}, {licence}; [a part] is left out if it lacks its own.', max_length=200, validators=[pamphleteer.register.models.licence.known_parts], verbose_name='credit line'),
        ),
        migrations.AlterField(
            model_name='licence',
            name='derivatives',
            field=models.BooleanField(verbose_name='the piece may be changed'),
        ),
        migrations.AlterField(
            model_name='licence',
            name='full_text',
            field=models.BooleanField(verbose_name='the whole piece may be carried'),
        ),
        migrations.AlterField(
            model_name='licence',
            name='name',
            field=models.CharField(max_length=120, verbose_name='name'),
        ),
        migrations.AlterField(
            model_name='licence',
            name='share_alike',
            field=models.BooleanField(default=False, verbose_name='what is made of it comes under the same licence'),
        ),
        migrations.AlterField(
            model_name='licence',
            name='slug',
            field=models.SlugField(max_length=40, unique=True, verbose_name='short name'),
        ),
        migrations.AlterField(
            model_name='licence',
            name='url',
            field=models.URLField(blank=True, max_length=500, verbose_name='address'),
        ),
    ]
